package storetest

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store"
)

var panicTests = []test{
	{"a panic reaches its caller with the stack and undoes its own work", testPanic},
	{"a function that ends its goroutine ends its caller's and nobody else's", testGoexit},
	{"a reader survives a panic", testReadPanic},
}

// caught runs fn and returns the *store.Panic that came out of it.
func caught(fn func()) (p *store.Panic) {
	defer func() { p, _ = recover().(*store.Panic) }()
	fn()
	return nil
}

func explode(tx *store.Tx) error {
	if err := insert(tx, "undone"); err != nil {
		return err
	}
	panic(errRefused)
}

func testPanic(t *testing.T, at Where) {
	var c commits
	s := openSuite(t, at, store.Options{Fault: c.fault})
	gate := make(chan struct{})
	var group sync.WaitGroup
	var thrown *store.Panic
	var errs [2]error
	group.Go(func() {
		errs[0] = s.Write(t.Context(), func(tx *store.Tx) error { <-gate; return insert(tx, "before") })
	})
	synctest.Wait()
	group.Go(func() {
		thrown = caught(func() { _ = s.Write(t.Context(), explode) })
	})
	synctest.Wait()
	group.Go(func() { errs[1] = s.Write(t.Context(), add("after")) })
	synctest.Wait()
	close(gate)
	group.Wait()
	if thrown == nil || thrown.Value != error(errRefused) || !errors.Is(thrown, errRefused) {
		t.Fatalf("the caller caught %v", thrown)
	}
	if !strings.Contains(thrown.Error(), "storetest.explode") {
		t.Errorf("the stack does not name the function that panicked:\n%s", thrown)
	}
	if errs[0] != nil || errs[1] != nil || c.n != 1 {
		t.Errorf("the others in the batch: %v, %v, in %d commits", errs[0], errs[1], c.n)
	}
	wantNames(t, s, "before", "after")
}

func testGoexit(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	exit := func(tx *store.Tx) error {
		if err := insert(tx, "undone"); err != nil {
			return err
		}
		runtime.Goexit() // what t.FailNow does
		return nil
	}
	var returned bool
	var group sync.WaitGroup
	group.Go(func() {
		_ = s.Write(t.Context(), exit)
		returned = true
	})
	group.Wait()
	if returned {
		t.Error("Write returned, although its function had ended the goroutine")
	}
	gate := make(chan struct{})
	var errs [2]error
	group.Go(func() {
		errs[0] = s.Write(t.Context(), func(tx *store.Tx) error { <-gate; return insert(tx, "a") })
	})
	synctest.Wait()
	group.Go(func() { _ = s.Write(t.Context(), exit) })
	synctest.Wait()
	group.Go(func() { errs[1] = s.Write(t.Context(), add("b")) })
	synctest.Wait()
	close(gate)
	group.Wait()
	if errs[0] != nil || errs[1] != nil {
		t.Errorf("the others in the batch: %v", errs)
	}
	wantNames(t, s, "a", "b")
}

func testReadPanic(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Readers: 1})
	mustWrite(t, s, add("a"))
	func() {
		defer func() {
			if v := recover(); v != "inside" {
				t.Errorf("recovered %v", v)
			}
		}()
		_ = s.Read(t.Context(), func(tx *store.Tx) error {
			_, err := count(tx)
			if err != nil {
				t.Error(err)
			}
			panic("inside")
		})
	}()
	mustWrite(t, s, add("b"))
	wantNames(t, s, "a", "b")
}
