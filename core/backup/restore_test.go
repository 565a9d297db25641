package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// made returns a backup of a small ledger and what that looked like.
func backedUp(t *testing.T, o Options) (path, want string) {
	t.Helper()
	s := open(t, "")
	add(t, s, "one", "two", strings.Repeat("long ", 1<<18))
	return filepath.Join(o.Dir, mustMake(t, s, o).Name), dump(t, s)
}

func TestI27RestoredIsEqual(t *testing.T) {
	t.Parallel()
	for _, passphrase := range []string{"", "sesame"} {
		o := options(t, passphrase)
		from, want := backedUp(t, o)
		home := t.TempDir()
		to := filepath.Join(home, "parley.db")
		r, err := Restore(t.Context(), from, to, false, o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Kept != "" || r.Path != to || r.Header.Size != 3 || names(t, home) != "parley.db" {
			t.Errorf("%+v; the folder has %s", r, names(t, home))
		}
		if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		if got := dump(t, open(t, to)); got != want {
			t.Errorf("restored %d characters, want %d", len(got), len(want))
		}
	}
}

// What a killed restore left in the clear goes with the next one, refused or not,
// and stops neither.
func TestRestoreTidiesAfterAKilledOne(t *testing.T) {
	t.Parallel()
	o := options(t, "sesame")
	from, _ := backedUp(t, o)
	home := t.TempDir()
	to := filepath.Join(home, "parley.db")
	for _, word := range []string{"simsim", "sesame"} {
		left := filepath.Join(home, ".parley-restore-parley.db")
		if err := os.Mkdir(left, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(left, readBack), []byte("in the clear"), 0o600); err != nil {
			t.Fatal(err)
		}
		o.Passphrase = word
		_, err := Restore(t.Context(), from, to, false, o)
		if want := word == "sesame"; (err == nil) != want {
			t.Errorf("%s: %v", word, err)
		}
		if got := names(t, home); strings.Contains(got, "restore") {
			t.Errorf("%s: left %s", word, got)
		}
	}
}

func TestI27RefusedLeavesNothing(t *testing.T) {
	t.Parallel()
	o := options(t, "sesame")
	from, _ := backedUp(t, o)
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	flip := func(at int) func([]byte) []byte {
		return func(b []byte) []byte { b[at] ^= 4; return b }
	}
	for name, c := range map[string]struct {
		change     func(b []byte) []byte
		passphrase string
		want       error
	}{
		"the beginning":     {flip(0), "sesame", ErrBroken},
		"the header":        {flip(60), "sesame", ErrBroken},
		"the first segment": {flip(1000), "sesame", ErrBroken},
		"the last segment":  {flip(len(content) - 1), "sesame", ErrBroken},
		"cut":               {func(b []byte) []byte { return b[:len(b)-1] }, "sesame", ErrBroken},
		"nothing":           {func([]byte) []byte { return nil }, "sesame", ErrBroken},
		"another word":      {func(b []byte) []byte { return b }, "simsim", ErrBroken},
		"no word":           {func(b []byte) []byte { return b }, "", ErrLocked},
	} {
		bad := filepath.Join(t.TempDir(), "bad.bak")
		if err := os.WriteFile(bad, c.change(append([]byte(nil), content...)), 0o600); err != nil {
			t.Fatal(err)
		}
		o := o
		o.Passphrase = c.passphrase
		home := t.TempDir()
		if _, err := Restore(t.Context(), bad, filepath.Join(home, "parley.db"), false, o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
			t.Errorf("%s: left %v, %v", name, left, err)
		}
		if _, err := Verify(t.Context(), bad, o); !errors.Is(err, c.want) {
			t.Errorf("%s: verify: %v", name, err)
		}
	}
}

func TestRestoreOverwritesOnlyWhenTold(t *testing.T) {
	t.Parallel()
	o := options(t, "")
	from, want := backedUp(t, o)
	home := t.TempDir()
	to := filepath.Join(home, "parley.db")
	old := open(t, to)
	add(t, old, "old")
	oldWant := dump(t, old)
	if _, err := Restore(t.Context(), from, to, true, o); !errors.Is(err, store.ErrInUse) {
		t.Errorf("while it is served: %v", err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), from, to, false, o); !errors.Is(err, ErrExists) {
		t.Errorf("without being told: %v", err)
	}
	if got := names(t, home); got != "parley.db" {
		t.Errorf("refused, but the folder has %s", got)
	}
	// A log that was left by a killed process belongs to the old ledger alone.
	if err := os.WriteFile(to+"-wal", []byte("left"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Restore(t.Context(), from, to, true, o)
	if err != nil {
		t.Fatal(err)
	}
	if kept := to + ".before-20261120T120000.000Z"; r.Kept != kept || names(t, home) != "parley.db parley.db.before-20261120T120000.000Z parley.db.before-20261120T120000.000Z-wal" {
		t.Errorf("kept %s; the folder has %s", r.Kept, names(t, home))
	}
	if err := os.Remove(r.Kept + "-wal"); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, open(t, r.Kept)); got != oldWant {
		t.Errorf("the old ledger is now %s", got)
	}
	if got := dump(t, open(t, to)); got != want {
		t.Error("the new ledger is not what was backed up")
	}
}

func TestRestoreThroughALink(t *testing.T) {
	t.Parallel()
	o := options(t, "")
	from, want := backedUp(t, o)
	place := filepath.Join(t.TempDir(), "parley.db")
	add(t, open(t, place), "old")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(place, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if _, err := Restore(t.Context(), from, link, true, o); !errors.Is(err, store.ErrInUse) {
		t.Errorf("while it is served: %v", err)
	}
	free := filepath.Join(t.TempDir(), "free.db")
	if r, err := Restore(t.Context(), from, free, false, o); err != nil || dump(t, open(t, r.Path)) != want {
		t.Errorf("%+v, %v", r, err)
	}
}

// The log goes on after a restore, under another name.
func TestRestoreContinuesTheLog(t *testing.T) {
	t.Parallel()
	o := options(t, "")
	from, _ := backedUp(t, o)
	var told Head
	o.Restored = func(tx *store.Tx, old Head) error {
		told = old
		return line(tx, "restored", "second")
	}
	to := filepath.Join(t.TempDir(), "parley.db")
	r, err := Restore(t.Context(), from, to, false, o)
	if err != nil || told != r.Header.Head || told.Origin != "first" {
		t.Fatalf("told %+v, %v", told, err)
	}
	if got := dump(t, open(t, to)); !strings.Contains(got, "restored second\n") {
		t.Error("the log was not continued")
	}
	wrong := errors.New("wrong")
	o.Restored = func(*store.Tx, Head) error { return wrong }
	home := t.TempDir()
	if _, err := Restore(t.Context(), from, filepath.Join(home, "x.db"), false, o); !errors.Is(err, wrong) || names(t, home) != "" {
		t.Errorf("a log that cannot go on: %v, left %s", err, names(t, home))
	}
}

// A ledger of a newer program must not be opened by an older one.
func TestVerifyRefusesANewerLedger(t *testing.T) {
	t.Parallel()
	o := options(t, "")
	from, _ := backedUp(t, o)
	o.Migrations = []store.Migrations{{Name: "line", FS: emptyFS()}}
	if _, err := Verify(t.Context(), from, o); !errors.Is(err, ErrNewer) {
		t.Error(err)
	}
	if _, err := Verify(t.Context(), from+"-not", o); !errors.Is(err, os.ErrNotExist) || errors.Is(err, ErrBroken) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Restore(t.Context(), from, filepath.Join(t.TempDir(), "no", "x.db"), false, o); err == nil {
		t.Error("restored into a folder that is not there")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Verify(ended, from, o); !errors.Is(err, context.Canceled) || errors.Is(err, ErrBroken) {
		t.Errorf("stopped: %v", err)
	}
}

// What is whole by its checksum, but is no database, was never a good backup.
func TestVerifyLooksInside(t *testing.T) {
	t.Parallel()
	o := options(t, "")
	path := filepath.Join(t.TempDir(), "odd.bak")
	if err := os.WriteFile(path, packed(t, "", noise(5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), path, o); !errors.Is(err, ErrBroken) {
		t.Error(err)
	}
}
