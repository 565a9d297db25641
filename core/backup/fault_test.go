package backup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// failing is a disk whose n-th act fails: a write after half of it was written,
// anything else before it has any effect.
type failing struct {
	machine
	n, acts int
	with    error
}

func (d *failing) strike() error {
	d.acts++
	if d.acts == d.n {
		return d.with
	}
	return nil
}

func (d *failing) Create(name string) (File, error) {
	if err := d.strike(); err != nil {
		return nil, err
	}
	f, err := d.machine.Create(name)
	return &failingFile{f, d}, err
}

func (d *failing) Sync(name string) error {
	return errors.Join(d.strike(), d.machine.Sync(name))
}

func (d *failing) Rename(from, to string) error {
	if err := d.strike(); err != nil {
		return err
	}
	return d.machine.Rename(from, to)
}

func (d *failing) Link(from, to string) error {
	if err := d.strike(); err != nil {
		return err
	}
	return d.machine.Link(from, to)
}

type failingFile struct {
	File
	disk *failing
}

func (f *failingFile) Write(p []byte) (int, error) {
	if err := f.disk.strike(); err != nil {
		n, _ := f.File.Write(p[:len(p)/2])
		return n, err
	}
	return f.File.Write(p)
}

func (f *failingFile) Sync() error { return errors.Join(f.disk.strike(), f.File.Sync()) }

func (f *failingFile) Close() error { return errors.Join(f.File.Close(), f.disk.strike()) }

// each runs act with a disk that fails at its first step, then at its second, and
// so on, until nothing is left to fail.
func each(t *testing.T, act func(t *testing.T, d *failing) error) {
	t.Helper()
	for _, with := range []error{syscall.ENOSPC, syscall.EIO} {
		for n := 1; ; n++ {
			d := &failing{n: n, with: with}
			err := act(t, d)
			if d.acts < n {
				if err != nil {
					t.Fatalf("nothing failed, and yet: %v", err)
				}
				if n < 6 {
					t.Fatalf("only %d acts: the disk is bypassed", n)
				}
				break
			}
			if !errors.Is(err, with) || errors.Is(err, ErrBroken) {
				t.Fatalf("act %d failed with %v; told %v", n, with, err)
			}
		}
	}
}

func TestMakeOnAFailingDisk(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	add(t, s, "one", strings.Repeat(" ", 2<<20))
	for _, passphrase := range []string{"", "sesame"} {
		each(t, func(t *testing.T, d *failing) error {
			o := options(t, passphrase)
			o.Disk = d
			made, err := Make(t.Context(), s, o)
			if want := made.Name; names(t, o.Dir) != want || (err == nil) == (want == "") {
				t.Errorf("act %d: the folder has %q; told %q, %v", d.n, names(t, o.Dir), want, err)
			}
			return err
		})
	}
}

func TestRestoreOnAFailingDisk(t *testing.T) {
	t.Parallel()
	o := options(t, "sesame")
	from, want := backedUp(t, o)
	for _, force := range []bool{false, true} {
		each(t, func(t *testing.T, d *failing) error {
			home := t.TempDir()
			to := filepath.Join(home, "parley.db")
			if force {
				for _, suffix := range []string{"", "-wal"} {
					if err := os.WriteFile(to+suffix, []byte("old"+suffix), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			o := o
			o.Disk = d
			r, err := Restore(t.Context(), from, to, force, o)
			if r.Path == "" {
				checkUntouched(t, home, force)
				return err
			}
			// The last step only makes sure of it; a failure there is told, with the ledger in its place.
			if got := dump(t, open(t, to)); got != want {
				t.Errorf("act %d: restored %d characters, want %d", d.n, len(got), len(want))
			}
			if force && (content(t, r.Kept) != "old" || content(t, r.Kept+"-wal") != "old-wal") {
				t.Errorf("act %d: the old ledger is lost", d.n)
			}
			return err
		})
	}
}

func checkUntouched(t *testing.T, home string, there bool) {
	t.Helper()
	want := ""
	if there {
		want = "parley.db parley.db-wal"
		if content(t, filepath.Join(home, "parley.db")) != "old" || content(t, filepath.Join(home, "parley.db-wal")) != "old-wal" {
			t.Error("the old ledger has changed")
		}
	}
	if got := names(t, home); got != want {
		t.Errorf("the folder has %q, want %q", got, want)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(b)
}
