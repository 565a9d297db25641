package telegram_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func (s *stage) pingIn(who chat.User, n int) chat.Interaction {
	s.t.Helper()
	s.must(s.Type(who.Ref, s.cast.Group.Ref, "/ping"))
	return s.took(n)
}

// A list of administrators is believed for a minute, and fetched anew beside
// the work before that is over.
func TestAdministratorsAreAskedForOnceAMinute(t *testing.T) {
	t.Parallel()
	c := newClock(time.Hour, time.Hour)
	s := play(t, telegramtest.Options{}, c.options(), nil)
	for n := range 5 {
		if in := s.pingIn(s.cast.Ben, n+1); !in.Admin {
			t.Fatalf("Ben administers the group: %+v", in)
		}
	}
	s.count("getChatAdministrators", 1)
	c.ring(45 * time.Second)
	if in := s.pingIn(s.cast.Ann, 6); in.Admin {
		t.Errorf("Ann does not: %+v", in)
	}
	s.waits("the renewal", s.Changed, func() bool { return s.Count("getChatAdministrators") == 2 })
	c.ring(2 * time.Minute)
	s.pingIn(s.cast.Ben, 7)
	s.count("getChatAdministrators", 3)
}

// Who is an administrator no longer is told by Telegram at once where the bot
// administers too; the list is dropped.
func TestAChangeOfAdministratorsCountsAtOnce(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
	if in := s.pingIn(s.cast.Ben, 1); !in.Admin {
		t.Fatalf("got %+v", in)
	}
	s.must(s.Promote(s.cast.Ben.Ref, s.cast.Group.Ref, false))
	if in := s.pingIn(s.cast.Ben, 2); in.Admin {
		t.Errorf("Ben is none any more: %+v", in)
	}
}

func TestWhoCannotBeAskedAboutIsNoAdministrator(t *testing.T) {
	t.Parallel()
	c := newClock(time.Hour, time.Hour)
	s := play(t, telegramtest.Options{}, c.options(), nil)
	s.Fail(telegramtest.Fault{Method: "getChatAdministrators", HTML: true})
	if in := s.pingIn(s.cast.Ben, 1); in.Admin {
		t.Errorf("got %+v", in)
	}
	s.pingIn(s.cast.Ben, 2)
	s.count("getChatAdministrators", 1)
	c.ring(10 * time.Second)
	if in := s.pingIn(s.cast.Ben, 3); !in.Admin {
		t.Errorf("got %+v", in)
	}
}

// A crowd that joins changes nothing about who administers.
func TestWhoComesDoesNotChangeTheAdministrators(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
	s.pingIn(s.cast.Ben, 1)
	cy := s.AddUser(chat.User{Name: "Cy", Handle: "cy"})
	s.must(s.Join(cy.Ref, s.cast.Group.Ref))
	s.observed(1)
	if in := s.pingIn(s.cast.Ben, 2); !in.Admin {
		t.Errorf("got %+v", in)
	}
	s.count("getChatAdministrators", 1)
}

// Where Telegram finds a group asks too often, that group waits, and nobody else.
func TestT7AskingTooOftenHoldsOneGroupUp(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, say("the answer")))
	s.Fail(telegramtest.Fault{Method: "getChatAdministrators", RetryAfter: 3600})
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.waits("the question", s.Changed, func() bool { return s.Count("getChatAdministrators") == 1 })
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.sees(s.cast.Ann, "the answer")
}
