package main

import (
	"path/filepath"
	"testing"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// The command finds what somebody wrote into the reputation, and says whose it is,
// as soon as history has been read once.
func TestVerifyLogComparesReputation(t *testing.T) {
	t.Parallel()
	e := keepEvidence(t, "harbor")
	e.exec(`UPDATE rep_state SET current = version`)
	e.call(exitGood, "The log harbor is whole", "verify", "log")
	e.exec(`INSERT INTO rep_buckets SELECT current, 'eve', 'TikTok', 115, 1000000, 0, 0, 0, 0 FROM rep_state`)
	e.call(exitBroken, "rep_buckets of person eve is not what the log gives", "verify", "log")
}

// Before anything rests on a backup, its reputation is compared with its log, too.
func TestARestoreComparesReputation(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	k.exec(`UPDATE rep_state SET current = version`,
		`INSERT INTO rep_buckets SELECT current, 'eve', 'TikTok', 115, 1000000, 0, 0, 0, 0 FROM rep_state`)
	k.expects(exitGood, "is made", "backup")
	to := filepath.Join(t.TempDir(), "again.db")
	k.expects(exitBroken, "rep_buckets of person eve is not what the log gives", "backup", "verify", k.only())
	k.expects(exitBroken, "rep_buckets of person eve is not what the log gives", "restore", k.only(), "--to", to)
	if left, err := filepath.Glob(to + "*"); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// exec changes the ledger behind the program's back.
func (k *keeper) exec(queries ...string) {
	k.t.Helper()
	c := crashConfig(k.env["DATABASE_PATH"])
	s, err := store.Open(k.t.Context(), store.Options{Path: c.DatabasePath, Migrations: bot.Migrations(house.Apps(c, nil))})
	if err != nil {
		k.t.Fatal(err)
	}
	for _, query := range queries {
		if err := s.Write(k.t.Context(), func(tx *store.Tx) error { _, err := tx.SQL().Exec(query); return err }); err != nil {
			k.t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		k.t.Fatal(err)
	}
}
