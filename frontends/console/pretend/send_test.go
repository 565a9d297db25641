package pretend_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

func class(err error) chat.SendClass {
	var failed *chat.SendError
	if errors.As(err, &failed) {
		return failed.Class
	}
	return ""
}

func TestScriptedFailures(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	f := s.Frontends()[0]
	f.Fail(
		pretend.Failure{Error: chat.SendError{Class: chat.Wait, After: time.Second}},
		pretend.Failure{Error: chat.SendError{Class: chat.Unknown}, After: true},
	)
	send := func(id string) error {
		_, err := f.Send(t.Context(), chat.Delivery{ID: id, User: alice, Message: text(id)})
		return err
	}
	if got := class(send("a")); got != chat.Wait {
		t.Errorf("first: %s", got)
	}
	if got := class(send("b")); got != chat.Unknown {
		t.Errorf("second: %s", got)
	}
	s.must(send("c"))
	want := []string{"posted the direct chat: b", "posted the direct chat: c"}
	if got := s.texts(alice); !slices.Equal(got, want) {
		t.Errorf("alice saw %q, want %q", got, want)
	}
}

func TestRepeatedDeliveryIsKnownForAWhile(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(0)
	s := open(t, pretend.Options{Now: func() time.Time { return now }}, nil)
	s.must(s.Start(bob, ""))
	s.settle()
	tests := []struct {
		f    *pretend.Frontend
		who  chat.UserRef
		wait time.Duration
		want int
	}{
		{s.Frontends()[0], alice, 0, 1},
		{s.Frontends()[0], mia, 5 * time.Minute, 2},
		{s.Frontends()[1], bob, 0, 2},
	}
	for _, tt := range tests {
		for range 2 {
			_, err := tt.f.Send(t.Context(), chat.Delivery{ID: "same" + tt.who.ID, User: tt.who, Message: text("hi")})
			s.must(err)
			now = now.Add(tt.wait)
		}
		if got := s.texts(tt.who); len(got) != tt.want {
			t.Errorf("%s, again after %v: saw %q, want %d", tt.who, tt.wait, got, tt.want)
		}
	}
}

func TestPlacesThatMoveOrGo(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	f := s.Frontends()[1]
	space := chat.SpaceRef{Platform: pretend.Telegram, ID: "dock"}
	s.must(s.Move(space, "dock-2"))
	_, err := f.Send(t.Context(), chat.Delivery{ID: "1", Place: dock, Message: text("hi")})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Moved || failed.MovedTo.ID != "dock-2" {
		t.Errorf("a moved place: %v", err)
	}
	s.settle()
	now := chat.SpaceRef{Platform: pretend.Telegram, ID: "dock-2"}
	s.must(s.Remove(now))
	_, err = f.Send(t.Context(), chat.Delivery{ID: "2", Place: failed.MovedTo, Message: text("hi")})
	if class(err) != chat.Gone {
		t.Errorf("a place the bot was removed from: %v", err)
	}
	if err := s.Type(bob, failed.MovedTo, "/ping"); !errors.Is(err, pretend.ErrNoPlace) {
		t.Errorf("typing to a removed bot: %v", err)
	}
	s.settle()
	ev := s.core.Observed()
	if len(ev) != 2 || ev[0].Kind != chat.SpaceMoved || ev[0].Space != space || ev[0].NewSpace != now || ev[1].Kind != chat.SpaceClosed {
		t.Errorf("observed %+v", ev)
	}
	if s.Move(space, "x") == nil || s.Remove(space) == nil {
		t.Error("a space that is not there moved or closed")
	}
}

func TestSendOutsideRun(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	s.stop()
	f := s.Frontends()[0]
	if _, err := f.Send(t.Context(), chat.Delivery{User: alice, Message: text("hi")}); class(err) != chat.Retry {
		t.Errorf("send while stopped: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Edit(ctx, chat.MessageRef{}, text("hi")); class(err) != chat.Retry {
		t.Errorf("edit with an ended context: %v", err)
	}
}

func TestUnchangedEditsAreLeftOut(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	f := s.Frontends()[0]
	ref, err := f.Send(t.Context(), chat.Delivery{ID: "1", Place: deals, Message: text("3 left")})
	s.must(err)
	s.must(f.Edit(t.Context(), ref, text("3 left")))
	s.must(f.Edit(t.Context(), ref, text("2 left")))
	want := []string{"posted #deals: 3 left", "edited #deals: 2 left"}
	if got := s.texts(mia); !slices.Equal(got, want) {
		t.Errorf("mia saw %q, want %q", got, want)
	}
}

func TestViolationsAreNoted(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, func(in chat.Interaction) chat.Reply {
		if in.User.Ref == bob {
			return chat.Reply{Form: &chat.Form{Token: "f", Fields: []chat.FormField{{Name: "a"}}}}
		}
		m := text("x")
		m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: chat.Text("a"), Token: strings.Repeat("t", 101)}, chat.Button{Label: chat.Text("b")})}
		return chat.Reply{Message: m}
	})
	s.must(s.Start(bob, ""))
	s.must(s.Type(alice, deals, "/ping"))
	s.settle()
	got := strings.Join(s.Violations(), "\n")
	for _, want := range []string{"sandbox-t: a form", "sandbox-d: a token of 101 bytes", "sandbox-d: a token of 0 bytes"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
}
