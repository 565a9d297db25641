package pretend_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

func TestNobodyIsReachableBeforeStart(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, reply(chat.OnlyCaller, "your deals"))
	if err := s.Type(bob, pretend.DirectRef(bob), "hi"); !errors.Is(err, pretend.ErrNotStarted) {
		t.Fatalf("writing before Start: %v", err)
	}
	s.must(s.Type(bob, dock, "/deal_list"))
	s.settle()
	if got := s.texts(omar); !slices.Equal(got, []string{"posted Dock: Bob: en|core.waits_privately"}) {
		t.Fatalf("omar saw %q", got)
	}
	note := s.newest(bob, dock)
	if b := note.Buttons(); len(b) != 1 || b[0].Label != "en|core.open_privately" || b[0].URL != "https://t.me/parley_sandbox_bot?start=private" {
		t.Fatalf("the way to the answer: %+v", b)
	}
	s.must(s.Press(bob, note.Ref, 0))
	s.settle()
	want := []string{"posted Dock: Bob: en|core.waits_privately", "posted the direct chat: your deals"}
	if got := s.texts(bob); !slices.Equal(got, want) {
		t.Errorf("bob saw %q, want %q", got, want)
	}
	// The answer came out of the link; the core is not asked a second time.
	if n := len(s.core.Handled()); n != 1 {
		t.Errorf("the core handled %d interactions, want 1", n)
	}
	if ev := s.core.Observed(); len(ev) != 1 || ev[0].Kind != chat.Started || ev[0].User.Ref != bob {
		t.Errorf("observed %+v", ev)
	}
	if got := s.texts(omar); len(got) != 1 {
		t.Errorf("omar saw %q", got)
	}
}

func TestStartHandsThePayloadOver(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	s.must(s.Open(bob, "https://t.me/parley_sandbox_bot?start=deal-0123456789AB"))
	s.must(s.Type(omar, pretend.DirectRef(omar), "/start"))
	s.settle()
	for _, in := range s.core.Handled() {
		want := map[chat.UserRef]string{bob: "start deal-0123456789AB", omar: "start"}[in.User.Ref]
		got := ""
		for i, w := range in.Words {
			if i > 0 {
				got += " "
			}
			got += w.Text
		}
		if got != want || in.Place.Kind != chat.DirectPlace {
			t.Errorf("%s: got %q in %+v, want %q", in.User.Name, got, in.Place, want)
		}
	}
	if err := s.Open(alice, "https://t.me/parley_sandbox_bot?start=x"); !errors.Is(err, pretend.ErrElsewhere) {
		t.Errorf("a Telegram link on Discord: %v", err)
	}
	if err := s.Start(alice, ""); !errors.Is(err, pretend.ErrElsewhere) {
		t.Errorf("Start on Discord: %v", err)
	}
	if err := s.Open(alice, "https://example.org"); err != nil {
		t.Errorf("a link out of the world: %v", err)
	}
}

func TestReachSurvivesARestart(t *testing.T) {
	t.Parallel()
	first := open(t, pretend.Options{}, nil)
	first.must(first.Start(bob, ""))
	first.must(first.Start(omar, ""))
	first.must(first.Close(omar))
	first.settle()
	first.stop()

	second := &stage{World: pretend.Default(pretend.Options{}), t: t, core: first.core}
	second.run(first.core)
	f := second.Frontends()[1]
	if _, err := f.Send(t.Context(), chat.Delivery{ID: "1", User: bob, Message: text("hi")}); err != nil {
		t.Errorf("bob pressed Start before the restart: %v", err)
	}
	_, err := f.Send(t.Context(), chat.Delivery{ID: "2", User: omar, Message: text("hi")})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Unreachable {
		t.Errorf("omar closed the chat before the restart: %v", err)
	}
	second.must(second.Reopen(omar))
	second.settle()
	if _, err := f.Send(t.Context(), chat.Delivery{ID: "3", User: omar, Message: text("hi")}); err != nil {
		t.Errorf("omar opened it again: %v", err)
	}
}

func TestClosedDirectChat(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, reply(chat.Direct, "step 1"))
	s.must(s.Close(alice))
	if err := s.Type(alice, pretend.DirectRef(alice), "hi"); !errors.Is(err, pretend.ErrClosed) {
		t.Errorf("writing in a closed chat: %v", err)
	}
	s.must(s.Type(alice, deals, "/deal start"))
	s.settle()
	if got := s.texts(alice); !slices.Equal(got, []string{"posted #deals: step 1"}) {
		t.Errorf("alice saw %q", got)
	}
	if got := s.texts(mia); len(got) != 0 {
		t.Errorf("mia saw %q", got)
	}
	if len(s.core.Observed()) != 0 {
		t.Errorf("Discord does not tell about closed chats: %+v", s.core.Observed())
	}
	s.must(s.Close(bob))
	s.settle()
	if ev := s.core.Observed(); len(ev) != 1 || ev[0].Kind != chat.Blocked {
		t.Errorf("Telegram tells about a block: %+v", ev)
	}
}

func TestShortAnswersToPressesAreToasts(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, func(in chat.Interaction) chat.Reply {
		if in.Kind == chat.Pressed {
			return chat.Reply{Message: text("not yours")}
		}
		m := text("a deal")
		m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: chat.Text("Confirm"), Token: "c"})}
		return chat.Reply{Audience: chat.Public, Message: m}
	})
	s.must(s.Type(omar, dock, "/deal_list"))
	s.settle()
	s.must(s.Press(bob, s.newest(bob, dock).Ref, 0))
	s.settle()
	if got := s.texts(bob); !slices.Equal(got, []string{"posted Dock: a deal", "toast Dock: not yours"}) {
		t.Errorf("bob saw %q", got)
	}
	if got := s.texts(omar); len(got) != 1 {
		t.Errorf("omar saw %q", got)
	}
}
