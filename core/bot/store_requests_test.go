package bot

import (
	"io/fs"
	"path"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// An answer that was kept before answers moved into rows of their own is still
// given to whoever asks the same again, and forgotten with its person.
func TestAnswersOfTheOlderTable(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "parley.db")
	older := fstest.MapFS{}
	for _, name := range []string{"0001_engine.sql", "0002_forget.sql"} {
		name = path.Join("migrations", "sqlite", name)
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		older[name] = &fstest.MapFile{Data: text}
	}
	q := request{key: "event:d:1", input: []byte("asked")}
	before, err := store.Open(t.Context(), store.Options{Path: file, Migrations: []store.Migrations{store.Folder("bot", older)}})
	if err != nil {
		t.Fatal(err)
	}
	err = before.Write(t.Context(), func(tx *store.Tx) error {
		return record(tx, q, "ann", chat.Reply{Locale: "en"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	s := storetest.OpenOptions(t, store.Options{Path: file, Migrations: Migrations(nil)})
	for _, want := range []string{"en", ""} {
		err = s.Write(t.Context(), func(tx *store.Tx) error {
			reply, found, err := replay(tx, q)
			if !found || reply.Locale != want {
				t.Errorf("found %v in %q, want %q", found, reply.Locale, want)
			}
			if err != nil {
				return err
			}
			return Forget(tx, "ann")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
