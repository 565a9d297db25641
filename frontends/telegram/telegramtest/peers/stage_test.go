package peers

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

// patience is how long something may take that is bound to happen.
const patience = 20 * time.Second

// What every peer answers, so that one test can judge them all.
const (
	greeting = "Hello!"
	question = "Which one?"
	picked   = "You picked "
	noted    = "Noted"
	caption  = "Your list"
	listName = "list.txt"
	list     = "one\ntwo\n"
	received = "Got "
	colours  = "Which colour?"
)

// updates are the kinds that every peer asks for.
func updates() []string {
	return []string{"message", "edited_message", "callback_query", "my_chat_member", "chat_member"}
}

// stage is a pretended Telegram in which one peer runs.
type stage struct {
	*telegramtest.Server
	t *testing.T
}

func official(t *testing.T) *conform.Spec {
	t.Helper()
	folder := os.Getenv("PARLEY_SPECS")
	if folder == "" {
		t.Skip("PARLEY_SPECS names no folder with the official specification")
	}
	specs, err := conform.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return specs
}

func newStage(t *testing.T, specs *conform.Spec) *stage {
	t.Helper()
	// telego knows a token by its 35 characters.
	server, err := telegramtest.Open(telegramtest.Options{Token: "7000000001:AAF-parley-pretended-token-01234567", Specs: specs})
	if err != nil {
		t.Fatal(err)
	}
	return &stage{server, t}
}

// await gives the newest of what somebody saw, once it is what is looked for.
func (s *stage) await(who chat.UserRef, what string, is func(frontendtest.Seen) bool) frontendtest.Seen {
	s.t.Helper()
	over, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	for {
		changed := s.Changed()
		seen := s.Seen(who)
		if i := slices.IndexFunc(seen, is); i >= 0 {
			return seen[i]
		}
		select {
		case <-changed:
		case <-over.Done():
			s.t.Fatalf("%s never came; they saw %+v, and the checker says %q", what, seen, s.Violations())
		}
	}
}

func (s *stage) awaitText(who chat.UserRef, text string) frontendtest.Seen {
	s.t.Helper()
	return s.await(who, text, func(seen frontendtest.Seen) bool { return seen.Text == text })
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
