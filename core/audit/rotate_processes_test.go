package audit

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store/storetest"
)

// Another process that signs the same log learns of a new key from the log.
func TestRotateBesideAnother(t *testing.T) {
	t.Parallel()
	l := ledger(t)
	before := l.Key()
	other, err := Start(t.Context(), Options{Store: l.store, KeyFile: l.keyFile, Rand: storetest.Random(8)})
	if err != nil {
		t.Fatal(err)
	}
	after, err := l.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l.add(event("d1", 6))
	text, err := other.Checkpoint(t.Context())
	if err != nil || other.Key() != after {
		t.Fatalf("signed with %s: %v", other.Key(), err)
	}
	l.read(text, after)
	if _, err := other.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Rotate(t.Context()); err != nil || l.Key() == after || l.Key() == before {
		t.Errorf("turn by turn, the key became %s: %v", l.Key(), err)
	}
	l.verify()
}

// One whose file lacks the new key says so and signs nothing.
func TestRotateWithoutTheFile(t *testing.T) {
	t.Parallel()
	l := ledger(t)
	other, err := Start(t.Context(), Options{Store: l.store, KeyFile: l.keyFile, Rand: storetest.Random(8)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.add(event("d1", 6))
	other.keyFile += ".elsewhere"
	if _, err := other.Checkpoint(t.Context()); err == nil || !strings.Contains(err.Error(), "put it back") {
		t.Errorf("signed without the key: %v", err)
	}
}
