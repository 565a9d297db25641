package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// Walks asks the database how it would carry out every statement of the package
// in folder ("." is that of the test), and returns those that get slower with
// everything that is ever recorded, as "statement: step of the plan". These read
// a whole table or index, or find rows by what too many share: wide lists such
// steps as SQLite words them, "(platform=?)" for one. PostgreSQL goes by how much
// is shared, so there they say nothing.
func Walks(t testing.TB, s *store.Store, folder string, wide ...string) []string {
	t.Helper()
	list := statements(t, folder)
	if len(list) == 0 {
		t.Fatalf("no statements in %s", folder)
	}
	return WalksOf(t, s, list, wide...)
}

// WalksOf is Walks of the given statements.
func WalksOf(t testing.TB, s *store.Store, list []string, wide ...string) []string {
	t.Helper()
	var walks []string
	for _, query := range list {
		if others(s.Dialect(), query) {
			continue
		}
		if s.Dialect() == store.Postgres {
			for _, step := range postgresWalks(t, s, query) {
				walks = append(walks, query+": "+step)
			}
			continue
		}
		for _, step := range plan(t, s, query) {
			if walksBy(step, wide) {
				walks = append(walks, query+": "+step)
			}
		}
	}
	return walks
}

// others reports whether a statement uses what only the other database has.
func others(d store.Dialect, query string) bool {
	foreign := []string{"FROM pg_", "position("}
	if d == store.Postgres {
		foreign = []string{"FROM sqlite_", "instr("}
	}
	return slices.ContainsFunc(foreign, func(word string) bool { return strings.Contains(query, word) })
}

func walksBy(step string, wide []string) bool {
	if strings.HasPrefix(step, "SCAN ") && step != "SCAN CONSTANT ROW" {
		return true
	}
	for _, part := range wide {
		if strings.Contains(step, part) {
			return true
		}
	}
	return false
}

// plan returns the steps of a statement, without those that read what the
// statement itself has put together before.
func plan(t testing.TB, s *store.Store, query string) []string {
	t.Helper()
	args := make([]any, strings.Count(query, "?"))
	for i := range args {
		args[i] = 1
	}
	var steps []string
	made := map[string]bool{}
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows("EXPLAIN QUERY PLAN "+query, args, func(scan func(dest ...any) error) error {
			var id, parent, unused int
			var step string
			err := scan(&id, &parent, &unused, &step)
			what, name, _ := strings.Cut(step, " ")
			if what == "CO-ROUTINE" || what == "MATERIALIZE" {
				made[name] = true
			}
			if what != "SCAN" || !made[name] {
				steps = append(steps, step)
			}
			return err
		})
	})
	if err != nil {
		t.Fatalf("explain %s: %v", query, err)
	}
	return steps
}
