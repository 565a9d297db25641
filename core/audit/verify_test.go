package audit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// ledger is a signed log of ten events with checkpoints of 4, 8 and 10.
func ledger(t *testing.T) *signed {
	t.Helper()
	clock := storetest.NewClock(storetest.Epoch)
	l := startLog(t, storetest.OpenWith(t, clock, 1, Migrations()), "log")
	for i := range 9 {
		clock.Advance(1000)
		e := event("d1", i/2+1, Text{Kind: "note", Text: "first", Author: "1f"})
		if i%2 == 1 {
			e = event("d2", i/2+1)
		}
		l.add(e)
		clock.Advance(1_000_000_000)
		if i == 2 || i == 6 || i == 8 {
			l.sign()
		}
	}
	return l
}

func (l *signed) dropGuards() {
	l.t.Helper()
	all, err := standingGuards(l.store)
	if err != nil {
		l.t.Fatal(err)
	}
	for name := range all {
		l.exec(`DROP TRIGGER ` + name)
	}
}

// Whoever can drop the guards can change rows; VerifyLog names the first event
// that is wrong. I16: the log never shrinks unseen.
func TestVerifyNamesWhatWasDone(t *testing.T) {
	t.Parallel()
	const swap = `UPDATE audit_events SET %[1]s = (SELECT e.%[1]s FROM audit_events e WHERE e.seq = 11 - audit_events.seq) WHERE seq IN (5, 6)`
	for name, test := range map[string]struct {
		change []string
		seq    int64
		want   string
	}{
		"edit the payload":  {[]string{`UPDATE audit_events SET payload = CAST(replace(payload, 'party_a', 'party_b') AS BLOB) WHERE seq = 5`}, 5, "the payload"},
		"edit a column":     {[]string{`UPDATE audit_events SET type = 'deal.marked' WHERE seq = 5`}, 5, "the columns"},
		"edit the deal":     {[]string{`UPDATE audit_events SET deal = 'd9', deal_seq = 1 WHERE seq = 5`}, 5, "the columns"},
		"edit a leaf":       {[]string{`UPDATE audit_events SET leaf_hash = zeroblob(32) WHERE seq = 5`}, 5, "the payload"},
		"edit a node":       {[]string{`UPDATE audit_hashes SET hash = zeroblob(32) WHERE id = 5`}, 3, "the tree"},
		"back-date":         {[]string{`UPDATE audit_events SET at = 0 WHERE seq = 5`}, 5, "earlier"},
		"post-date":         {[]string{`UPDATE audit_events SET at = at + 1 WHERE seq = 5`}, 5, "the columns"},
		"delete":            {[]string{`DELETE FROM audit_texts WHERE seq = 5`, `DELETE FROM audit_events WHERE seq = 5`}, 5, "missing; the next one is 6"},
		"delete a node":     {[]string{`DELETE FROM audit_hashes WHERE id = 5`}, 3, "the tree"},
		"re-order":          {[]string{fmt.Sprintf(swap, "payload"), fmt.Sprintf(swap, "leaf_hash")}, 5, "the columns"},
		"truncate":          {[]string{`DELETE FROM audit_texts WHERE seq = 9`, `DELETE FROM audit_events WHERE seq = 9`}, 9, "missing; a checkpoint covers 10"},
		"truncate more":     {[]string{`DELETE FROM audit_texts`, `DELETE FROM audit_events WHERE seq > 5`, `DELETE FROM audit_checkpoints`}, 6, "missing; the tree"},
		"truncate all":      {[]string{`DELETE FROM audit_texts`, `DELETE FROM audit_events`}, 0, "missing"},
		"drop a checkpoint": {[]string{`DELETE FROM audit_checkpoints WHERE size = 4`}, -1, ""}, // nothing depends on it
		"edit a checkpoint": {[]string{`UPDATE audit_checkpoints SET note = CAST(replace(note, 'log', 'lug') AS BLOB) WHERE size = 8`}, 7, "the checkpoint of 8"},
		"move a checkpoint": {[]string{`UPDATE audit_checkpoints SET size = 7 WHERE size = 8`}, 6, "another log or size"},
		"edit a text":       {[]string{`UPDATE audit_texts SET text = 'other' WHERE seq = 5`}, 5, `the text "note"`},
		"move a text":       {[]string{`UPDATE audit_texts SET n = 1 WHERE seq = 5`}, 5, `the text "note"`},
		"rename":            {[]string{`UPDATE audit_log SET origin = 'x'`}, 0, "belongs to the log"},
		"erase a text":      {[]string{`DELETE FROM audit_texts`}, -1, ""},
		"nothing":           {nil, -1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := ledger(t)
			l.dropGuards()
			l.exec(test.change...)
			l.found(test.seq, test.want)
		})
	}
}

