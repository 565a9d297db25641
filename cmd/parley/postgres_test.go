package main

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

var rootSaid = regexp.MustCompile(`root [0-9a-f]{64}`)

// TestALedgerMoves takes a ledger from a file to PostgreSQL and back, by copying
// and by a backup: the log has one root all the way.
func TestALedgerMoves(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	file, back := filepath.Join(home, "parley.db"), filepath.Join(home, "back.db")
	env := map[string]string{
		"DATABASE_PATH": file, "BACKUP_DIR": filepath.Join(home, "backups"), "LOG_SIGNING_KEY_FILE": filepath.Join(home, "log.key"),
	}
	does := func(code int, words string, args ...string) string {
		t.Helper()
		got, out, errs := talk(t, env, "", args...)
		if got != code || !strings.Contains(out+errs, words) {
			t.Fatalf("parley %v: exit %d, want %d and %q in:\n%s%s", args, got, code, words, out, errs)
		}
		return out
	}
	server := storetest.Database(t)
	if code, _, errs := talk(t, env, "/deal list\n", "--demo"); code != exitGood {
		t.Fatal(errs)
	}
	root := rootSaid.FindString(does(exitGood, "is whole", "verify", "log"))
	does(exitGood, root, "copy", "--from", "sqlite:"+file, "--to", server)
	does(exitOther, "is not empty", "copy", "--from", "sqlite:"+file, "--to", server)
	does(exitGood, root, "copy", "--from", server, "--to", "sqlite:"+back)
	does(exitOther, "is there already", "copy", "--from", server, "--to", "sqlite:"+back)

	env["DATABASE_URL"] = server
	does(exitGood, root, "verify", "log")
	name := regexp.MustCompile(`\S+\.bak`).FindString(does(exitGood, "made and verified", "backup"))
	does(exitGood, "is whole", "backup", "verify", name)
	does(exitOther, "is not empty", "restore", name)
	env["DATABASE_URL"] = storetest.Database(t)
	does(exitGood, "is restored and verified", "restore", name)
	does(exitGood, "is whole", "verify", "log")
}

// TestMigrateLetsTheBotIn has an owner make the tables and the bot's role, as
// which the bot can work but not touch what was logged.
func TestMigrateLetsTheBotIn(t *testing.T) {
	t.Parallel()
	owner := storetest.Database(t)
	u, err := url.Parse(owner)
	if err != nil {
		t.Fatal(err)
	}
	role := "parley_bot_" + strings.TrimPrefix(u.Path, "/parley_test_")
	u.User = url.UserPassword(role, "s3cret")
	env := map[string]string{"DATABASE_URL": u.String(), "DATABASE_OWNER_URL": owner}
	code, out, errs := talk(t, env, "", "migrate")
	if code != exitGood || !strings.Contains(out, "Made the role "+role) || strings.Contains(out+errs, "s3cret") {
		t.Fatalf("exit %d:\n%s%s", code, out, errs)
	}
	if code, out, errs := talk(t, env, "/ping\n/timezone Asia/Amman\n"); code != exitGood || strings.Contains(errs, "level=ERROR") || !strings.Contains(out, "I am here") {
		t.Fatalf("exit %d:\n%s%s", code, out, errs)
	}
	s := storetest.OpenOptions(t, store.Options{URL: u.String()})
	for _, query := range []string{
		`UPDATE audit_events SET at = 1`, `DELETE FROM audit_hashes`, `TRUNCATE audit_events CASCADE`, `DROP TRIGGER audit_events_no_update ON audit_events`,
		`DELETE FROM deals_deals`, `CREATE TABLE own (id bigint)`, `UPDATE schema_migrations SET sha256 = ''`,
	} {
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(query)
			return err
		})
		if err == nil {
			t.Errorf("%s was allowed", query)
		}
	}
	if code, out, errs = talk(t, env, "", "migrate"); code != exitGood || strings.Contains(out, "Made the role") {
		t.Errorf("again: exit %d:\n%s%s", code, out, errs)
	}
}
