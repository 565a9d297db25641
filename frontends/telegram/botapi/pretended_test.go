package botapi_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/go-telegram/bot"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/botapi"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// echo answers each message with its own words, through the gate.
type echo struct{ client *botapi.Client }

func (echo) Lane(u botapi.Update) string { return u.EventID }

func (e echo) Take(_ context.Context, _ chat.Core, u botapi.Update) (func(context.Context), error) {
	if u.Message == nil {
		return nil, nil
	}
	to, words := u.Message.Chat.ID, u.Message.Text
	return func(ctx context.Context) {
		ctx = botapi.With(ctx, botapi.Call{Chat: to, Create: true})
		_, _ = e.client.Bot().SendMessage(ctx, &bot.SendMessageParams{ChatID: to, Text: words})
	}, nil
}

// Over real connections, through restarts and lost answers, the pretended
// Telegram has nothing to complain about and everybody gets an answer.
func TestThePretendedTelegramAgrees(t *testing.T) {
	t.Parallel()
	s, err := telegramtest.Open(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Shutdown(); err != nil {
			t.Error(err)
		}
	}()
	core := frontendtest.NewCore(nil)
	var who []chat.User
	for range 20 {
		u := s.AddUser(chat.User{Name: "Somebody"})
		if err := s.PressStart(u.Ref, ""); err != nil {
			t.Fatal(err)
		}
		who = append(who, u)
	}
	for round := range 3 {
		client, err := botapi.New(botapi.Options{Token: s.Token(), URL: s.URL(), Pace: botapi.Pace{PerSecond: -1}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- client.Poll(ctx, core, echo{client}) }()
		for _, u := range who {
			if err := s.Type(u.Ref, chat.PlaceRef{Platform: "telegram", ID: u.Ref.ID}, "round "+strconv.Itoa(round)); err != nil {
				t.Fatal(err)
			}
		}
		for _, u := range who {
			reads(t, s, u.Ref, "round "+strconv.Itoa(round))
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
	if wrong := s.Violations(); len(wrong) != 0 {
		t.Errorf("violations: %v", wrong)
	}
	if strange := core.Quarantined(); len(strange) != 0 {
		t.Errorf("put aside: %v", strange)
	}
}

// reads waits until somebody sees these words.
func reads(t *testing.T, s *telegramtest.Server, who chat.UserRef, words string) {
	t.Helper()
	for {
		changed := s.Changed()
		for _, seen := range s.Seen(who) {
			if seen.Text == words {
				return
			}
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatalf("%s never read %q", who, words)
		}
	}
}
