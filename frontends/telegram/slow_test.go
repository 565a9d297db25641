package telegram_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// Handle waits for what is held.
func (c *slow) Handle(ctx context.Context, in chat.Interaction) (chat.Reply, error) {
	if c.holds(in) {
		c.begun <- in
		select {
		case <-c.release:
		case <-ctx.Done():
			return chat.Reply{}, fmt.Errorf("slow: %w", chat.ErrNotRecorded)
		}
	}
	return c.Core.Handle(ctx, in)
}

// hears waits until the core begins to think about something.
func (c *slow) hears(t *testing.T) chat.Interaction {
	t.Helper()
	select {
	case in := <-c.begun:
		return in
	case <-time.After(patience):
		t.Fatal("the core was not asked")
		return chat.Interaction{}
	}
}

func TestT3KeepsOrderPerChat(t *testing.T) {
	t.Parallel()
	const messages = 100
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	for i := range messages {
		who := s.cast.Ann
		if i%3 == 0 {
			who = s.cast.Ben
		}
		s.must(s.Type(who.Ref, s.cast.Group.Ref, "/deal_note "+strconv.Itoa(i)))
	}
	s.took(messages)
	for i, in := range s.core.Handled() {
		if got := in.Words[1].Text; got != strconv.Itoa(i) {
			t.Fatalf("message %d came as number %s", i, got)
		}
	}
}

func TestT3ASlowChatDelaysNoOther(t *testing.T) {
	t.Parallel()
	s := &stage{double: open(t, telegramtest.Options{}, telegram.Options{}), core: frontendtest.NewCore(nil)}
	core := newSlow(s.core, func(in chat.Interaction) bool { return in.Place.Kind == chat.GroupPlace })
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal_note next"))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.runWith(core)
	core.hears(t)
	if in := s.took(1); in.Place.Ref != s.cast.AnnDirect {
		t.Errorf("the direct chat waited: %+v", in)
	}
	close(core.release)
	if in := s.took(3); len(in.Words) != 2 {
		t.Errorf("the group's second command came before its first: %+v", in)
	}
}

// Many people who press the buttons of one group are heard at once, each in
// their own order.
func TestT3PressesInAGroupAreByPerson(t *testing.T) {
	t.Parallel()
	s := &stage{double: open(t, telegramtest.Options{}, telegram.Options{}), core: frontendtest.NewCore(nil)}
	core := newSlow(s.core, func(in chat.Interaction) bool { return in.Kind == chat.Pressed })
	s.core.Script(answers(chat.Public, withButton("who joins?", "Join", "join")))
	s.runWith(core)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	card := s.sees(s.cast.Ann, "who joins?")
	s.core.Script(nil)
	for _, who := range []chat.User{s.cast.Ann, s.cast.Ann, s.cast.Ben} {
		s.must(s.Press(who.Ref, card.ID, "Join"))
	}
	first := map[chat.UserRef]bool{core.hears(t).User.Ref: true, core.hears(t).User.Ref: true}
	if len(first) != 2 {
		t.Errorf("one person's presses ran side by side: %v", first)
	}
	close(core.release)
	s.took(4)
}
