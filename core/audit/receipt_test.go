package audit

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// frozen is a log whose every byte is known beforehand.
func frozen(t *testing.T) *signed {
	t.Helper()
	l := startLog(t, storetest.Open(t, Migrations()), "parley-0011aabb")
	l.add(event("d1", 1), event("d2", 1), event("d1", 2, Text{Kind: "note", Text: "hello", Author: "1f"}), event("d3", 1))
	l.sign()
	return l
}

func (l *signed) receipt(seq int64) (data []byte) {
	l.t.Helper()
	write(l.t, l.store, func(tx *store.Tx) {
		var err error
		if data, err = Receipt(tx, seq); err != nil {
			l.t.Fatal(err)
		}
	})
	return data
}

// The formats are published: this file may get companions, but never other bytes.
func TestGoldenReceipt(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	want, err := os.ReadFile(filepath.Join("testdata", "receipt.tlog-proof"))
	if err != nil {
		t.Fatal(err)
	}
	if got := l.receipt(3); !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if l.Key() != goldenKey {
		t.Errorf("key %s", l.Key())
	}
	// Whatever becomes of the database: file and key are all it takes.
	p, err := VerifyReceipt(want, verifiers(t, goldenKey)...)
	if err != nil {
		t.Fatal(err)
	}
	if p.Record.Deal != "d1" || p.Record.DealSeq != 2 || p.Record.Seq != 3 || p.Checkpoint.Size != 5 || p.Origin != "parley-0011aabb" ||
		len(p.SignedBy) != 1 || p.SignedBy[0] != "parley-0011aabb" {
		t.Errorf("%+v", p)
	}
}

// I16: receipts verify for ever, however the log goes on, and are always the same.
func TestI16ReceiptsVerifyForEver(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	var before [][]byte
	for seq := range int64(5) {
		before = append(before, l.receipt(seq))
	}
	old := l.Key()
	for i := range 40 {
		l.add(event("more", i+1))
		if i%7 == 0 {
			l.sign()
		}
	}
	if _, err := l.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for seq, want := range before {
		if got := l.receipt(int64(seq)); !bytes.Equal(got, want) {
			t.Errorf("event %d has another receipt:\n%s\n%s", seq, got, want)
		}
		if _, err := VerifyReceipt(want, verifiers(t, old)...); err != nil {
			t.Errorf("event %d: %v", seq, err)
		}
	}
	for seq := range int64(46) {
		data := l.receipt(seq)
		if _, err := VerifyReceipt(data, verifiers(t, old)...); err != nil {
			t.Errorf("event %d: %v\n%s", seq, err, data)
		}
		if len(data) > 2048 {
			t.Errorf("event %d: %d bytes", seq, len(data))
		}
	}
}

// Each byte of a receipt, changed in each bit and to each of a few others, cut
// off or doubled, is refused.
func TestReceiptByteForByte(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	for _, seq := range []int64{0, 3} {
		data := l.receipt(seq)
		keys := verifiers(t, l.Key())
		refuse := func(what string, at int, changed []byte) {
			if p, err := VerifyReceipt(changed, keys...); err == nil {
				t.Errorf("event %d: byte %d %s: accepted as %+v", seq, at, what, p)
			}
		}
		for i, c := range data {
			for bit := range 8 {
				changed := bytes.Clone(data)
				changed[i] ^= 1 << bit
				refuse("flipped", i, changed)
			}
			for _, other := range []byte("\n\r =A+/0") {
				if other != c {
					changed := bytes.Clone(data)
					changed[i] = other
					refuse("replaced", i, changed)
				}
			}
			refuse("cut", i, data[:i])
			refuse("left out", i, append(bytes.Clone(data[:i]), data[i+1:]...))
			if doubled := append(bytes.Clone(data[:i+1]), data[i:]...); !bytes.Equal(doubled, data) {
				refuse("doubled", i, doubled)
			}
		}
	}
}

func TestReceiptRefusesOthers(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	other := startLog(t, storetest.Open(t, Migrations()), "other")
	data := l.receipt(3)
	if _, err := VerifyReceipt(data, verifiers(t, other.Key())...); err == nil {
		t.Error("the key of another log verified it")
	}
	if _, err := VerifyReceipt(data); err == nil {
		t.Error("no key verified it")
	}
	// The event of one receipt in the place of another.
	a, err := parseReceipt(l.receipt(1))
	if err != nil {
		t.Fatal(err)
	}
	b, err := parseReceipt(l.receipt(2))
	if err != nil {
		t.Fatal(err)
	}
	b.payload = a.payload
	if _, err := VerifyReceipt(b.format(), verifiers(t, l.Key())...); err == nil || !strings.Contains(err.Error(), "its event says 1") {
		t.Errorf("%v", err)
	}
	b.payload, b.seq = []byte("no event"), 2
	if _, err := VerifyReceipt(b.format(), verifiers(t, l.Key())...); !errors.Is(err, errFormat) {
		t.Errorf("%v", err)
	}
	if _, err := VerifyReceipt(make([]byte, maxReceipt+1), verifiers(t, l.Key())...); !errors.Is(err, errReceipt) {
		t.Errorf("%v", err)
	}
}

func TestReceiptBeforeACheckpoint(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	l.add(event("d4", 1))
	write(t, l.store, func(tx *store.Tx) {
		if _, err := Receipt(tx, 5); !errors.Is(err, ErrUnsigned) {
			t.Errorf("unsigned: %v", err)
		}
		if _, err := Receipt(tx, 99); !errors.Is(err, ErrUnsigned) {
			t.Errorf("not there: %v", err)
		}
	})
}

func FuzzReceipt(f *testing.F) {
	golden, err := os.ReadFile(filepath.Join("testdata", "receipt.tlog-proof"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add([]byte(receiptHeader + "extra \nindex 0\n\n"))
	f.Add([]byte(receiptHeader + "extra e30=\nindex 7\n" + base64.StdEncoding.EncodeToString(make([]byte, 32)) + "\n\nlog\n8\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := parseReceipt(data)
		if err == nil && !bytes.Equal(r.format(), data) {
			t.Fatalf("a second spelling of\n%s", r.format())
		}
		_, err = VerifyReceipt(data, verifiers(t, goldenKey)...)
		if (err == nil) != bytes.Equal(data, golden) {
			t.Fatalf("%v for\n%s", err, data)
		}
	})
}