// found checks what Verify says; a seq of -1 means that all is well.
func (l *signed) found(seq int64, want string) {
	l.t.Helper()
	err := l.store.Read(l.t.Context(), Verify)
	if seq < 0 {
		if err != nil {
			l.t.Errorf("got %v", err)
		}
		return
	}
	var b *Broken
	if !errors.As(err, &b) || b.Seq != seq || !strings.Contains(err.Error(), want) {
		l.t.Errorf("got %v, want event %d: %s", err, seq, want)
	}
}

// forge changes an event and renews everything that follows from it but for the
// chains of deals and the checkpoints.
func (l *signed) forge(seq int64, change func(b *body)) {
	l.t.Helper()
	l.dropGuards()
	write(l.t, l.store, func(tx *store.Tx) {
		var payload []byte
		if err := tx.SQL().Row(`SELECT payload FROM audit_events WHERE seq = ?`, []any{seq}, &payload); err != nil {
			l.t.Fatal(err)
		}
		b, err := decode(payload)
		if err != nil {
			l.t.Fatal(err)
		}
		change(&b)
		if payload, err = b.encode(); err != nil {
			l.t.Fatal(err)
		}
		_, err = tx.SQL().Exec(`UPDATE audit_events SET payload = ?, leaf_hash = ?, at = ?, deal_seq = ? WHERE seq = ?`,
			payload, leafHash(payload), b.at, b.dealSeq, seq)
		if err != nil {
			l.t.Fatal(err)
		}
		if _, err := tx.SQL().Exec(`DELETE FROM audit_hashes`); err != nil {
			l.t.Fatal(err)
		}
		if err := complete(tx); err != nil {
			l.t.Fatal(err)
		}
	})
}

// A forger who renews the whole tree is caught by the next event of the deal and
// by every checkpoint; who has nothing of either left to fear is caught only by
// what others hold.
func TestVerifyFindsAForgedTree(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		at     int64
		change func(b *body)
		also   []string
		seq    int64
		want   string
	}{
		"actor":            {1, func(b *body) { b.actor = "p:other" }, nil, 3, "does not continue"},
		"place in a deal":  {1, func(b *body) { b.dealSeq = 17 }, nil, 1, "not the next one"},
		"last of its deal": {9, func(b *body) { b.actor = "p:other" }, nil, 9, "the checkpoint of 10 events: its root"},
		"other log":        {9, func(b *body) { b.log = "other" }, nil, 9, "belongs to the log"},
		"no checkpoint":    {9, func(b *body) { b.actor = "p:other" }, []string{`DELETE FROM audit_checkpoints WHERE size = 10`}, -1, ""},
		"first event":      {0, func(b *body) { b.d[0].Value = "" }, nil, 3, "the checkpoint of 4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := ledger(t)
			held := l.receipt(9)
			l.forge(test.at, test.change)
			l.exec(test.also...)
			l.found(test.seq, test.want)
			if _, err := VerifyReceipt(held, verifiers(t, l.Key())...); err != nil {
				t.Errorf("the receipt from before: %v", err)
			}
		})
	}
}

func TestVerifyLogAsksForGuardsAndReplay(t *testing.T) {
	t.Parallel()
	l := ledger(t)
	differs := errors.New("a deal differs")
	if _, err := VerifyLog(t.Context(), l.store, func(*store.Tx) error { return differs }); !errors.Is(err, differs) || !errors.As(err, new(*Broken)) {
		t.Errorf("replay: %v", err)
	}
	if _, err := VerifyLog(t.Context(), l.store, func(*store.Tx) error { return store.ErrIO }); !errors.Is(err, store.ErrIO) || errors.As(err, new(*Broken)) {
		t.Errorf("a replay that could not be done: %v", err)
	}
	all, err := standingGuards(l.store)
	if err != nil || len(all) < 11 {
		t.Fatalf("%d guards, %v", len(all), err)
	}
	for name := range all {
		l := ledger(t)
		l.exec(`DROP TRIGGER ` + name)
		_, err := VerifyLog(t.Context(), l.store, nil)
		if err == nil || !strings.Contains(err.Error(), name+" is missing") {
			t.Errorf("without %s: %v", name, err)
		}
		l.exec(hollow(l.store.Dialect(), name)...)
		if _, err = VerifyLog(t.Context(), l.store, nil); err == nil || !strings.Contains(err.Error(), name+" was changed") {
			t.Errorf("with a hollow %s: %v", name, err)
		}
	}
}

// One snapshot is checked, however much is written and signed meanwhile.
func TestVerifyWhileWriting(t *testing.T) {
	t.Parallel()
	l := ledger(t)
	r, err := VerifyLog(t.Context(), l.store, func(tx *store.Tx) error {
		l.add(event("d3", 1), event("d3", 2))
		l.sign()
		return Verify(tx)
	})
	if err != nil || r.Events != 10 {
		t.Errorf("%+v, %v", r, err)
	}
	if r := l.verify(); r.Events != 12 || r.Checkpoints != 4 {
		t.Errorf("%+v", r)
	}
}
