package main

import (
	"slices"
	"strconv"
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
		if skipsOver(i) {
			continue
		}
		t.Run(now.name, func(t *testing.T) {
			t.Parallel()
			trial := &trial{scene: openScene(t), now: now}
			for j, r := range rights() {
				trial.turn = i + j
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
	want = slices.Compact(want)
	if !slices.Equal(have, want) {
		t.Errorf("the commands are\n%s\nthe rows are\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

// trial is a scene with a deal in one state.
type trial struct {
	*scene
	now  situation
	turn int    // whose turn it is among the places
	deal string // its handle; "" where it has to be made anew
	last dump   // the ledger as it is now, where that is known
}

// places are the deal's community, another one, and the direct chat.
func places() []string { return []string{"harbor", "reef", ""} }

// attempt is somebody in a place, and in which words they are refused there.
type attempt struct {
	caller
	space, want string
}

// everybody gives a command as everybody, everywhere. What should change nothing
// comes first, all of it between two looks at the ledger: the looks take the time.
func (s *trial) everybody(r rule) {
	s.t.Helper()
	forget(s.t, s.Store)
	var refused, idle, busy []attempt
	for _, c := range s.callers {
		for _, space := range places() {
			a := attempt{caller: c, space: space, want: r.want(c, space, s.now)}
			if c.barred != "" && (r.line != "" || c.person.User.Bot) {
				a.want = c.barred
			}
			switch {
			case a.want != "":
				refused = append(refused, a)
			case r.keeps && (!r.logged || s.now.party(c)):
				idle = append(idle, a)
			default:
				busy = append(busy, a)
			}
		}
	}
	s.idle(r, refused, "")
	s.idle(r, idle, "bot_actions") // buttons on the answer
	for i, a := range busy {
		// Where each needs a deal of its own, the places take turns over the states.
		if !r.spends || i%len(places()) == s.turn%len(places()) {
			s.one(r, a)
		}
	}
}

// idle plays what changes nothing but perhaps one table, and only if something
// did looks who did it.
func (s *trial) idle(r rule, all []attempt, but string) {
	s.t.Helper()
	if len(all) == 0 {
		return
	}
	line := s.fill(r.line)
	before := s.ledger()
	for _, a := range all {
		got := s.gives(r, a, line)
		if problem := judge(a.want, got.Text(), "", true); problem != "" {
			s.t.Errorf("%s as %s in %q: %s; the answer was:\n%s", line, a.role, a.space, problem, got.Text())
		}
	}
	s.last = nil
	changed := before.changed(s.ledger())
	if changed == "" || changed == but {
		return
	}
	s.t.Errorf("%s: what should change nothing changed %s", line, changed)
	for _, a := range all {
		before = s.ledger()
		got := s.gives(r, a, line)
		s.last = nil
		if changed := before.changed(s.ledger()); changed != "" && changed != but {
			s.t.Errorf("%s as %s in %q changed %s; the answer was:\n%s", line, a.role, a.space, changed, got.Text())
		}
	}
}

// one gives a command once that is allowed and leaves a trace.
func (s *trial) one(r rule, a attempt) {
	s.t.Helper()
	line := s.fill(r.line)
	who := a.in(a.space)
	if r.before != "" {
		who.Says(r.before)
		s.last = nil
	}
	before := s.ledger()
	got := s.gives(r, a, line)
	s.last = nil
	if problem := judge("", got.Text(), before.changed(s.ledger()), false); problem != "" {
		s.t.Errorf("%s as %s in %q: %s; the answer was:\n%s", line, a.role, a.space, problem, got.Text())
	}
	if r.after != "" {
		who.Says(r.after)
		s.last = nil
	}
	if r.spends {
		s.clear()
	}
}

func (s *trial) gives(r rule, a attempt, line string) bottest.Screen {
	if r.line == "" {
		return s.hidden(a.in(a.space), r.path)
	}
	return a.in(a.space).Says(line)
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

// clear lets go of the deal at hand. One that still waits for somebody would
// count against how many may.
func (s *trial) clear() {
	s.callers[1].person.Says("/deal cancel " + s.deal)
	s.deal, s.last = "", nil
}

// fill puts a deal and codes that are valid now into a line.
func (s *trial) fill(line string) string {
	s.t.Helper()
	if strings.Contains(line, "{invitation}") || strings.Contains(line, "{community}") {
		s.last = nil
	}
	if strings.Contains(line, "{fresh}") {
		s.events++
		line = strings.ReplaceAll(line, "{fresh}", strconv.Itoa(s.events))
	}
	if strings.Contains(line, "{deal}") {
		if s.deal == "" {
			s.deal, s.last = s.now.reach(s.scene), nil
			s.sign()
		}
		line = strings.ReplaceAll(line, "{deal}", s.deal)
	}
	if strings.Contains(line, "{invitation}") {
		made, _ := s.propose("")
		line = strings.ReplaceAll(line, "{invitation}", dashed.FindString(made.Text()))
	}
	if strings.Contains(line, "{linked}") {
		s.events++
		twin := s.Person(bottest.T, "twin"+strconv.Itoa(s.events))
		s.link(s.Person(bottest.D, "twin"+strconv.Itoa(s.events)), twin)
		line, s.last = strings.ReplaceAll(line, "{linked}", twin.User.Ref.String()), nil
	}
	if strings.Contains(line, "{community}") {
		admin := s.Person(bottest.D, "cy").In("isle").AsAdmin()
		line = strings.ReplaceAll(line, "{community}", s.code(admin.Says("/community link")))
	}
	return line
}
