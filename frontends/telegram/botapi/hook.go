package botapi

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Webhook says where Telegram delivers updates, and how it proves to be Telegram.
type Webhook struct {
	Path   string // where the bot serves it; it holds no token
	URL    string // where Telegram reaches that: https, on port 443, 80, 88 or 8443
	Secret string // 1-256 of A-Z a-z 0-9 _ -; comes with each delivery
}

const (
	// hookConnections is how many deliveries Telegram may have under way at once,
	// the most that it offers.
	hookConnections = 100
	// hookPatience is how long a delivery may wait, below the 60 s after which
	// Telegram gives one up.
	hookPatience = 50 * time.Second
	// hookWatch is how often Telegram is asked whether the webhook still stands.
	hookWatch = time.Minute
	// mostVisits is when finished deliveries that nobody asked about again are
	// forgotten. An answer may be sent twice then.
	mostVisits = 4096
)

// hook is one run of Listen.
type hook struct {
	intake
	set    Webhook
	secret [sha256.Size]byte

	turns turns
	sends sendLanes
	owed  *owed
	leads chan struct{} // closed once this process looks after the webhook
	heir  chan struct{} // closed once it has what was owed, and may write that anew

	mu      sync.Mutex
	closing bool
	visits  map[mark]*visit
	inside  int            // deliveries that wait for an answer to leave
	work    sync.WaitGroup // of visits
}

// Listen takes updates in that Telegram delivers, and hands them to h, until ctx
// ends. It returns nil then, within 15 s, and a *chat.SendError of class Fatal
// when Telegram refuses the token. Any number of processes may listen for one bot;
// the one that holds the lease, which is the one of the poller, tells Telegram where.
//
// A delivery is answered with 200 only when its update is committed or put aside
// and its answer has left, or is remembered as owed, which the process that holds
// the lease does. Telegram keeps what was answered otherwise, or not at all, and
// delivers it again. So a crash at any moment loses nothing; at worst an answer is
// sent twice.
func (c *Client) Listen(ctx context.Context, core chat.Core, m chat.Mounter, w Webhook, h Handler) error {
	defer c.Close()
	defer c.End()
	k := &hook{
		intake: newIntake(c, core, h), set: w, secret: sha256.Sum256([]byte(w.Secret)),
		owed: newOwed(core, c.fact(":owed"), c.log), leads: make(chan struct{}), heir: make(chan struct{}), visits: map[mark]*visit{},
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	end := k.limit(ctx)
	defer end()
	unmount, err := m.Mount(w.Path, k)
	if err != nil {
		return fmt.Errorf("botapi: webhook: %w", err)
	}
	defer unmount()
	c.Begin()
	leading := make(chan error, 1)
	go func() {
		err := k.lead(ctx)
		if err != nil {
			stop()
		}
		leading <- err
	}()
	err = k.keep(ctx)
	stop()
	k.finish()
	if failed := <-leading; err == nil {
		err = failed
	}
	return err
}

// lead waits for the lease and holds it until ctx ends. Whoever has it looks after
// the webhook, and answers what a poller before it owed.
func (k *hook) lead(ctx context.Context) error {
	release, err := k.core.Lease(ctx, k.c.fact(""))
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("botapi: lease: %w", err)
	}
	defer release()
	close(k.leads)
	k.inherit(ctx)
	<-ctx.Done()
	return nil
}

// finish lets what runs come to its end. Deliveries that come from now on are sent
// away: they come again, to another process or a later one.
func (k *hook) finish() {
	k.mu.Lock()
	k.closing = true
	k.mu.Unlock()
	rest := make(chan struct{})
	go func() {
		k.work.Wait()
		close(rest)
	}()
	select {
	case <-rest:
	case <-k.over:
	}
}
