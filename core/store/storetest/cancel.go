package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store"
)

var cancelTests = []test{
	{"a context that has ended starts nothing", testCancelledBefore},
	{"a write given up in the queue is not run", testCancelledWaiting},
	{"a write cancelled while running is undone alone", testCancelledRunning},
	{"a swallowed cancellation is undone all the same", testCancelledSwallowed},
	{"a long read is interrupted", testCancelledRead},
	{"waiting for a reader can be given up", testCancelledReader},
}

func testCancelledBefore(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never := func(*store.Tx) error { t.Error("it ran"); return nil }
	if err := s.Write(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("Write: %v", err)
	}
	if err := s.Read(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("Read: %v", err)
	}
}

func testCancelledWaiting(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	gate := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		if err := s.Write(t.Context(), func(tx *store.Tx) error { <-gate; return insert(tx, "a") }); err != nil {
			t.Errorf("write: %v", err)
		}
	})
	synctest.Wait()
	given := make(chan error)
	go func() {
		given <- s.Write(ctx, func(*store.Tx) error { t.Error("it ran"); return nil })
	}()
	synctest.Wait()
	cancel()
	if err := <-given; !errors.Is(err, context.Canceled) { // while the writer is still busy
		t.Errorf("write: %v", err)
	}
	close(gate)
	group.Wait()
	mustWrite(t, s, add("b")) // behind the one that was given up
	wantNames(t, s, "a", "b")
}

func testCancelledRunning(t *testing.T, at Where) {
	var c commits
	s := openSuite(t, at, store.Options{Fault: c.fault})
	ctx, cancel := context.WithCancel(t.Context())
	gate := make(chan struct{})
	var group sync.WaitGroup
	var errs [3]error
	group.Go(func() {
		errs[0] = s.Write(t.Context(), func(tx *store.Tx) error { <-gate; return insert(tx, "a") })
	})
	synctest.Wait()
	group.Go(func() {
		errs[1] = s.Write(ctx, func(tx *store.Tx) error {
			err := insert(tx, "undone")
			cancel()
			return errors.Join(err, insert(tx, "refused"))
		})
	})
	synctest.Wait()
	group.Go(func() { errs[2] = s.Write(t.Context(), add("b")) })
	synctest.Wait()
	close(gate)
	group.Wait()
	if !errors.Is(errs[1], context.Canceled) || errs[0] != nil || errs[2] != nil || c.n != 1 {
		t.Errorf("writes returned %v in %d commits", errs, c.n)
	}
	wantNames(t, s, "a", "b")
}

func testCancelledSwallowed(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Write(ctx, func(tx *store.Tx) error {
		err := insert(tx, "undone")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("write: %v", err)
	}
	wantNames(t, s)
}

func testCancelledRead(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Readers: 1})
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Read(ctx, func(tx *store.Tx) error {
		go cancel()
		return countForEver(tx)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
	wantNames(t, s) // the reader is as good as new
}

func testCancelledReader(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Readers: 1})
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Read(t.Context(), func(*store.Tx) error {
		given := make(chan error)
		go func() { given <- s.Read(ctx, func(*store.Tx) error { t.Error("it ran"); return nil }) }()
		synctest.Wait()
		cancel()
		return <-given
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
}
