package outbox

import (
	"context"
	"log/slog"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace"
)

// Options say what a Runner works with. The functions run inside the Runner's
// transactions: they must be quick, and what they write commits or vanishes with
// the claim or the outcome they belong to. All but Store and Frontends may be
// left out.
type Options struct {
	Store     *store.Store
	Frontends []chat.Frontend
	Now       func() time.Time                       // the store's clock; default time.Now
	After     func(d time.Duration) <-chan time.Time // default time.After
	Logger    *slog.Logger                           // default slog.Default

	// Route returns the identities of a person to try, in order, without those
	// known to be unreachable. Default: the preferred one alone.
	Route func(tx *store.Tx, person string, prefer chat.UserRef) ([]chat.UserRef, error)
	// Prepare localises a message for its reader, the person at the identity user
	// or whoever is in place, and fills its tokens in. It runs before every
	// attempt. An error makes the notification a dead letter.
	Prepare func(tx *store.Tx, person string, user chat.UserRef, place chat.PlaceRef, m chat.Message) (ready chat.Message, locale string, err error)
	// Reached and Unreachable are told whether an identity can be written to.
	Reached     func(tx *store.Tx, ref chat.UserRef) error
	Unreachable func(tx *store.Tx, ref chat.UserRef) error
	// Moved is told that a place has a new reference. What waits in the outbox
	// follows by itself.
	Moved func(tx *store.Tx, from, to chat.PlaceRef) error
	// Disabled is told, once until Enable, that a place takes no more messages:
	// why is Gone or Forbidden.
	Disabled func(tx *store.Tx, place chat.PlaceRef, why State) error

	// Attempted is told of every attempt when it has ended, Ended of every
	// notification that came to its final state, once that is durable. Both run
	// outside transactions, must be quick, and must not use the store.
	Attempted func(Attempted)
	Ended     func(kind string, state State)
	Trace     trace.Start // a span for each attempt; nil: none
}

// Runner sends what Notify queued. One of them works on a store, once.
type Runner struct {
	options Options
	store   *store.Store
	now     func() time.Time
	after   func(time.Duration) <-chan time.Time
	log     *slog.Logger
	pace    *pacer
	// claimer is this runner's incarnation: its process, a slash and a name of its
	// own. Claims of a process that is no more, or of an earlier runner of this
	// one, nobody will report on.
	claimer    string
	departures uint64 // of processes whose claims have been settled

	wake   store.Bell
	idle   chan chan struct{}
	landed chan result

	// Owned by Run.
	flying  map[flight]struct{} // attempts under way, or whose end is in results
	results []result            // ended, and not yet known to be recorded
	waiting []chan struct{}
	unsure  bool // a commit failed that may nevertheless have taken effect
}

// New returns a runner. Every frontend counts as running until Pause.
func New(o Options) *Runner {
	r := &Runner{
		options: o, store: o.Store, now: o.Now, after: o.After, log: o.Logger,
		pace:   newPacer(o.Frontends),
		wake:   o.Store.Bell(bell),
		idle:   make(chan chan struct{}),
		landed: make(chan result, window*len(o.Frontends)), // nobody waits to report
		flying: make(map[flight]struct{}),
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.after == nil {
		r.after = time.After
	}
	if r.log == nil {
		r.log = slog.Default()
	}
	return r
}

// Wake has the runner look for due notifications now. It never blocks. A
// commit that queued something does so by itself.
func (r *Runner) Wake() { r.wake.Ring() }

// Idle waits until all that can be sent at this instant has been sent and
// recorded. What waits for its time, for a retry or for a platform's pace does not
// count. It needs a running Run.
func (r *Runner) Idle(ctx context.Context) error {
	done := make(chan struct{})
	select {
	case r.idle <- done:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
