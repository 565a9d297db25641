package audit

import (
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func filled(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		add(t, tx, event("d1", 1, Text{Kind: "note", Text: "first", Author: "1f"}))
		add(t, tx, event("d1", 2))
		add(t, tx, event("d2", 1))
	})
	return s
}

func TestGuards(t *testing.T) {
	t.Parallel()
	s := filled(t)
	write(t, s, func(tx *store.Tx) {
		if _, err := tx.SQL().Exec(`INSERT INTO audit_checkpoints VALUES (4, 0, ?)`, []byte{}); err != nil {
			t.Fatal(err)
		}
	})
	const copyOf = `SELECT %s, at, type, deal, deal_seq, leaf_hash, payload FROM audit_events WHERE seq = 1`
	for name, query := range map[string]string{
		"update":              `UPDATE audit_events SET at = at WHERE seq = 1`,
		"delete":              `DELETE FROM audit_events WHERE seq = 3`,
		"replace":             `INSERT OR REPLACE INTO audit_events ` + strings.Replace(copyOf, "%s", "seq", 1),
		"replace by chain":    `INSERT OR REPLACE INTO audit_events ` + strings.Replace(copyOf, "%s", "4", 1),
		"gap":                 `INSERT INTO audit_events (seq, at, type, deal, deal_seq, leaf_hash, payload) VALUES (9, 0, 'x', '', 0, zeroblob(32), x'')`,
		"forget the log":      `DELETE FROM audit_log`,
		"update a node":       `UPDATE audit_hashes SET hash = hash WHERE id = 0`,
		"delete a node":       `DELETE FROM audit_hashes WHERE id = (SELECT max(id) FROM audit_hashes)`,
		"replace a node":      `INSERT OR REPLACE INTO audit_hashes VALUES (0, zeroblob(32))`,
		"skip a node":         `INSERT INTO audit_hashes VALUES (99, zeroblob(32))`,
		"update a checkpoint": `UPDATE audit_checkpoints SET at = 0`,
		"delete a checkpoint": `DELETE FROM audit_checkpoints`,
		"replace checkpoint":  `INSERT OR REPLACE INTO audit_checkpoints VALUES (4, 0, x'')`,
		"older checkpoint":    `INSERT INTO audit_checkpoints VALUES (3, 0, x'')`,
		"future checkpoint":   `INSERT INTO audit_checkpoints VALUES (5, 0, x'')`,
		"open a second time":  `INSERT OR REPLACE INTO audit_log VALUES (1, 'x', 0)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := s.Write(t.Context(), func(tx *store.Tx) error {
				_, err := tx.SQL().Exec(spoken(tx.Dialect(), query))
				return err
			})
			if !errors.Is(err, store.ErrGuard) {
				t.Errorf("%v", err)
			}
		})
	}
}

// PostgreSQL can empty a table without touching a row.
func TestGuardsAgainstTruncate(t *testing.T) {
	t.Parallel()
	s := filled(t)
	if s.Dialect() == store.SQLite {
		return // it has no such statement
	}
	for _, table := range []string{"audit_log", "audit_events", "audit_texts", "audit_hashes", "audit_checkpoints"} {
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.SQL().Exec("TRUNCATE " + table + " CASCADE")
			return err
		})
		if !errors.Is(err, store.ErrGuard) {
			t.Errorf("%s: %v", table, err)
		}
	}
}
