package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// diskFigures are what was counted.
type diskFigures struct {
	lives, struck, killed, ended, refused, sends int
	kinds                                        map[string]int // calls struck, by kind and file
}

// count takes in the calls of a life, and returns how many of them were struck.
func (f *diskFigures) count(calls []diskCall) (struck int) {
	if f.kinds == nil {
		f.kinds = map[string]int{}
	}
	for _, c := range calls {
		if c.struck {
			struck++
			f.kinds[c.name]++
		}
	}
	f.struck += struck
	return struck
}

// diskTrial is what all troubles have in common: a life without any.
type diskTrial struct {
	calls []diskCall // of the work, where nothing fails
	old   string     // a backup, from another day

	mu      sync.Mutex
	figures diskFigures
}

const diskOld = "parley-20260309T150000Z.bak"

func newDiskTrial(t *testing.T) *diskTrial {
	t.Helper()
	d := &diskTrial{old: filepath.Join(t.TempDir(), diskOld)}
	d.rehearse(t)
	return d
}

// keepOld puts the old backup where the bot keeps its own.
func (d *diskTrial) keepOld(t *testing.T, w *crashWorld) {
	t.Helper()
	folder := crashConfig(w.orders.Database, w.orders.URL).BackupDir
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if len(d.calls) > 0 {
		copyFile(t, d.old, filepath.Join(folder, diskOld))
	}
}

// check looks at what a life left behind, on a copy: the whole log and the tables
// against it, the notifications against the events, and every backup.
func (d *diskTrial) check(t *testing.T, w *crashWorld) {
	t.Helper()
	place := filepath.Join(t.TempDir(), "parley.db")
	for _, suffix := range []string{"", "-wal"} {
		if _, err := os.Stat(w.orders.Database + suffix); !errors.Is(err, fs.ErrNotExist) {
			copyFile(t, w.orders.Database+suffix, place+suffix)
		}
	}
	l, err := w.diskVerify(place)
	if err != nil {
		w.fail("the ledger is not in order: %v", err)
		return
	}
	(&crashWorld{t: w.t}).checkNews(l)
	folder := crashConfig(w.orders.Database, w.orders.URL).BackupDir
	made, err := filepath.Glob(filepath.Join(folder, "parley-*.bak"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range made {
		if _, err := backup.Verify(t.Context(), name, house.BackupOptions(crashConfig(place, ""))); err != nil {
			w.fail("half a backup is left: %v", err)
		}
	}
	if len(d.calls) > 0 && !slices.Contains(made, filepath.Join(folder, diskOld)) {
		w.fail("the old backup is gone")
	}
}

// diskVerify reads a ledger that may not have got far.
func (w *crashWorld) diskVerify(place string) (l crashLedger, err error) {
	migrations := bot.Migrations(house.Apps(crashConfig(place, ""), nil))
	s, err := store.Open(w.ctx, store.Options{
		Path: place, Logger: slog.New(slog.DiscardHandler), Now: w.orders.now, Migrations: migrations,
	})
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.Read(w.ctx, func(tx *store.Tx) error {
		_, err := audit.Open(tx, "")
		return err
	})
	begun := err == nil
	if err != nil && !errors.Is(err, store.ErrReadOnly) { // else it has no name yet: no bot ever got as far as that
		return l, err
	}
	err = s.Read(w.ctx, func(tx *store.Tx) error { return errors.Join(crashSound(tx), l.load(tx)) })
	if err != nil || !begun {
		return l, err
	}
	_, err = audit.VerifyLog(w.ctx, s, house.CheckReplay, migrations...)
	return l, err
}

// diskAudit compares the ledger at the end with what people were told.
func (w *crashWorld) diskAudit() {
	w.t.Helper()
	l, err := w.diskVerify(w.orders.Database)
	if err != nil {
		w.t.Fatal(err)
	}
	w.checkActs(l)
	w.checkNotes(l)
	w.checkLetters(l)
	w.checkNews(l)
	left, err := filepath.Glob(filepath.Join(crashConfig(w.orders.Database, w.orders.URL).BackupDir, ".parley-work"))
	if err != nil || len(left) > 0 {
		w.t.Errorf("left behind: %v, %v", left, err)
	}
}

func (d *diskTrial) add(f diskFigures) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := &d.figures
	all.lives += f.lives
	all.struck += f.struck
	all.killed += f.killed
	all.ended += f.ended
	all.refused += f.refused
	all.sends += f.sends
	if all.kinds == nil {
		all.kinds = map[string]int{}
	}
	for name, n := range f.kinds {
		all.kinds[name] += n
	}
}

// report says which calls the work makes, and what came of striking them.
func (d *diskTrial) report(troubles int) string {
	made := map[string]int{}
	for _, c := range d.calls {
		made[c.name]++
	}
	var text bytes.Buffer
	f := d.figures
	fmt.Fprintf(&text, "%d calls; %d troubles, %d lives, %d calls struck, %d killed, %d ended by themselves, %d events refused",
		len(d.calls), troubles, f.lives, f.struck, f.killed, f.ended, f.refused)
	for _, name := range slices.Sorted(maps.Keys(made)) {
		fmt.Fprintf(&text, "\n%6d made, %6d struck: %s", made[name], f.kinds[name], name)
	}
	return strings.TrimSpace(text.String())
}
