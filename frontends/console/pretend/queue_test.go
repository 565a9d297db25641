package pretend_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestUnconfirmedEventsOutliveTheCore(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var confirmed []string
	s := open(t, pretend.Options{Tries: -1, Confirmed: func(_ chat.Platform, id string) {
		mu.Lock()
		defer mu.Unlock()
		confirmed = append(confirmed, id)
	}, Pause: func(int) time.Duration { return time.Hour }}, nil)
	s.core.Fail(1)
	s.must(s.Type(alice, deals, "/deal start"))
	s.must(s.Type(alice, deals, "/deal list"))
	for len(s.core.Attempts()) == 0 {
		<-s.core.Changed()
	}
	s.stop() // while the first act waits for its second try
	after := frontendtest.NewCore(nil)
	s.run(after)
	s.settle()
	var ids []string
	for _, in := range after.Handled() {
		ids = append(ids, in.EventID)
	}
	first := s.core.Attempts()[0].EventID
	if len(ids) != 2 || ids[0] != first {
		t.Errorf("the new core handled %v, want two acts from %s on", ids, first)
	}
	s.stop()
	if !slices.Equal(confirmed, ids) {
		t.Errorf("confirmed %v, handled %v", confirmed, ids)
	}
}

func TestRefusalIsShownWhenTriesAreOver(t *testing.T) {
	t.Parallel()
	var pauses []int
	s := open(t, pretend.Options{Tries: 3, Pause: func(n int) time.Duration {
		pauses = append(pauses, n)
		return 0
	}}, nil)
	s.core.Fail(3)
	s.must(s.Type(alice, pretend.DirectRef(alice), "hi"))
	s.settle()
	if got := s.texts(alice); !slices.Equal(got, []string{"posted the direct chat: Nothing was recorded; please repeat."}) {
		t.Errorf("alice saw %q", got)
	}
	if !slices.Equal(pauses, []int{1, 2}) {
		t.Errorf("paused before tries %v", pauses)
	}
}

func TestLostConfirmationsAndRedelivery(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, reply(chat.OnlyCaller, "recorded"))
	if s.Redeliver(alice) {
		t.Error("redelivered, though alice did nothing")
	}
	s.Frontends()[0].LoseConfirmations(2)
	s.must(s.Type(alice, pretend.DirectRef(alice), "hi"))
	s.settle()
	if got := s.texts(alice); len(got) != 1 {
		t.Errorf("lost answers are not shown: alice saw %q", got)
	}
	if !s.Redeliver(alice) {
		t.Error("nothing to redeliver")
	}
	s.settle()
	handled := s.core.Handled()
	for _, in := range handled {
		if in.EventID != handled[0].EventID {
			t.Errorf("another event id: %v", handled)
		}
	}
	if len(handled) != 4 || len(s.texts(alice)) != 2 {
		t.Errorf("handled %d times, alice saw %q", len(handled), s.texts(alice))
	}
}

func TestDeliverKeepsTheEventID(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	in := chat.Interaction{Kind: chat.Answer, EventID: "mine", User: chat.User{Ref: alice}, Text: chat.Value{Text: "x"}}
	s.Frontends()[0].Deliver(in)
	s.settle()
	if got := s.core.Handled(); len(got) != 1 || got[0].EventID != "mine" {
		t.Errorf("handled %+v", got)
	}
}

func TestEventIDsDifferBetweenWorlds(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for range 2 {
		s := &stage{World: pretend.Default(pretend.Options{}), t: t, core: frontendtest.NewCore(nil)}
		s.run(s.core)
		s.must(s.Type(alice, deals, "/ping"))
		s.settle()
		ids[s.core.Handled()[0].EventID] = true
	}
	if len(ids) != 2 {
		t.Errorf("two worlds began with the same event id: %v", ids)
	}
}

// failing refuses as a script of random failures says.
type failing struct {
	*frontendtest.Core
	mu    sync.Mutex
	fails []bool
}

func (f *failing) Handle(ctx context.Context, in chat.Interaction) (chat.Reply, error) {
	f.mu.Lock()
	fail := len(f.fails) > 0 && f.fails[0]
	f.fails = f.fails[min(1, len(f.fails)):]
	f.mu.Unlock()
	if fail {
		return chat.Reply{}, fmt.Errorf("failing: %w", chat.ErrNotRecorded)
	}
	return f.Core.Handle(ctx, in)
}

// Whatever fails, is lost or restarts: every act arrives, and those of one
// person first arrive in the order in which they were done.
func TestOrderModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		core := &failing{Core: frontendtest.NewCore(nil), fails: rapid.SliceOfN(rapid.Bool(), 0, 20).Draw(rt, "fails")}
		s := &stage{World: pretend.Default(pretend.Options{Tries: -1, Pause: func(int) time.Duration { return 0 }}), t: t, core: core.Core}
		s.run(core)
		defer func() { s.stop() }()
		who := []chat.UserRef{alice, mia}
		done := map[chat.UserRef][]string{}
		for i := range rapid.IntRange(1, 15).Draw(rt, "acts") {
			p := rapid.SampledFrom(who).Draw(rt, "who")
			switch rapid.IntRange(0, 8).Draw(rt, "also") {
			case 0:
				s.Frontends()[0].LoseConfirmations(1)
			case 1:
				s.stop()
				s.run(core)
			}
			words := fmt.Sprint("act ", i)
			s.must(s.Type(p, pretend.DirectRef(p), words))
			done[p] = append(done[p], words)
		}
		s.settle()
		arrived := map[chat.UserRef][]string{}
		for _, in := range core.Handled() {
			if got := arrived[in.User.Ref]; !slices.Contains(got, in.Text.Text) {
				arrived[in.User.Ref] = append(got, in.Text.Text)
			}
		}
		for _, p := range who {
			if !slices.Equal(arrived[p], done[p]) {
				rt.Fatalf("%s did %s, arrived %s", p, strings.Join(done[p], ", "), strings.Join(arrived[p], ", "))
			}
		}
	})
}
