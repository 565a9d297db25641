package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

// TestPermissions gives every command as everybody, in the deal's community, in
// another one and in the direct chat, for every state of a deal. Who is refused
// reads the expected words, and nothing of the ledger changes.
func TestPermissions(t *testing.T) {
	t.Parallel()
	for i, now := range situations() {
		t.Run(now.name, func(t *testing.T) {
			t.Parallel()
			trial := &trial{scene: openScene(t), now: now}
			for _, r := range rights() {
				// What is not about a deal is not asked again for each state of one.
				if i == 0 || strings.Contains(r.line, "{deal}") {
					trial.everybody(r)
				}
			}
		})
	}
}

// TestPermissionsAreComplete fails for a command without a row, and for a row
// without a command.
func TestPermissionsAreComplete(t *testing.T) {
	t.Parallel()
	var have, want []string
	for _, c := range openScene(t).Bot.Catalog().Commands {
		have = append(have, c.Path)
		i := slices.IndexFunc(rights(), func(r rule) bool { return r.path == c.Path })
		if i >= 0 && (rights()[i].line == "") != (c.Shown == chat.ShownToNobody) {
			t.Errorf("%s: a row for what is typed, or for what only buttons do, but not as declared", c.Path)
		}
	}
	for _, r := range rights() {
		want = append(want, r.path)
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("the commands are\n%s\nthe rows are\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

// trial is a scene with a deal in one state.
type trial struct {
	*scene
	now  situation
	deal string // its handle; "" where it has to be made anew
	last dump   // the ledger as it is now, where that is known
}

func (s *trial) everybody(r rule) {
	s.t.Helper()
	for _, c := range s.callers {
		for _, space := range []string{"harbor", "reef", ""} {
			s.one(r, c, space)
		}
	}
}

// one gives a command once, and judges the answer and the ledger.
func (s *trial) one(r rule, c caller, space string) {
	s.t.Helper()
	want := r.want(c, space, s.now)
	if c.barred != "" && (r.line != "" || c.person.User.Bot) {
		want = c.barred
	}
	line := s.fill(r.line)
	who := c.in(space)
	if want == "" && r.before != "" {
		who.Says(r.before)
		s.last = nil
	}
	before := s.ledger()
	var got bottest.Screen
	if r.line == "" {
		got = s.hidden(who, r.path)
	} else {
		got = who.Says(line)
	}
	s.last = nil
	changed := before.changed(s.ledger())
	if problem := judge(want, got.Text(), changed, r.keeps); problem != "" {
		s.t.Errorf("%s as %s in %q: %s; the answer was:\n%s", r.path, c.role, space, problem, got.Text())
	}
	if want == "" {
		s.restore(r, who)
		s.last = nil
	}
}

// ledger is everything that is recorded, after all has come to rest.
func (s *trial) ledger() dump {
	s.t.Helper()
	if s.last == nil {
		s.Settle()
		s.last = take(s.t, s.Store)
	}
	return s.last
}

// judge says what is wrong with an answer and the tables that changed with it.
func judge(want, got, changed string, keeps bool) string {
	if want != "" {
		switch {
		case !strings.Contains(got, want):
			return "it should be refused with " + want
		case changed != "":
			return "it is refused, but changed " + changed
		}
		return ""
	}
	for _, words := range refusals {
		if strings.Contains(got, words) {
			return "it should be allowed"
		}
	}
	if changed == "" && !keeps {
		return "it is allowed, but changed nothing"
	}
	return ""
}

// restore makes an allowed act possible once more.
func (s *trial) restore(r rule, who *bottest.Person) {
	if r.after != "" {
		who.Says(r.after)
	}
	if r.path == "deal confirm" || r.path == "deal cancel" || r.path == "deal complete" {
		s.clear()
	}
}

// clear lets go of the deal at hand. One that still waits for somebody would
// count against how many may.
func (s *trial) clear() {
	s.callers[1].person.Says("/deal cancel " + s.deal)
	s.deal = ""
}

// fill puts a deal and codes that are valid now into a line.
func (s *trial) fill(line string) string {
	s.t.Helper()
	if strings.Contains(line, "{invitation}") || strings.Contains(line, "{community}") {
		s.last = nil
	}
	if strings.Contains(line, "{deal}") {
		if s.deal == "" {
			s.deal, s.last = s.now.reach(s.scene), nil
		}
		line = strings.ReplaceAll(line, "{deal}", s.deal)
	}
	if strings.Contains(line, "{invitation}") {
		made, _ := s.propose("")
		line = strings.ReplaceAll(line, "{invitation}", dashed.FindString(made.Text()))
	}
	if strings.Contains(line, "{community}") {
		admin := s.Person(bottest.D, "cy").In("isle").AsAdmin()
		line = strings.ReplaceAll(line, "{community}", s.code(admin.Says("/community link")))
	}
	return line
}
