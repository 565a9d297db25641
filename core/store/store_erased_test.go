package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// What is deleted or written over is gone from the file too, short texts within a
// page and long ones on pages of their own, once the log was carried over: who is
// erased is erased for whoever reads the disk.
func TestDeletedWordsLeaveTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "words.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	write(t, s, func(tx *store.Tx) error {
		for _, row := range [][2]string{{"short", "KILROY"}, {"long", strings.Repeat("KILROY was here; ", 2000)}, {"kept", "KEPT"}, {"other", "KILROY again"}} {
			if _, err := tx.SQL().Exec("INSERT INTO things (name, body) VALUES (?, ?)", row[0], []byte(row[1])); err != nil {
				return err
			}
		}
		return nil
	})
	holds := func(words string) bool {
		if err := s.Cut(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{path, path + "-wal"} {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(content, []byte(words)) {
				return true
			}
		}
		return false
	}
	if !holds("KILROY") {
		t.Fatal("it is nowhere even before")
	}
	write(t, s, func(tx *store.Tx) error {
		if _, err := tx.SQL().Exec("DELETE FROM things WHERE name IN ('short', 'long')"); err != nil {
			return err
		}
		_, err := tx.SQL().Exec("UPDATE things SET body = NULL WHERE name = 'other'")
		return err
	})
	if holds("KILROY") {
		t.Error("it is still in the file")
	}
	if !holds("KEPT") {
		t.Error("more than that is gone")
	}
}
