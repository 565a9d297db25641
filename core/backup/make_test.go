package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

func TestMakeIsVerifiedAndAlone(t *testing.T) {
	t.Parallel()
	for _, passphrase := range []string{"", "sesame"} {
		s := open(t, "")
		add(t, s, "one", "two", strings.Repeat("long ", 1<<19))
		o := options(t, passphrase)
		made := mustMake(t, s, o)
		if made.Name != "parley-20261120T120000.000Z.bak" || names(t, o.Dir) != made.Name {
			t.Errorf("made %s; the folder has %s", made.Name, names(t, o.Dir))
		}
		content, err := os.ReadFile(filepath.Join(o.Dir, made.Name))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if made.SHA256 != hex.EncodeToString(sum[:]) || made.Size != int64(len(content)) {
			t.Errorf("told %s of %d bytes, is %x of %d", made.SHA256, made.Size, sum, len(content))
		}
		if made.Header.Size != 3 || made.Header.Origin != "first" || made.Header.Schema["line"] != 1 || made.Header.Encrypted() != (passphrase != "") {
			t.Errorf("header %+v", made.Header)
		}
		if strings.Contains(string(content), "long long") != (passphrase == "") {
			t.Errorf("passphrase %q: readable %v", passphrase, passphrase != "")
		}
		for name, want := range map[string]os.FileMode{o.Dir: 0o700, filepath.Join(o.Dir, made.Name): 0o600} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
			}
		}
		h, err := Verify(t.Context(), filepath.Join(o.Dir, made.Name), o)
		if err != nil || h.Head != made.Header.Head {
			t.Errorf("verify: %+v, %v", h, err)
		}
		if made, err := Make(t.Context(), s, o); !errors.Is(err, ErrExists) || made.Name != "" {
			t.Errorf("a second one of the same instant: %v", err)
		}
	}
}

// The bot goes on while a backup is made, and the backup is of one instant.
func TestMakeWhileOthersWrite(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	add(t, s, "first")
	ctx, stop := context.WithCancel(t.Context())
	done, begun := make(chan error, 1), make(chan struct{})
	go func() {
		var err error
		for i := 0; ctx.Err() == nil && err == nil; i++ {
			err = s.Write(context.Background(), func(tx *store.Tx) error { return line(tx, strconv.Itoa(i), "first") })
			if i == 10 {
				close(begun)
			}
		}
		done <- err
	}()
	<-begun
	o := options(t, "sesame")
	made := mustMake(t, s, o)
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if made.Header.Size < 11 {
		t.Errorf("it has %d lines of those that were there before", made.Header.Size)
	}
	if _, err := Verify(t.Context(), filepath.Join(o.Dir, made.Name), o); err != nil {
		t.Error(err)
	}
}

func TestMakeFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := store.Open(t.Context(), store.Options{Path: path, Migrations: ledger()})
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, "one")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	made, err := MakeFile(t.Context(), path, options(t, ""))
	if err != nil || made.Header.Size != 1 {
		t.Errorf("%+v, %v", made, err)
	}
	o := options(t, "")
	if _, err := MakeFile(t.Context(), path+"-not", o); err == nil || names(t, o.Dir) != "" {
		t.Errorf("of nothing: %v, left %s", err, names(t, o.Dir))
	}
}

func TestMakeLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	add(t, s, "one")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	wrong := errors.New("wrong")
	calls := 0
	for name, c := range map[string]struct {
		ctx    context.Context
		change func(o *Options)
		want   error
	}{
		"stopped":      {ended, func(*Options) {}, context.Canceled},
		"a broken log": {t.Context(), func(o *Options) { o.VerifyLog = func(context.Context, *store.Store) error { return wrong } }, ErrBroken},
		"no head":      {t.Context(), func(o *Options) { o.Head = func(*store.Tx) (Head, error) { return Head{}, wrong } }, wrong},
		"another head": {t.Context(), func(o *Options) {
			o.Head = func(*store.Tx) (Head, error) { calls++; return Head{Size: int64(calls)}, nil }
		}, ErrBroken},
		"no salt": {t.Context(), func(o *Options) { o.Rand = strings.NewReader("short") }, nil},
		"a schema it has not": {t.Context(), func(o *Options) {
			o.Migrations = []store.Migrations{{Name: "line", FS: ledger()[0].FS}, {Name: "", FS: ledger()[0].FS}}
		}, nil},
	} {
		o := options(t, "sesame")
		c.change(&o)
		made, err := Make(c.ctx, s, o)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if left := names(t, o.Dir); left != "" || made.Name != "" {
			t.Errorf("%s: left %s", name, left)
		}
	}
}

func TestMakeOneAtATime(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	add(t, s, "one")
	o := options(t, "")
	// A check of the log that makes another backup is the surest way to be at it twice.
	o.VerifyLog = func(ctx context.Context, _ *store.Store) error {
		second := o
		second.VerifyLog = nil
		if _, err := Make(ctx, s, second); !errors.Is(err, ErrBusy) {
			t.Errorf("a second one meanwhile: %v", err)
		}
		return nil
	}
	mustMake(t, s, o)
}

// A killed process leaves its working folder, with a ledger in the clear in it.
func TestMakeClearsWhatWasLeft(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	add(t, s, "one")
	o := options(t, "sesame")
	if err := os.MkdirAll(filepath.Join(o.Dir, work), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{plainName, part, readBack, readBack + "-wal"} {
		if err := os.WriteFile(filepath.Join(o.Dir, work, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := mustMake(t, s, o)
	if got := names(t, o.Dir); got != made.Name {
		t.Errorf("the folder has %s", got)
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := Clean(t.Context(), filepath.Join(folder, "absent")); err != nil {
		t.Errorf("of nothing: %v", err)
	}
	left := filepath.Join(folder, work, plainName)
	if err := errors.Join(os.Mkdir(filepath.Dir(left), 0o700), os.WriteFile(left, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	_, release, err := store.Reserve(t.Context(), filepath.Join(folder, work))
	if err != nil {
		t.Fatal(err)
	}
	if err := Clean(t.Context(), folder); err != nil || names(t, folder) == "" {
		t.Errorf("while a backup is being made: %v, left %q", err, names(t, folder))
	}
	if err := errors.Join(release(), Clean(t.Context(), folder)); err != nil || names(t, folder) != "" {
		t.Errorf("afterwards: %v, left %q", err, names(t, folder))
	}
}

func TestMakeLetsOldOnesGo(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	add(t, s, "one")
	o := options(t, "")
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	at := noon.Add(-200 * day)
	old := []string{FileName(at), FileName(at.Add(time.Hour)), "diary.bak"}
	for _, name := range old {
		if err := os.WriteFile(filepath.Join(o.Dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := mustMake(t, s, o)
	if len(made.Removed) != 1 || made.Removed[0] != old[0] || names(t, o.Dir) != "diary.bak "+old[1]+" "+made.Name {
		t.Errorf("removed %q; the folder has %s", made.Removed, names(t, o.Dir))
	}
}
