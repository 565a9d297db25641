package outbox_test

import (
	"context"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store/storetest"
)

// What one process finds to be for a platform that another one serves, it hands
// over: the other may have looked before the message's turn came.
func TestAnotherProcessIsToldWhatIsForIt(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, outbox.Migrations())
	one, two := beside(t, url), beside(t, url)
	under, goOn, sent := make(chan struct{}), make(chan struct{}), make(chan struct{})
	one.d.plays(func(context.Context, chat.Delivery, int) error {
		close(under)
		<-goOn
		return nil
	})
	two.tg.plays(func(context.Context, chat.Delivery, int) error {
		close(sent)
		return nil
	})
	one.start()
	one.runner.Share("t", 0)
	two.start()
	two.runner.Share("d", 0)
	one.idle()
	two.idle()
	one.notify(onD("bob", "1"), onT("bob", "2"))
	<-under
	two.idle() // it has seen all that there is for it
	close(goOn)
	<-sent
}
