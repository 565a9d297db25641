package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

var demoSteps = []string{"colour", "name", "size", "note", "review"}

var questions = map[string]string{
	"colour": "Which colour?", "name": "Whose name?", "size": "Which size?", "note": "Any note?", "review": "All good?",
}

// talk is the model of one linked person's wizard, beside the real thing.
type talk struct {
	stage    *bottest.Stage
	demo     *demo
	on       map[string]*bottest.Person // by app
	app      string
	trail    []string
	running  bool
	deadline time.Time
	finished int
	shown    bottest.Screen
	stale    []bottest.Screen
}

// open returns the questions the model expects now: one, or a form's two.
func (m *talk) open() []string {
	var open []string
	for _, s := range demoSteps {
		if !slices.Contains(m.trail, s) {
			open = append(open, s)
		}
	}
	form := func(s string) bool { return s == "name" || s == "note" }
	if m.app == "T" || !form(open[0]) {
		return open[:1]
	}
	if slices.Contains(open, "size") && slices.Contains(open, "note") {
		return []string{"size"}
	}
	if open[0] == "name" && slices.Contains(open, "note") {
		return []string{"name", "note"}
	}
	return open[:1]
}

// sees checks that an answer shows what the model expects, and extends the time.
func (m *talk) sees(rt *rapid.T, shown bottest.Screen) {
	open := m.open()
	want := questions[open[0]]
	if len(open) > 1 {
		want = "more question"
	}
	if !shown.Has(want) {
		rt.Fatalf("after %v on %s: want %q, shown:\n%s", m.trail, m.app, want, shown.Text())
	}
	m.stale = append(m.stale, m.shown)
	m.shown = shown
	m.deadline = m.stage.Clock.Now().Add(15 * time.Minute)
}

// says answers the open question in words.
func (m *talk) says(rt *rapid.T) {
	if !m.running {
		rt.Skip()
	}
	step := m.open()[0]
	words := map[string][]string{
		"colour": {"1", "Red", "BLUE", "purple"}, "name": {"Bob", "cancel", "back", "wrong"}, "size": {"big", "2", "7"},
		"note": {"a note", "wrong"}, "review": {"go", "1", "no"},
	}
	word := rapid.SampledFrom(words[step]).Draw(rt, "word")
	shown := m.on[m.app].Says(word)
	if slices.Contains([]string{"purple", "wrong", "7", "no"}, word) {
		m.sees(rt, shown)
		return
	}
	m.answered(rt, step, shown)
}

func (m *talk) answered(rt *rapid.T, step string, shown bottest.Screen) {
	m.trail = append(m.trail, step)
	if len(m.trail) < len(demoSteps) {
		m.sees(rt, shown)
		return
	}
	m.finished++
	m.over()
	if !shown.Has("Ordered") {
		rt.Fatalf("the wizard did not end: %s", shown.Text())
	}
}

func (m *talk) over() {
	m.running, m.trail = false, nil
	m.stale = append(m.stale, m.shown)
	m.shown = bottest.Screen{}
}

// begins types the command; a running wizard is offered, and gone on with.
func (m *talk) begins(rt *rapid.T) {
	shown := m.on[m.app].Says("/demo order")
	if m.running {
		if !shown.Has("in the middle of an order") {
			rt.Fatalf("no offer to go on: %s", shown.Text())
		}
		m.sees(rt, shown.Presses("Continue"))
		return
	}
	m.running = true
	m.sees(rt, shown)
}

func (m *talk) goesBack(rt *rapid.T) {
	if !m.running || len(m.trail) == 0 {
		rt.Skip()
	}
	m.turnTo(m.shown)
	shown := m.shown.Presses("Back")
	m.trail = m.trail[:len(m.trail)-1]
	m.sees(rt, shown)
}

func (m *talk) cancels(rt *rapid.T) {
	if !m.running || len(m.stale)%3 != 0 {
		rt.Skip() // now and then only, so that most wizards get far
	}
	if shown := m.on[m.app].Says("/cancel"); !shown.Has("Cancelled: an order") {
		rt.Fatalf("not cancelled: %s", shown.Text())
	}
	m.over()
}

