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

// Where returns the place of a new database for a test, which is gone when the
// test ends.
type Where func(t *testing.T) store.Options

//go:embed migrations
var files embed.FS

// Suite returns the migrations that Run works on.
func Suite() store.Migrations { return store.Folder("suite", files) }

// Run is the suite that the store must pass on every database.
func Run(t *testing.T, at Where) {
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
			synctest.Test(t, func(t *testing.T) { c.run(t, at) })
		})
	}
	t.Run("model", func(t *testing.T) {
		t.Parallel()
		testModel(t, at)
	})
}

type test struct {
	name string
	run  func(t *testing.T, at Where)
}

func openSuite(t *testing.T, at Where, o store.Options) *store.Store {
	t.Helper()
	if o.Path == "" && o.URL == "" {
		place := at(t)
		o.Path, o.URL = place.Path, place.URL
	}
	// Who listens to other processes never seems to wait in a bubble.
	o.Alone = true
	o.Migrations = []store.Migrations{Suite()}
	return OpenOptions(t, o)
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
