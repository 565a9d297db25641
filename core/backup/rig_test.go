package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ledger is a small log of rows, with a head like the real one's.
func ledger() []store.Migrations {
	return []store.Migrations{{Name: "line", FS: fstest.MapFS{"sqlite/0001_line.sql": {Data: []byte(`
		CREATE TABLE lines (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, origin TEXT NOT NULL) STRICT;
		CREATE TRIGGER lines_stay BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'lines stay'); END;`)}}}}
}

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	return storetest.OpenOptions(t, store.Options{Path: path, Migrations: ledger()})
}

func add(t testing.TB, s *store.Store, texts ...string) {
	t.Helper()
	for _, text := range texts {
		err := s.Write(t.Context(), func(tx *store.Tx) error { return line(tx, text, "first") })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func line(tx *store.Tx, text, origin string) error {
	_, err := tx.SQL().Exec(`INSERT INTO lines (text, origin) VALUES (?, ?)`, text, origin)
	return err
}

func head(tx *store.Tx) (Head, error) {
	sum := sha256.New()
	h := Head{}
	err := tx.SQL().Rows(`SELECT text, origin FROM lines ORDER BY seq`, nil, func(scan func(...any) error) error {
		var text string
		err := scan(&text, &h.Origin)
		sum.Write([]byte(text))
		h.Size++
		return err
	})
	h.Root = base64.StdEncoding.EncodeToString(sum.Sum(nil))
	h.Checkpoint = fmt.Sprintf("%s\n%d\n%s\n", h.Origin, h.Size, h.Root)
	return h, err
}

// dump is everything that was written, with what refuses changes to it.
func dump(t testing.TB, s *store.Store) string {
	t.Helper()
	var out strings.Builder
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		collect := func(scan func(...any) error) error {
			var a, b string
			err := scan(&a, &b)
			fmt.Fprintln(&out, a, b)
			return err
		}
		if err := tx.SQL().Rows(`SELECT text, origin FROM lines ORDER BY seq`, nil, collect); err != nil {
			return err
		}
		return tx.SQL().Rows(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`, nil, collect)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// cheap makes keys in no time; the bounds of reading allow it.
var cheap = kdf{Name: argon, T: 1, M: 8, P: 1}

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func options(t testing.TB, passphrase string) Options {
	t.Helper()
	return Options{
		Dir: filepath.Join(t.TempDir(), "backups"), Passphrase: passphrase, Migrations: ledger(), Head: head,
		Now: func() time.Time { return noon }, cost: cheap,
	}
}

func mustMake(t testing.TB, s *store.Store, o Options) Made {
	t.Helper()
	made, err := Make(t.Context(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// names lists a folder and everything in it, with the bytes of what matters left
// to the caller. Lock files are empty and stay.
func names(t testing.TB, folder string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && path != folder && !strings.HasSuffix(path, "-lock") {
			all = append(all, strings.TrimPrefix(path, folder+"/"))
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// packed returns a backup of payload in memory.
func packed(t testing.TB, passphrase string, payload []byte) []byte {
	t.Helper()
	h := Header{V: version, KDF: kdf{Name: none}, CreatedAt: noon.UnixMilli(), Schema: map[string]int{"line": 1}}
	if passphrase != "" {
		h.KDF = cheap
		h.KDF.Salt = bytes.Repeat([]byte{7}, saltSize)
	}
	var out bytes.Buffer
	if err := pack(context.Background(), newSum(&out), h, passphrase, bytes.NewReader(payload)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unpacked(file []byte, passphrase string) ([]byte, error) {
	var out bytes.Buffer
	_, err := unpack(context.Background(), &out, bytes.NewReader(file), int64(len(file)), passphrase)
	return out.Bytes(), err
}
