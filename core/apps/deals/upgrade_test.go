package deals

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// TestPenaltiesOfAnOlderDatabase opens a ledger that an earlier version wrote:
// whoever was overdue then is penalised now, as the log has always said.
func TestPenaltiesOfAnOlderDatabase(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/parley.db"
	clock := storetest.NewClock(start)
	around := []store.Migrations{accounts.Migrations(), communities.Migrations(), audit.Migrations(), outbox.Migrations(), jobs.Migrations()}
	old, err := store.Open(t.Context(), store.Options{Path: path, Now: clock.Now, Migrations: append(around, store.Folder("deals", firstOnly(t)))})
	if err != nil {
		t.Fatal(err)
	}
	write := func(s *store.Store, query string, args ...any) {
		t.Helper()
		if err := s.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.SQL().Exec(query, args...); return err }); err != nil {
			t.Fatal(err)
		}
	}
	for handle, row := range map[string][]any{
		"00000001": {"overdue", 1, 0, 1}, "00000002": {"pending_completion", 0, 1, 1},
		"00000003": {"completed", 1, 1, 1}, "00000004": {"active", 0, 0, 0},
	} {
		write(old, `INSERT INTO deals_deals (id, handle, community, network, type, minor, unit, scale, rated, points, whole,
			due_date, zone, due_at, sweep_at, version, created_at, status, done_a, done_b, late)
			VALUES (?, ?, '', 'TikTok', 'gifting', 1, 'USD', 2, 1, 1, 0, '2026-03-11', 'UTC', 1, 0, 1, 1, ?, ?, ?, ?)`,
			append([]any{"id-" + handle, handle}, row...)...)
		write(old, `INSERT INTO deals_parties (deal, side, person, platform, account, community, network) VALUES (?, 'a', 'p', 'x', '1', '', 'TikTok')`, "id-"+handle)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	now, err := store.Open(t.Context(), store.Options{Path: path, Now: clock.Now, Migrations: append(around, store.Folder("deals", migrationFiles))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = now.Close() })
	for handle, want := range map[string][2]bool{
		"00000001": {false, true}, "00000002": {true, false}, "00000003": {false, false}, "00000004": {false, false},
	} {
		err := now.Read(t.Context(), func(tx *store.Tx) error {
			d, err := loadByHandle(tx, handle)
			if d.A.Penalised != want[0] || d.B.Penalised != want[1] {
				t.Errorf("%s: penalised %v and %v", handle, d.A.Penalised, d.B.Penalised)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// firstOnly are the migrations of the version before.
func firstOnly(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(migrationFiles, "migrations/*/0001_*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no first migration: %v", err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(migrationFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(data), "\r\n", "\n"))}
	}
	return files
}
