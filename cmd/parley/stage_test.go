package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store/storetest"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// settingsFor returns the settings of a sandbox whose ledger is in a folder.
func settingsFor(t testing.TB, dir string) config.Config {
	t.Helper()
	c, err := config.Load(func(string) (string, bool) { return "", false }, filepath.Join(dir, ".env"))
	if err != nil {
		t.Fatal(err)
	}
	c.DatabasePath = filepath.Join(dir, "parley.db")
	c.SigningKeyFile, c.BackupDir = filepath.Join(dir, "parley-log.key"), filepath.Join(dir, "backups")
	c.Owners = append(c.Owners, pretend.OwnerRef)
	return c
}

// ledgerFor returns the settings of a sandbox whose ledger is in the database that
// the tests are to run on.
func ledgerFor(t testing.TB) config.Config {
	t.Helper()
	c := settingsFor(t, t.TempDir())
	c.DatabaseURL = newURL(t)
	return c
}

// newURL is the address of a new database, "" where the tests keep their ledgers
// in files.
func newURL(t testing.TB) string {
	t.Helper()
	return storetest.Place(t, bot.Migrations(house.Apps(config.Config{}, nil))...).URL
}

// killsOf returns how often a bot is killed: as often as the test needs to prove
// anything, or, with PARLEY_KILLS=200, as often as that says.
func killsOf(kills int) int {
	if n, err := strconv.Atoi(os.Getenv("PARLEY_KILLS")); err == nil && n > 0 {
		return n
	}
	return min(kills, 60)
}

// openStage runs the whole program on a ledger of its own, until the test ends.
func openStage(t testing.TB) *stage {
	t.Helper()
	s, err := open(t.Context(), ledgerFor(t), pretend.Options{}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
