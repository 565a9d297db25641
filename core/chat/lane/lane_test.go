package lane_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat/lane"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestOneLaneKeepsItsOrder(t *testing.T) {
	t.Parallel()
	var lanes lane.Lanes
	var got []int // guarded by the lane itself: the race detector would see a failure
	var all sync.WaitGroup
	for i := range 100 {
		run := lanes.Enter("alice") // the position is taken here, in order
		all.Go(func() {
			if err := run(t.Context(), func() { got = append(got, i) }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(got) != 100 || !slices.IsSorted(got) {
		t.Errorf("order: %v", got)
	}
}

func TestLanesRunSideBySide(t *testing.T) {
	t.Parallel()
	var lanes lane.Lanes
	inside := make(chan struct{})
	// Each waits for the other: it ends only if both run at the same time.
	var all sync.WaitGroup
	all.Go(func() { _ = lanes.Do(t.Context(), "alice", func() { inside <- struct{}{} }) })
	all.Go(func() { _ = lanes.Do(t.Context(), "bob", func() { <-inside }) })
	all.Wait()
}

func TestWhoGivesUpHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	var lanes lane.Lanes
	release, first := make(chan struct{}), lanes.Enter("alice")
	second, third := lanes.Enter("alice"), lanes.Enter("alice")
	var order []string
	var all sync.WaitGroup
	all.Go(func() { _ = first(t.Context(), func() { <-release; order = append(order, "first") }) })

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	err := second(gone, func() { t.Error("ran although its context had ended") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	all.Go(func() { _ = third(t.Context(), func() { order = append(order, "third") }) })
	close(release)
	all.Wait()
	if !slices.Equal(order, []string{"first", "third"}) {
		t.Errorf("order: %v", order)
	}
}

func TestAPanicLeavesTheLaneOpen(t *testing.T) {
	t.Parallel()
	var lanes lane.Lanes
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = lanes.Do(t.Context(), "alice", func() { panic("broken handler") })
	}()
	ran := false
	if err := lanes.Do(t.Context(), "alice", func() { ran = true }); err != nil || !ran {
		t.Errorf("the lane is closed: %v", err)
	}
}
