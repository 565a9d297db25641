package audit

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// firstVersion is this package's schema before it had a tree.
func firstVersion(t *testing.T) store.Migrations {
	t.Helper()
	m := Migrations()
	files, err := fs.Glob(m.FS, "sqlite/0001*.sql")
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	text, err := fs.ReadFile(m.FS, files[0])
	if err != nil {
		t.Fatal(err)
	}
	return store.Migrations{Name: m.Name, FS: fstest.MapFS{files[0]: {Data: text}}}
}

// old returns a database of the first version with a log of that many events.
func old(t *testing.T, events int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "old.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Now: storetest.NewClock(storetest.Epoch).Now, Migrations: []store.Migrations{firstVersion(t)}})
	write(t, s, func(tx *store.Tx) {
		if _, err := tx.SQL().Exec(`INSERT INTO audit_log VALUES (1, 'old', 0)`); err != nil {
			t.Fatal(err)
		}
		for seq := range events {
			b := body{log: "old", seq: int64(seq), at: store.Millis(tx.Now()), typ: "log.opened"}
			payload, err := b.encode()
			if err != nil {
				t.Fatal(err)
			}
			_, err = tx.SQL().Exec(`INSERT INTO audit_events (seq, at, type, deal, deal_seq, leaf_hash, payload) VALUES (?, ?, ?, '', 0, ?, ?)`,
				b.seq, b.at, b.typ, leafHash(payload), payload)
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func reopen(t *testing.T, path string) *store.Store {
	t.Helper()
	return storetest.OpenOptions(t, store.Options{
		Path: path, Now: storetest.NewClock(storetest.Epoch).Now, Migrations: []store.Migrations{Migrations()},
	})
}

// A log from before there was a tree gets one, and a key, at its first start.
func TestUpgradeAtStart(t *testing.T) {
	t.Parallel()
	for _, events := range []int{1, 2, 7, portion + 3} {
		l := startLog(t, reopen(t, old(t, events)), "")
		l.add(event("d", 1))
		l.sign()
		if r := l.verify(); r.Origin != "old" || r.Events != int64(events)+2 || r.Checkpoints != 1 {
			t.Errorf("%d events: %+v", events, r)
		}
		if name, _, _ := strings.Cut(l.Key(), "+"); name != "old" {
			t.Errorf("key %s", l.Key())
		}
		if _, err := VerifyReceipt(l.receipt(0), verifiers(t, l.Key())...); err != nil {
			t.Error(err)
		}
	}
}

// Without a start, the first append does it.
func TestUpgradeAtAppend(t *testing.T) {
	t.Parallel()
	s := reopen(t, old(t, 6))
	write(t, s, func(tx *store.Tx) {
		if _, _, err := Head(tx); !errors.Is(err, errNodes) {
			t.Errorf("a head without a tree: %v", err)
		}
		add(t, tx, event("d", 1))
		if err := Verify(tx); err != nil {
			t.Error(err)
		}
	})
}

// A portion ends anywhere and the next one takes over there.
func TestBackfillInPortions(t *testing.T) {
	t.Parallel()
	s := reopen(t, old(t, 23))
	for rounds, done := 1, false; !done; rounds++ {
		write(t, s, func(tx *store.Tx) {
			var err error
			if done, err = backfill(tx, 4); err != nil {
				t.Fatal(err)
			}
		})
		if rounds > 6 {
			t.Fatal("it never ends")
		}
	}
	if err := s.Read(t.Context(), Verify); err != nil {
		t.Error(err)
	}
}
