package audit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// signed is a log with a key, on a store of its own.
type signed struct {
	*Service
	t    *testing.T
	o    Options
	tick chan time.Time // lets Run's pause end
}

func startLog(t *testing.T, s *store.Store, name string) *signed {
	t.Helper()
	l := &signed{t: t, tick: make(chan time.Time)}
	l.o = Options{
		Store: s, Name: name, KeyFile: filepath.Join(t.TempDir(), "log.key"), Rand: storetest.Random(7),
		After: func(time.Duration) <-chan time.Time { return l.tick },
	}
	l.start()
	return l
}

func (l *signed) start() {
	l.t.Helper()
	var err error
	if l.Service, err = Start(l.t.Context(), l.o); err != nil {
		l.t.Fatal(err)
	}
}

func (l *signed) add(events ...Event) {
	l.t.Helper()
	write(l.t, l.store, func(tx *store.Tx) {
		for _, e := range events {
			add(l.t, tx, e)
		}
	})
}

func (l *signed) sign() Checkpoint {
	l.t.Helper()
	text, err := l.Checkpoint(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	return l.read(text, l.Key())
}

func (l *signed) read(text []byte, keys ...string) Checkpoint {
	l.t.Helper()
	c, _, err := OpenCheckpoint(text, verifiers(l.t, keys...)...)
	if err != nil {
		l.t.Fatalf("%v\n%s", err, text)
	}
	return c
}

func (l *signed) verify() Report {
	l.t.Helper()
	r, err := VerifyLog(l.t.Context(), l.store, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

func verifiers(t *testing.T, keys ...string) (list []note.Verifier) {
	t.Helper()
	for _, k := range keys {
		v, err := note.NewVerifier(k)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

func TestStartMakesTheKeyWithTheLog(t *testing.T) {
	t.Parallel()
	l := startLog(t, storetest.Open(t, Migrations()), "")
	if name, _, _ := strings.Cut(l.Key(), "+"); name != l.Name() || !strings.HasPrefix(name, "parley-") {
		t.Errorf("log %q has the key %q", l.Name(), l.Key())
	}
	if info, err := os.Stat(l.o.KeyFile); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info, err)
	}
	if c := l.sign(); c.Size != 1 || c.Origin != l.Name() {
		t.Errorf("%+v", c)
	}
	key, name := l.Key(), l.Name()
	l.start() // again
	if l.Key() != key || l.Name() != name || l.sign().Size != 1 {
		t.Errorf("after a second start: %s signs %s", l.Key(), l.Name())
	}
	if r := l.verify(); r.Events != 1 || r.Checkpoints != 1 || r.Origin != name {
		t.Errorf("%+v", r)
	}
}

func TestStartRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		spoil func(l *signed)
		want  string
		is    error
	}{
		"no key file": {func(l *signed) { l.remove() }, "there is no file", ErrNoKey},
		"another key": {func(l *signed) {
			l.remove()
			if _, err := AddKey(l.o.KeyFile, l.Name(), storetest.Random(8)); err != nil {
				t.Error(err)
			}
		}, "does not hold the key", ErrNoKey},
		"open key":     {func(l *signed) { l.chmod(0o640) }, "chmod 600", nil},
		"another name": {func(l *signed) { l.o.Name = "other" }, "keeps that name", nil},
		"no guard": {func(l *signed) {
			l.exec(`DROP TRIGGER audit_hashes_no_delete`)
		}, "audit_hashes_no_delete is missing", nil},
		"changed event": {func(l *signed) {
			l.exec(`DROP TRIGGER audit_events_no_update`, `UPDATE audit_events SET at = 1 WHERE seq = 0`,
				guardOf(t, l.store.Dialect(), "audit_events_no_update"))
		}, "event 0: the columns", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := startLog(t, storetest.Open(t, Migrations()), "log")
			l.t = t
			test.spoil(l)
			_, err := Start(t.Context(), l.o)
			if err == nil || !strings.Contains(err.Error(), test.want) || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func (l *signed) remove() {
	if err := os.Remove(l.o.KeyFile); err != nil {
		l.t.Error(err)
	}
}

func (l *signed) chmod(mode os.FileMode) {
	if err := os.Chmod(l.o.KeyFile, mode); err != nil {
		l.t.Error(err)
	}
}

func (l *signed) exec(queries ...string) {
	l.t.Helper()
	write(l.t, l.store, func(tx *store.Tx) {
		for _, query := range queries {
			if _, err := tx.SQL().Exec(spoken(tx.Dialect(), query)); err != nil {
				l.t.Fatalf("%s: %v", query, err)
			}
		}
	})
}

// guardOf is the statement that makes a guard.
func guardOf(t *testing.T, d store.Dialect, name string) string {
	t.Helper()
	all, err := guards(Migrations(), d, func(text string, standing map[string]string) {
		made := regexp.MustCompile(`(?ms)^CREATE TRIGGER ` + name + `\s.*?(?:\bEND|EXECUTE FUNCTION [^;]*);`)
		if found := made.FindString(text); found != "" {
			standing[name] = found
		}
	})
	if err != nil || all[name] == "" {
		t.Fatalf("no guard %s: %v", name, err)
	}
	return all[name]
}

// standingGuards are the guards of this package on a store.
func standingGuards(s *store.Store) (map[string]string, error) {
	if s.Dialect() == store.Postgres {
		return guards(Migrations(), store.Postgres, readPostgres)
	}
	return guards(Migrations(), store.SQLite, readSQLite)
}

// Names that no key can bear are refused before anything is made of them.
func TestStartRefusesNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"two words", "a+b", "tab\t", "\xff"} {
		s := storetest.Open(t, Migrations())
		file := filepath.Join(t.TempDir(), "log.key")
		_, err := Start(t.Context(), Options{Store: s, Name: name, KeyFile: file})
		if _, missing := os.Stat(file); err == nil || missing == nil {
			t.Errorf("%q: %v, key file: %v", name, err, missing)
		}
	}
}

// A crash after the key was written and before the log was leaves a line that
// nobody needs; so does one that was cut short.
func TestKeyFileOutlivesACrash(t *testing.T) {
	t.Parallel()
	l := &signed{t: t, o: Options{Store: storetest.Open(t, Migrations()), Name: "log", KeyFile: filepath.Join(t.TempDir(), "log.key")}}
	first, err := AddKey(l.o.KeyFile, "log", storetest.Random(1))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(l.o.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.o.KeyFile, append(content, content[:20]...), 0o600); err != nil {
		t.Fatal(err)
	}
	l.start()
	l.start()
	if l.Key() == first.Public() {
		t.Error("a key from before the log was taken up")
	}
	if _, err := FindKey(l.o.KeyFile, first.Public()); err != nil {
		t.Error(err)
	}
}

func TestRunSignsWhatIsAppended(t *testing.T) {
	t.Parallel()
	l := startLog(t, storetest.Open(t, Migrations()), "log")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- l.Run(ctx) }()
	size := func() (size int64) {
		write(t, l.store, func(tx *store.Tx) {
			var err error
			if size, _, err = latest(tx); err != nil {
				t.Error(err)
			}
		})
		return size
	}
	// Each tick is taken once Run has heard of the append before it; the second of
	// a pair proves that the look between them is over.
	l.add(event("d", 1), event("d", 2))
	l.tick <- time.Time{}
	l.add(event("d", 3))
	l.tick <- time.Time{}
	if got := size(); got < 3 {
		t.Errorf("a checkpoint of %d events, want 3 or more", got)
	}
	l.add(event("d", 4))
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got := size(); got != 5 {
		t.Errorf("a checkpoint of %d events after the stop, want all 5", got)
	}
	l.verify()
}
