package witness

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// Two installations vouch for each other as both logs grow.
func TestTwoWitnessEachOther(t *testing.T) {
	t.Parallel()
	harbor, lagoon := found(t, "harbor", 1), found(t, "lagoon", 2)
	sizes := map[*agency]int64{}
	for _, events := range []int{0, 1, 6, 0, 25} {
		for _, pair := range [][2]*agency{{harbor, lagoon}, {lagoon, harbor}} {
			a, w := pair[0], pair[1]
			a.grow(events, "p:a")
			request := a.request(sizes[a])
			line, err := w.Cosign(request, a.logKey())
			if err != nil {
				t.Fatal(err)
			}
			c := vouched(t, request, line, a.logKey(), w.witnessKey())
			if c.Size != sizes[a]+int64(events) && sizes[a] > 0 {
				t.Errorf("vouched for %d events after %d", c.Size, sizes[a])
			}
			sizes[a] = c.Size
		}
	}
	if sizes[harbor] != 33 || sizes[lagoon] != 33 {
		t.Errorf("%v", sizes)
	}
}

// A folder may be called anything: its name is no pattern for what is in it.
func TestFolderNamedLikeAPattern(t *testing.T) {
	t.Parallel()
	a := found(t, "harbor", 1)
	w, err := Open(filepath.Join(t.TempDir(), "[of] lagoon*"), "lagoon.witness", storetest.Random(7), func() time.Time { return storetest.Epoch })
	if err != nil {
		t.Fatal(err)
	}
	var seen int64
	for range 3 {
		a.grow(5, "p:a")
		request := a.request(seen)
		if _, err := w.Cosign(request, a.logKey()); err != nil {
			t.Fatal(err)
		}
		r, err := ParseRequest(request)
		if err != nil {
			t.Fatal(err)
		}
		seen = r.head.Size
	}
}

// The log's operator shows the witness another history.
func TestForkIsRefused(t *testing.T) {
	t.Parallel()
	w := found(t, "lagoon", 9)
	// Two logs under one name and one key: what a fork is.
	one, two := found(t, "harbor", 1), found(t, "harbor", 1)
	if one.log.Key() != two.log.Key() {
		t.Fatal("the two have two keys")
	}
	one.grow(5, "p:a")
	two.grow(5, "p:b")
	if _, err := w.Cosign(one.request(0), one.logKey()); err != nil {
		t.Fatal(err)
	}
	for name, request := range map[string][]byte{
		"as large": two.request(0), "as large, from there": two.request(6),
	} {
		if line, err := w.Cosign(request, two.logKey()); !errors.Is(err, ErrFork) || !Refused(err) || line != "" {
			t.Errorf("%s: %q, %v", name, line, err)
		}
	}
	two.grow(4, "p:b")
	_, err := w.Cosign(two.request(6), two.logKey())
	if !errors.Is(err, ErrFork) || !strings.Contains(err.Error(), "evidence is kept in") {
		t.Errorf("larger: %v", err)
	}
	kept, err := filepath.Glob(filepath.Join(w.folder, "*.fork"))
	if err != nil || len(kept) != 2 {
		t.Errorf("evidence: %v, %v", kept, err)
	}
	for _, name := range kept {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := audit.OpenCheckpoint(text, two.logKey()); err != nil {
			t.Errorf("%s proves nothing: %v", name, err)
		}
	}
	// The true one goes on.
	one.grow(1, "p:a")
	if _, err := w.Cosign(one.request(6), one.logKey()); err != nil {
		t.Error(err)
	}
}

