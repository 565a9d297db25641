package audit

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// long is a log of more events than a look at its end takes in, with checkpoints
// of 1, 50, 51, where the key changed, and all events.
func long(t *testing.T) *signed {
	t.Helper()
	l := startLog(t, storetest.Open(t, Migrations()), "log")
	l.sign()
	more := func(n int) {
		write(t, l.store, func(tx *store.Tx) {
			for range n {
				add(t, tx, event("", 0))
			}
		})
	}
	more(49)
	l.sign()
	if _, err := l.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	more(tail + 10)
	l.sign()
	return l
}

func TestVerifyTail(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change string
		seq    int64
	}{
		"nothing":                 {`DELETE FROM audit_texts`, -1},
		"before the tail":         {`UPDATE audit_events SET type = 'x' WHERE seq = 7`, -1},
		"the event at its edge":   {`UPDATE audit_events SET payload = x'' WHERE seq = 50`, 50},
		"no event at its edge":    {`DELETE FROM audit_events WHERE seq = 50`, 50},
		"the checkpoint there":    {`UPDATE audit_checkpoints SET note = x'' WHERE size = 51`, 50},
		"nodes from before":       {`DELETE FROM audit_hashes WHERE id < 90`, 50},
		"other nodes from before": {`UPDATE audit_hashes SET hash = zeroblob(32) WHERE id < 90`, 50},
		"an event in it":          {`UPDATE audit_events SET type = 'x' WHERE seq = 1007`, 1007},
		"the last one":            {`DELETE FROM audit_events WHERE seq = 1060`, 1060},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := long(t)
			if err := l.store.Read(t.Context(), VerifyTail); err != nil {
				t.Fatal(err)
			}
			l.dropGuards()
			l.exec(test.change)
			err := l.store.Read(t.Context(), VerifyTail)
			var b *Broken
			if test.seq < 0 && err != nil || test.seq >= 0 && (!errors.As(err, &b) || b.Seq != test.seq) {
				t.Errorf("got %v, want event %d", err, test.seq)
			}
		})
	}
}
