package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// silent is a frontend that does not say which share of its platform is this
// process's, as one that hears by webhook. Its first run fails when it is told.
type silent struct {
	fail, up, sent chan struct{}
	failed         bool // only Run uses it, one at a time
}

func (*silent) Platform() chat.Platform                      { return bottest.T }
func (*silent) Capabilities(chat.PlaceRef) chat.Capabilities { return bottest.Plain() }

func (f *silent) Send(context.Context, chat.Delivery) (chat.MessageRef, error) {
	f.sent <- struct{}{}
	return chat.MessageRef{}, nil
}

func (f *silent) Run(ctx context.Context, _ chat.Catalog, _ chat.Core) error {
	if !f.failed {
		f.failed = true
		<-f.fail
		return errors.New("the line is cut")
	}
	close(f.up)
	<-ctx.Done()
	return nil
}

// A frontend that failed beside another process sends its share again once it runs.
func TestAFrontendThatComesBackSendsItsShare(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, bot.Migrations(nil)...)
	s := storetest.OpenOptions(t, store.Options{URL: url, Migrations: bot.Migrations(nil)})
	storetest.OpenOptions(t, store.Options{URL: url, Migrations: bot.Migrations(nil)})
	for bell := s.Bell("test"); s.Processes() < 2; {
		<-bell
	}
	f := &silent{fail: make(chan struct{}), up: make(chan struct{}), sent: make(chan struct{}, 1)}
	b, err := bot.New(t.Context(), bot.Options{Store: s, Frontends: []chat.Frontend{f}, RestartAfter: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	close(f.fail)
	<-f.up
	err = s.Write(t.Context(), func(tx *store.Tx) error {
		_, _, err := outbox.Notify(tx, outbox.Notification{
			Place: chat.PlaceRef{Platform: bottest.T, ID: "dock"}, Kind: "demo",
			Message: chat.Message{Document: chat.Say("core.about.ledger")},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-f.sent:
	default:
		t.Error("nothing is sent any more")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
