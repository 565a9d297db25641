package storetest

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store"
)

// Opener opens a store for a test and closes it when the test ends. It takes o
// as it comes, but for an empty path, which means a fresh database, and for the
// same path again, which means the same database.
type Opener func(t *testing.T, o store.Options) *store.Store

//go:embed migrations
var files embed.FS

func migrations() store.Migrations { return store.Folder("suite", files) }

// Run is the suite that the store must pass on every database.
func Run(t *testing.T, open Opener) {
	t.Helper()
	groups := [][]test{
		writeTests, batchTests, faultTests, savepointTests, panicTests, errorTests, timeTests,
		readTests, cancelTests, statementTests, gormTests, closeTests, crowdTests,
	}
	for _, c := range slices.Concat(groups...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// In a bubble it can be known that everybody waits, and a goroutine
			// that outlives its store fails the test.
			synctest.Test(t, func(t *testing.T) { c.run(t, open) })
		})
	}
	t.Run("model", func(t *testing.T) {
		t.Parallel()
		testModel(t, open)
	})
}

type test struct {
	name string
	run  func(t *testing.T, open Opener)
}

func openSuite(t *testing.T, open Opener, o store.Options) *store.Store {
	t.Helper()
	o.Migrations = []store.Migrations{migrations()}
	return open(t, o)
}

// together has the functions run in one batch, in their order, and returns what
// each Write returned. It must be called inside a bubble.
func together(t *testing.T, s *store.Store, fns ...func(tx *store.Tx) error) []error {
	t.Helper()
	gate := make(chan struct{})
	errs := make([]error, len(fns))
	var group sync.WaitGroup
	group.Go(func() {
		// Its own outcome may be a fault that the test arranged.
		_ = s.Write(t.Context(), func(*store.Tx) error { <-gate; return nil })
	})
	synctest.Wait()
	for i, fn := range fns {
		group.Go(func() { errs[i] = s.Write(t.Context(), fn) })
		synctest.Wait() // it waits in the queue now
	}
	close(gate)
	group.Wait()
	return errs
}

// commits counts the commits of a store that is opened with its Fault.
type commits struct{ n int64 }

func (c *commits) fault(n int64, at store.Moment) error {
	if at == store.AfterCommit {
		c.n = n
	}
	return nil
}

func mustWrite(t testing.TB, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatalf("write: %v", err)
	}
}

func wantNames(t testing.TB, s *store.Store, want ...string) {
	t.Helper()
	if got := strings.Join(names(t, s), " "); got != strings.Join(want, " ") {
		t.Errorf("the store holds [%s], want [%s]", got, strings.Join(want, " "))
	}
}
