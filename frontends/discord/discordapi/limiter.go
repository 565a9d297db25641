package discordapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// patience is how long a notification waits here. A longer wait is handed back
// to the outbox, which has better things to do meanwhile.
const patience = 5 * time.Second

// limiter lets requests leave as fast as Discord allows: by bucket, by the
// global limit of the bot, and not at all while too many were refused. Those
// who wait leave by rank, then in the order in which they came.
type limiter struct {
	now   func() time.Time
	after func(time.Duration) <-chan time.Time

	mu      sync.Mutex
	shelf   shelf
	pace    pace
	paused  time.Time // until then only answers to interactions leave
	refused window
	queue   []*turn
	timed   bool          // the timekeeper runs
	changed chan struct{} // tells it to look again
}

// turn is one request's place in the queue, and then its permission.
type turn struct {
	q      request
	bucket *bucket
	held   *chat.SendError
	called chan struct{} // closed when it may go, or is held
}

func newLimiter(now func() time.Time, after func(time.Duration) <-chan time.Time, most int) *limiter {
	return &limiter{now: now, after: after, shelf: newShelf(), pace: newPace(most), changed: make(chan struct{}, 1)}
}

// enter waits until the request may leave. It gives up when ctx ends, and hands
// a notification back that would wait for long.
func (l *limiter) enter(ctx context.Context, q request) (*turn, *chat.SendError) {
	if err := ctx.Err(); err != nil {
		return nil, &chat.SendError{Class: chat.Retry, Err: q.failed("nothing was sent", err)}
	}
	t := &turn{q: q, called: make(chan struct{})}
	l.mu.Lock()
	at, _ := slices.BinarySearchFunc(l.queue, q.rank, func(other *turn, rank Rank) int {
		if other.q.rank <= rank {
			return -1
		}
		return 1
	})
	l.queue = slices.Insert(l.queue, at, t)
	l.look()
	l.mu.Unlock()

	select {
	case <-t.called:
		return t, t.held
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.queue, t); i >= 0 {
		l.queue = slices.Delete(l.queue, i, i+1)
		l.look()
	} else if t.held == nil {
		l.settle(t, &trail{})
	}
	return nil, &chat.SendError{Class: chat.Retry, Err: q.failed("nothing was sent", ctx.Err())}
}

// leave learns from what came of the request and lets the next ones go.
func (l *limiter) leave(t *turn, path *trail) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.settle(t, path)
}

// settle is leave under the lock.
// settle learns and lets others go in one step, so that nobody leaves by what
// was known before. It needs the lock.
func (l *limiter) settle(t *turn, path *trail) {
	now := l.now()
	t.bucket.flying--
	b := l.shelf.learn(t.q, path, t.bucket, now)
	l.count(path, now)
	failed := classify(t.q, path)
	if path.status == http.StatusTooManyRequests || failed != nil && failed.Class == chat.Wait {
		after, all := pauseOf(path, refusalOf(path))
		if all {
			l.paused = later(l.paused, now.Add(after))
		} else {
			b.paused = later(b.paused, now.Add(after))
		}
	}
	l.shelf.sweep(now)
	l.look()
}

// count counts what Discord counts towards blocking the whole address.
func (l *limiter) count(path *trail, now time.Time) {
	switch path.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		l.refused.add(now)
	case http.StatusTooManyRequests:
		if path.header.Get("X-RateLimit-Scope") != "shared" {
			l.refused.add(now)
		}
	}
}

// look lets everybody go who may, and sees to it that somebody looks again when
// the next one may. It needs the lock.
func (l *limiter) look() {
	_, waiting := l.release()
	if waiting && !l.timed {
		l.timed = true
		go l.keepTime()
		return
	}
	if !l.timed {
		return
	}
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// keepTime lives as long as somebody waits for a moment to come, so that an idle
// limiter has no goroutine that somebody would have to stop.
func (l *limiter) keepTime() {
	for {
		l.mu.Lock()
		next, waiting := l.release()
		if !waiting {
			l.timed = false
			l.mu.Unlock()
			return
		}
		wait := next.Sub(l.now())
		l.mu.Unlock()
		select {
		case <-l.after(wait):
		case <-l.changed:
		}
	}
}

// release walks the queue once. It returns the next moment at which somebody
// may go, or false when nobody waits for a moment.
func (l *limiter) release() (next time.Time, waiting bool) {
	now := l.now()
	ban := l.refused.freeAt(now)
	l.queue = slices.DeleteFunc(l.queue, func(t *turn) bool {
		b := l.shelf.bucket(t.q)
		at := l.readyAt(t.q, b, now, ban)
		if at.IsZero() {
			return false // for an answer to come back, not for a moment
		}
		if !at.After(now) {
			t.bucket = b
			b.flying++
			if !t.q.answers {
				l.pace.take(now)
			}
			close(t.called)
			return true
		}
		if t.held = l.hold(t.q, at, now, ban.After(now)); t.held != nil {
			close(t.called)
			return true
		}
		if !waiting || at.Before(next) {
			next, waiting = at, true
		}
		return false
	})
	return next, waiting
}

// readyAt tells when a request may leave. Answers to interactions are outside
// the bot's own limits, and Discord waits three seconds for them; zero means that an answer of its
// bucket has to come back first.
func (l *limiter) readyAt(q request, b *bucket, now, ban time.Time) time.Time {
	at, known := b.readyAt(now)
	if !known {
		return time.Time{}
	}
	if q.answers {
		return at
	}
	at = later(at, l.paused)
	at = later(at, ban)
	return later(at, l.pace.freeAt(now))
}

// hold decides who is sent home rather than kept waiting.
func (l *limiter) hold(q request, at, now time.Time, banned bool) *chat.SendError {
	if q.answers {
		return nil
	}
	longest := patience
	if q.rank < RankNotice { // a person waits for it, though not for ever
		longest = answerPatience
	}
	if !banned && at.Sub(now) <= longest {
		return nil
	}
	held := &chat.SendError{Class: chat.Wait, After: at.Sub(now), All: banned || !at.After(l.paused)}
	held.Err = q.failed("nothing was sent", errPaused)
	if banned {
		held.Err = q.failed("nothing was sent", errBanned)
	}
	return held
}

var (
	errPaused = errors.New("a pause that Discord asked for")
	errBanned = errors.New("too many requests were refused in ten minutes; only answers leave until fewer were")
)

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
