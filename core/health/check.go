package health

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// What is still good.
const (
	slowestCommit = 2 * time.Second  // as long as a person's own command may take
	oldestReady   = 5 * time.Minute  // longer than a platform asks to wait as a rule
	oldestEvent   = 2 * time.Minute  // the log is signed about once a second
	slowestStart  = 90 * time.Second // of a line to a platform
	leastFree     = 512 << 20        // bytes: a night's backup and the write-ahead log
)

// Frontend looks at a platform's line. Who stands by for another process is good:
// it is ready to take over.
func Frontend(platform chat.Platform, r chat.Reporter, now func() time.Time) Check {
	return Check{
		Name: string(platform), Limit: "connected, or lost for less than " + slowestStart.String(),
		Look: func(context.Context) State {
			s := r.State()
			since := now().Sub(s.Since)
			if s.Since.IsZero() {
				since = 0
			}
			switch s.Phase {
			case chat.Connected:
				silent := now().Sub(s.Heard)
				if s.Patience > 0 && silent > s.Patience {
					return State{State: "silent for " + short(silent), Value: silent.Seconds()}
				}
				return State{Good: true, State: "connected for " + short(since), Value: silent.Seconds()}
			case chat.StandingBy:
				return State{Good: true, State: "stands by: another process has the line"}
			case chat.Connecting, chat.Reconnecting:
				return State{Good: since < slowestStart && s.Phase == chat.Reconnecting, State: string(s.Phase) + " for " + short(since), Value: since.Seconds()}
			case chat.Idle, chat.Refused:
			}
			return State{State: string(s.Phase)}
		},
	}
}

// Writer times a small commit. mark is what is written: it must change a row.
func Writer(mark func(ctx context.Context) error) Check {
	return Check{
		Name: "writer", Limit: "a commit within " + slowestCommit.String(),
		Look: func(ctx context.Context) State {
			begun := time.Now()
			err := mark(ctx)
			took := time.Since(begun)
			if err != nil {
				return State{State: "nothing can be recorded: " + reason(err), Value: took.Seconds()}
			}
			return State{Good: took <= slowestCommit, State: "a commit took " + short(took), Value: took.Seconds()}
		},
	}
}

// Outbox looks how long the oldest notification waits that could leave.
func Outbox(s *store.Store) Check {
	return Check{
		Name: "outbox", Limit: "nothing that may leave waits longer than " + oldestReady.String(),
		Look: func(ctx context.Context) State {
			var age time.Duration
			err := s.Read(ctx, func(tx *store.Tx) error {
				b, err := outbox.Open(tx)
				if err == nil && !b.Oldest.IsZero() {
					age = tx.Now().Sub(b.Oldest)
				}
				return err
			})
			if err != nil {
				return State{State: "cannot be read: " + reason(err)}
			}
			if age == 0 {
				return State{Good: true, State: "nothing waits"}
			}
			return State{Good: age <= oldestReady, State: "the oldest waits for " + short(age), Value: age.Seconds()}
		},
	}
}

// Log looks how long an event has been without a signed checkpoint over it.
func Log(s *store.Store) Check {
	return Check{
		Name: "log", Limit: "every event signed within " + oldestEvent.String(),
		Look: func(ctx context.Context) State {
			var events int64
			var age time.Duration
			err := s.Read(ctx, func(tx *store.Tx) error {
				n, since, err := audit.Unsigned(tx)
				if n > 0 {
					events, age = n, tx.Now().Sub(since)
				}
				return err
			})
			if err != nil {
				return State{State: "cannot be read: " + reason(err)}
			}
			return State{Good: age <= oldestEvent, State: fmt.Sprintf("%d events are not signed yet", events), Value: age.Seconds()}
		},
	}
}

// Disk looks at the room left in a folder. free returns bytes; where the system
// does not say, the check is good and says so.
func Disk(name string, free func() (uint64, error)) Check {
	return Check{
		Name: name, Limit: fmt.Sprintf("at least %d MB free", leastFree>>20),
		Look: func(context.Context) State {
			left, err := free()
			if errors.Is(err, errors.ErrUnsupported) {
				return State{Good: true, State: "this system does not say"}
			}
			if err != nil {
				return State{State: "cannot be looked at"}
			}
			return State{Good: left >= leastFree, State: fmt.Sprintf("%d MB free", left>>20), Value: float64(left)}
		},
	}
}

// reason is what may be said of an error to whoever asks: its kind, since the
// words of a database can hold paths and addresses.
func reason(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "it takes too long"
	case errors.Is(err, store.ErrClosed):
		return "the store is closed"
	case store.Unavailable(err):
		return "the database is not available"
	}
	return "see the log"
}

func short(d time.Duration) string {
	if d < time.Second {
		return d.Round(100 * time.Microsecond).String()
	}
	return d.Round(time.Second).String()
}
