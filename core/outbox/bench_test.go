package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// sink is a frontend that takes everything at once and says when.
type sink struct{ got chan time.Time }

func (s sink) Platform() chat.Platform                            { return "d" }
func (s sink) Capabilities(chat.PlaceRef) chat.Capabilities       { return chat.Capabilities{} }
func (s sink) Run(context.Context, chat.Catalog, chat.Core) error { return nil }
func (s sink) Send(context.Context, chat.Delivery) (chat.MessageRef, error) {
	s.got <- time.Now()
	return chat.MessageRef{}, nil
}

func benchWorld(b *testing.B) (*store.Store, *outbox.Runner, sink) {
	s := storetest.OpenOptions(b, store.Options{Migrations: []store.Migrations{outbox.Migrations()}})
	out := sink{got: make(chan time.Time, 1024)}
	r := outbox.New(outbox.Options{Store: s, Frontends: []chat.Frontend{out}, Logger: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	b.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			b.Errorf("run: %v", err)
		}
	})
	return s, r, out
}

func direct(person int) outbox.Notification {
	id := fmt.Sprint(person)
	return outbox.Notification{Person: id, Prefer: chat.UserRef{Platform: "d", ID: id}, Kind: "bench", Message: says("hello")}
}

// BenchmarkCommitToSend measures the time from the return of the commit that
// queued a notification to its send, one at a time. A claim is a durable commit of
// its own; how long the queueing one took is reported for comparison.
func BenchmarkCommitToSend(b *testing.B) {
	s, r, out := benchWorld(b)
	var commits, delays []time.Duration
	for i := range b.N {
		began := time.Now()
		if err := s.Write(b.Context(), func(tx *store.Tx) error {
			_, _, err := outbox.Notify(tx, direct(i))
			return err
		}); err != nil {
			b.Fatal(err)
		}
		committed := time.Now()
		commits = append(commits, committed.Sub(began))
		delays = append(delays, (<-out.got).Sub(committed))
		if err := r.Idle(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	report(b, "", delays)
	report(b, "commit-", commits)
}

func report(b *testing.B, name string, durations []time.Duration) {
	slices.Sort(durations)
	b.ReportMetric(float64(durations[len(durations)/2].Microseconds()), name+"p50-µs")
	b.ReportMetric(float64(durations[len(durations)*99/100].Microseconds()), name+"p99-µs")
}

// BenchmarkBacklog measures how fast a backlog to as many people leaves.
func BenchmarkBacklog(b *testing.B) {
	s, r, out := benchWorld(b)
	r.Pause("d")
	for done := 0; done < b.N; done += 1000 {
		if err := s.Write(b.Context(), func(tx *store.Tx) error {
			for i := done; i < min(done+1000, b.N); i++ {
				if _, _, err := outbox.Notify(tx, direct(i)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	if err := r.Idle(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	r.Resume("d")
	for range b.N {
		<-out.got
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
}

// BenchmarkNotify measures what queueing costs inside the caller's transaction.
func BenchmarkNotify(b *testing.B) {
	s := storetest.Open(b, outbox.Migrations())
	b.ReportAllocs()
	err := s.Write(b.Context(), func(tx *store.Tx) error {
		b.ResetTimer()
		for i := range b.N {
			if _, _, err := outbox.Notify(tx, direct(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