// turnTo goes on with the account that a screen was shown to: only that one can
// press its buttons.
func (m *talk) turnTo(screen bottest.Screen) {
	m.app = "D"
	if screen.Event.User.Ref.Platform == bottest.T {
		m.app = "T"
	}
}

// pressesOld presses a button of a question that is no longer open: nothing
// changes, and the person is told where they are.
func (m *talk) pressesOld(rt *rapid.T) {
	if len(m.stale) == 0 {
		rt.Skip()
	}
	old := rapid.SampledFrom(m.stale).Draw(rt, "old")
	if _, ok := old.Buttons()["Back"]; !ok {
		rt.Skip()
	}
	m.turnTo(old)
	shown := old.Presses("Back")
	switch {
	case !m.running && !shown.Has("No questions are open"):
		rt.Fatalf("an old button did something: %s", shown.Text())
	case m.running && shown.Has("already answered"):
		m.sees(rt, shown)
	case m.running && !shown.Has("These questions are over"):
		rt.Fatalf("an old button did something: %s", shown.Text())
	}
}

// repeats delivers the newest event once more: the answer is the same.
func (m *talk) repeats(rt *rapid.T) {
	if !m.running || m.shown.Event.EventID == "" {
		rt.Skip()
	}
	again := m.on[m.app].Act(m.shown.Event)
	if again.Text() != m.shown.Text() {
		rt.Fatalf("a redelivery was answered with:\n%s\nnot with:\n%s", again.Text(), m.shown.Text())
	}
}

func (m *talk) waits(rt *rapid.T) {
	minutes := rapid.SampledFrom([]int{1, 14, 15}).Draw(rt, "minutes")
	m.stage.Pass(time.Duration(minutes) * time.Minute)
	m.stage.Settle()
	if m.running && !m.stage.Clock.Now().Before(m.deadline) {
		m.over()
	}
}

func (m *talk) changesApp(rt *rapid.T) {
	m.app = map[string]string{"D": "T", "T": "D"}[m.app]
	if !m.running {
		return
	}
	m.sees(rt, m.on[m.app].Says("/start"))
}

func TestSessionModel(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		before := len(d.finished)
		m := &talk{stage: s, demo: d, app: "T", on: map[string]*bottest.Person{
			"D": s.Person(bottest.D, fmt.Sprintf("d%d", n)), "T": s.Person(bottest.T, fmt.Sprintf("t%d", n)),
		}}
		link(t, s, m.on["D"], m.on["T"])
		rt.Repeat(map[string]func(*rapid.T){
			"says1": m.says, "says2": m.says, "says3": m.says, "begins": m.begins, "goes back": m.goesBack, "cancels": m.cancels,
			"presses old": m.pressesOld, "repeats": m.repeats, "waits": m.waits, "changes app": m.changesApp,
			"restart": func(rt *rapid.T) {
				if rapid.IntRange(0, 9).Draw(rt, "restart") == 0 {
					s.Restart()
				}
			},
			"": func(rt *rapid.T) {
				if got := len(d.finished) - before; got != m.finished {
					rt.Fatalf("%d orders, want %d", got, m.finished)
				}
			},
		})
	})
	if n >= 100 && len(d.finished) == 0 { // short runs are too few for that
		t.Error("no wizard was ever finished: the model is too timid")
	}
}

// link makes one person of two accounts.
func link(t *testing.T, s *bottest.Stage, a, b *bottest.Person) {
	t.Helper()
	a.Says("/ping")
	b.Says("/ping")
	err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		x, err := accounts.Lookup(tx, a.User.Ref)
		if err != nil {
			return err
		}
		y, err := accounts.Lookup(tx, b.User.Ref)
		if err != nil {
			return err
		}
		code, _, err := accounts.OfferLink(tx, x)
		if err != nil {
			return err
		}
		l, err := accounts.AcceptCode(tx, y, strings.ToLower(code))
		if err != nil {
			return err
		}
		if _, err := accounts.ConfirmLink(tx, l.ID, x); err != nil {
			return err
		}
		if l, err = accounts.ConfirmLink(tx, l.ID, y); err != nil {
			return err
		}
		for _, m := range l.Moved {
			if err := bot.Moved(tx, m.Identity, m.From, m.To); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
