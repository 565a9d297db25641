package store_test

import (
	"path/filepath"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestSuite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Options {
		return store.Options{Path: filepath.Join(t.TempDir(), "parley.db")}
	})
}

func TestSuitePostgres(t *testing.T) {
	t.Parallel()
	_ = storetest.Server(t)
	storetest.Run(t, func(t *testing.T) store.Options {
		return store.Options{URL: storetest.Database(t, storetest.Suite()), Alone: true}
	})
}
