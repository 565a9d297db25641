package audit

import (
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestRotate(t *testing.T) {
	t.Parallel()
	l := ledger(t)
	before := l.Key()
	after, err := l.Rotate(t.Context())
	if err != nil || after == before || l.Key() != after {
		t.Fatalf("%s became %s, %v", before, after, err)
	}
	text, err := l.Checkpoint(t.Context())
	if err != nil || strings.Count(string(text), "— log ") != 2 {
		t.Errorf("signed by both: %v\n%s", err, text)
	}
	l.read(text, before, after)
	l.add(event("d1", 6))
	if c := l.sign(); c.Size != 12 {
		t.Errorf("%+v", c)
	}
	if r := l.verify(); r.Checkpoints != 5 {
		t.Errorf("%+v", r)
	}
	// Who has the old key learns the new one from a receipt of the change.
	p, err := VerifyReceipt(l.receipt(10), verifiers(t, before)...)
	if err != nil || p.Record.Type != "log.key_rotated" || p.Record.Detail("old") != before || p.Record.Detail("new") != after {
		t.Errorf("%+v, %v", p.Record, err)
	}
	l.start() // finds the new key in the same file
	if l.Key() != after {
		t.Errorf("key after a start: %s", l.Key())
	}
}

// Nobody else can change the key: the old one must sign the change.
func TestVerifyFindsAStolenLog(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		old  func(l *signed) string
		want string
		seq  int64
	}{
		"signed by the new key alone": {func(l *signed) string { return l.Key() }, "not signed by both", 10},
		"another old key":             {func(*signed) string { return "" }, "not the log's", 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := ledger(t)
			thief, _, err := newKey(storetest.Random(99), "log")
			if err != nil {
				t.Fatal(err)
			}
			write(t, l.store, func(tx *store.Tx) {
				if err := rotated(tx, test.old(l), thief.Public()); err != nil {
					t.Fatal(err)
				}
				size, root, err := Head(tx)
				if err != nil {
					t.Fatal(err)
				}
				c := Checkpoint{Origin: "log", Size: size, Root: root}
				text, err := c.sign(thief)
				if err == nil {
					err = keep(tx, c, text)
				}
				if err != nil {
					t.Fatal(err)
				}
			})
			l.found(test.seq, test.want)
		})
	}
}

func TestRestored(t *testing.T) {
	t.Parallel()
	l := ledger(t)
	key, held := l.Key(), l.receipt(9)
	l.add(event("d1", 6)) // in the backup, but never signed under the old name
	write(t, l.store, func(tx *store.Tx) {
		for _, name := range []string{"log", "two words", "a+b"} {
			if _, err := Restored(tx, name); err == nil {
				t.Errorf("restored as %q", name)
			}
		}
		size, root, err := Head(tx)
		if err != nil {
			t.Fatal(err)
		}
		if name, err := Restored(tx, "log-2"); name != "log-2" || err != nil {
			t.Fatalf("%q, %v", name, err)
		}
		records, err := Since(tx, size-1, typeRestored, 9)
		if err != nil || len(records) != 1 || records[0].Detail("origin") != "log" || records[0].Detail("root") != rootText(root) {
			t.Errorf("%+v, %v", records, err)
		}
	})
	l.o.Name = "log"
	if _, err := Start(t.Context(), l.o); err == nil || !strings.Contains(err.Error(), "log-2") {
		t.Errorf("under its old name: %v", err)
	}
	l.o.Name = ""
	l.start()
	if l.Name() != "log-2" || !strings.HasPrefix(l.Key(), "log-2+") {
		t.Errorf("%s signs %s", l.Key(), l.Name())
	}
	if _, err := FindKey(l.o.KeyFile, key); err != nil {
		t.Errorf("the old key: %v", err)
	}
	l.add(event("d1", 7))
	l.sign()
	if r := l.verify(); r.Origin != "log-2" || r.Events != 14 {
		t.Errorf("%+v", r)
	}
	if _, err := VerifyReceipt(held, verifiers(t, key)...); err != nil {
		t.Errorf("a receipt from before: %v", err)
	}
	p, err := VerifyReceipt(l.receipt(10), verifiers(t, l.Key())...)
	if err != nil || p.Origin != "log" || p.Checkpoint.Origin != "log-2" {
		t.Errorf("what was carried over: %+v, %v", p, err)
	}
}

// A restored log must say truly what it continues.
func TestVerifyFindsAFalseRestore(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(b *body){
		"origin": func(b *body) { b.d[0].Value = "nobody" },
		"size":   func(b *body) { b.d[1].Value = int64(3) },
		"root":   func(b *body) { b.d[2].Value = "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := ledger(t)
			write(t, l.store, func(tx *store.Tx) {
				name, err := Restored(tx, "")
				if err != nil || !strings.HasPrefix(name, "parley-") {
					t.Errorf("%q, %v", name, err)
				}
			})
			l.forge(10, change)
			l.found(10, "does not continue the log before it")
		})
	}
	empty := storetest.Open(t, Migrations())
	write(t, empty, func(tx *store.Tx) {
		if _, err := Restored(tx, "x"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a log that never was: %v", err)
		}
	})
}
