package witness

import (
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// agency is an installation: a log, and a witness for the logs of others.
type agency struct {
	*Witness
	t     *testing.T
	log   *audit.Service
	store *store.Store
}

func found(t *testing.T, name string, seed uint64) *agency {
	t.Helper()
	a := &agency{t: t, store: storetest.Open(t, audit.Migrations())}
	var err error
	a.log, err = audit.Start(t.Context(), audit.Options{
		Store: a.store, Name: name, KeyFile: filepath.Join(t.TempDir(), "log.key"), Rand: storetest.Random(seed),
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Witness, err = Open(t.TempDir(), name+".witness", storetest.Random(seed+100), func() time.Time { return storetest.Epoch })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// grow appends events to the log and has it signed.
func (a *agency) grow(events int, actor string) {
	a.t.Helper()
	err := a.store.Write(a.t.Context(), func(tx *store.Tx) error {
		for range events {
			if _, err := audit.Append(tx, audit.Event{Type: "test.happened", Actor: actor}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = a.log.Checkpoint(a.t.Context())
	}
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *agency) request(old int64) (text []byte) {
	a.t.Helper()
	err := a.store.Read(a.t.Context(), func(tx *store.Tx) error {
		r, err := NewRequest(tx, old)
		text = r.Format()
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}

// logKey is what others know of this log.
func (a *agency) logKey() note.Verifier {
	a.t.Helper()
	k, err := note.NewVerifier(a.log.Key())
	if err != nil {
		a.t.Fatal(err)
	}
	return k
}

func (a *agency) witnessKey() note.Verifier {
	a.t.Helper()
	k, err := NewVerifier(a.Key())
	if err != nil {
		a.t.Fatal(err)
	}
	return k
}

// vouched checks that a line is a witness's signature under a request's checkpoint.
func vouched(t *testing.T, request []byte, line string, keys ...note.Verifier) audit.Checkpoint {
	t.Helper()
	r, err := ParseRequest(request)
	if err != nil {
		t.Fatal(err)
	}
	c, signers, err := audit.OpenCheckpoint(append(r.Checkpoint, line...), keys...)
	if err != nil || len(signers) != len(keys) {
		t.Fatalf("%d signers, %v", len(signers), err)
	}
	return c
}
