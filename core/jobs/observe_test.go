package jobs_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace"
)

func TestTriesAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	var told, spans []string
	note := func(to *[]string, kind string, failed bool) {
		mu.Lock()
		defer mu.Unlock()
		if failed {
			kind += " failed"
		}
		*to = append(*to, kind)
	}
	r := jobs.New(jobs.Options{
		Store: w.store,
		Handlers: []jobs.Handler{
			{Kind: "good", Do: write},
			{Kind: "bad", Do: func(*store.Tx, jobs.Job, []byte) error { return errors.ErrUnsupported }},
		},
		Tried: func(kind string, _ time.Duration, failed bool) { note(&told, kind, failed) },
		Trace: func(ctx context.Context, op trace.Op) (context.Context, func(error)) {
			return ctx, func(err error) { note(&spans, op.Command, err != nil) }
		},
	})
	w.schedule("good", "a", w.clock.Now())
	w.schedule("bad", "b", w.clock.Now())
	w.runDue(r)
	mu.Lock()
	defer mu.Unlock()
	for name, got := range map[string][]string{"told": told, "traced": spans} {
		if slices.Sort(got); !slices.Equal(got, []string{"bad failed", "good"}) {
			t.Errorf("%s %v", name, got)
		}
	}
}
