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

// busy is a core whose lease another process holds until it is granted.
type busy struct {
	*frontendtest.Core
	asked, granted chan struct{}
}

func (b *busy) Lease(ctx context.Context, name string) (func(), error) {
	close(b.asked)
	select {
	case <-b.granted:
		return b.Core.Lease(ctx, name)
	case <-ctx.Done():
		return nil, fmt.Errorf("busy: %w", ctx.Err())
	}
}

// A process that stands by leaves everything to the one that works, and takes
// over what is left then, not what there was when it began.
func TestT5AProcessThatStandsByTouchesNothing(t *testing.T) {
	t.Parallel()
	s := &stage{double: open(t, telegramtest.Options{}, telegram.Options{}), core: frontendtest.NewCore(nil)}
	s.forgiven = append(s.forgiven, 23) // the note it is left never was
	core := &busy{Core: s.core, asked: make(chan struct{}), granted: make(chan struct{})}
	s.runWith(core)
	select {
	case <-core.asked:
	case <-time.After(patience):
		t.Fatal("it does not ask for the lease")
	}
	if n := s.Count("getUpdates") + s.Count("getMyCommands"); n != 0 {
		t.Errorf("%d calls while it stands by", n)
	}
	left := fmt.Sprintf(`[{"chat":%s,"id":1,"due":1}]`, s.cast.Group.Ref.ID)
	s.must(s.core.Remember(t.Context(), "telegram:"+strconv.FormatInt(s.BotID(), 10)+":notes", left))
	close(core.granted)
	s.waits("the note to be deleted", s.Changed, func() bool { return s.Count("deleteMessage") == 1 })
	s.waits("the menu", s.Changed, func() bool { return s.Count("getMyCommands") > 0 })
	s.waits("the list to be empty", s.core.Changed, func() bool { return s.notes() == "[]" })
}

var _ chat.Core = (*busy)(nil)
