package storetest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var (
	postgresNode = regexp.MustCompile(`^( *)(?:->  )?(.*)$`)
	postgresSeq  = regexp.MustCompile(`^(?:Parallel )?Seq Scan on (\w+)`)
	postgresScan = regexp.MustCompile(`^Index (?:Only )?Scan (?:Backward )?using (\w+) on (\w+)`)
)

// postgresWalks returns the steps of a statement that read a whole table or
// index, worded like SQLite's. The tables of a test are empty, so the planner is
// told to read a table from end to end only where no index is of any use. A walk
// that stops at a LIMIT is none.
func postgresWalks(t testing.TB, s *store.Store, query string) []string {
	t.Helper()
	args := make([]any, strings.Count(query, "?"))
	for i := range args {
		args[i] = "1"
	}
	var lines []string
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		var setting string
		if err := tx.SQL().Row("SELECT set_config('enable_seqscan', 'off', true)", nil, &setting); err != nil {
			return err
		}
		return tx.SQL().Rows("EXPLAIN (COSTS off) "+query, args, func(scan func(dest ...any) error) error {
			var line string
			err := scan(&line)
			lines = append(lines, line)
			return err
		})
	})
	if err != nil {
		t.Fatalf("explain %s: %v", query, err)
	}
	return walksIn(lines)
}

func walksIn(lines []string) []string {
	var walks []string
	limit := -1 // how far the innermost LIMIT above is indented
	for i, line := range lines {
		parts := postgresNode.FindStringSubmatch(line)
		depth, node := len(parts[1]), parts[2]
		if limit >= 0 && depth <= limit {
			limit = -1
		}
		if node == "Limit" {
			limit = depth
		}
		if m := postgresSeq.FindStringSubmatch(node); m != nil {
			walks = append(walks, "SCAN "+m[1])
		}
		m := postgresScan.FindStringSubmatch(node)
		bounded := i+1 < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[i+1]), "Index Cond:")
		if m != nil && !bounded && limit < 0 {
			walks = append(walks, "SCAN "+m[2]+" USING INDEX "+m[1])
		}
	}
	return walks
}