func TestWhatElseIsRefused(t *testing.T) {
	t.Parallel()
	w, a, stranger := found(t, "lagoon", 9), found(t, "harbor", 1), found(t, "stranger", 3)
	a.grow(2, "p:a")
	small := a.request(0)
	a.grow(7, "p:a")
	large := a.request(0)
	if _, err := w.Cosign(large, a.logKey()); err != nil {
		t.Fatal(err)
	}
	if line, err := w.Cosign(large, a.logKey()); !errors.Is(err, ErrOther) || line != "" {
		t.Errorf("again, as if for the first time: %v", err)
	}
	if _, err := w.Cosign(a.request(10), a.logKey()); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if _, err := w.Cosign(small, a.logKey()); !errors.Is(err, ErrOlder) || !Refused(err) {
		t.Errorf("a smaller one: %v", err)
	}
	a.grow(3, "p:a")
	if _, err := w.Cosign(a.request(4), a.logKey()); !errors.Is(err, ErrOther) || Refused(err) || !strings.Contains(err.Error(), "--old 10") {
		t.Errorf("from elsewhere: %v", err)
	}
	if _, err := w.Cosign(a.request(10), stranger.logKey()); !Refused(err) {
		t.Errorf("another key: %v", err)
	}
	if _, err := w.Cosign([]byte("nonsense"), a.logKey()); err == nil {
		t.Error("nonsense was vouched for")
	}
	// A key that is trusted, but for another log.
	r, err := ParseRequest(a.request(10))
	if err != nil {
		t.Fatal(err)
	}
	stranger.grow(0, "")
	forged := stranger.request(0)
	text, _, _ := strings.Cut(string(r.Checkpoint), "\n\n")
	r.Checkpoint = []byte(text + "\n\n" + string(forged[bytes.LastIndex(forged, []byte("— ")):]))
	if _, err := w.Cosign(r.Format(), a.logKey(), stranger.logKey()); !Refused(err) {
		t.Errorf("a stranger's signature: %v", err)
	}
}

// A checkpoint signed by both keys convinces a witness who knows the old one, and
// one who knows the new one.
func TestWitnessFollowsAChangeOfKeys(t *testing.T) {
	t.Parallel()
	a := found(t, "harbor", 1)
	old := a.logKey()
	a.grow(3, "p:a")
	first := a.request(0)
	if _, err := a.log.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for seed, key := range map[uint64]bool{11: true, 12: false} {
		w := found(t, "lagoon", seed)
		if _, err := w.Cosign(first, old); err != nil {
			t.Fatal(err)
		}
		known := a.logKey()
		if key {
			known = old
		}
		if _, err := w.Cosign(a.request(4), known); err != nil {
			t.Error(err)
		}
	}
}

// Of two that look at the same time only one is remembered, whatever they saw.
func TestOnlyOneGetsThrough(t *testing.T) {
	t.Parallel()
	w, one, two := found(t, "lagoon", 9), found(t, "harbor", 1), found(t, "harbor", 1)
	one.grow(5, "p:a")
	two.grow(6, "p:b")
	seen, err := w.last("harbor")
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParseRequest(one.request(0))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseRequest(two.request(0))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.remember(seen, a); err != nil {
		t.Error(err)
	}
	if err := w.remember(seen, b); !errors.Is(err, ErrRace) {
		t.Errorf("the second: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(w.folder, ".new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestWitnessKeepsItsKey(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new")
	now := func() time.Time { return storetest.Epoch }
	for _, name := range []string{"", "two words", "a+b"} {
		if _, err := Open(folder, name, storetest.Random(1), now); err == nil {
			t.Errorf("a witness named %q", name)
		}
	}
	w, err := Open(folder, "lagoon", storetest.Random(1), now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(folder, "", storetest.Random(2), now)
	if err != nil || again.Key() != w.Key() {
		t.Errorf("%v", err)
	}
	if _, err := Open(folder, "other", storetest.Random(2), now); err == nil {
		t.Error("it took another name")
	}
	path := filepath.Join(folder, "witness.key")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder, "", storetest.Random(2), now); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("an open key: %v", err)
	}
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("PRIVATE+KEY+x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder, "", storetest.Random(2), now); !errors.Is(err, errKey) {
		t.Errorf("a damaged key: %v", err)
	}
}

func TestDamagedMemory(t *testing.T) {
	t.Parallel()
	w, a := found(t, "lagoon", 9), found(t, "harbor", 1)
	a.grow(3, "p:a")
	if _, err := w.Cosign(a.request(0), a.logKey()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.file("harbor", 1), []byte("?"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Cosign(a.request(4), a.logKey()); err == nil || !strings.Contains(err.Error(), "is damaged") {
		t.Errorf("%v", err)
	}
}

func TestNothingToVouchFor(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, audit.Migrations())
	err := s.Read(t.Context(), func(tx *store.Tx) error { _, err := NewRequest(tx, 0); return err })
	if !errors.Is(err, audit.ErrNoCheckpoint) {
		t.Errorf("%v", err)
	}
}
