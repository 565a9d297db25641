package audit

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func write(t *testing.T, s *store.Store, fn func(tx *store.Tx)) {
	t.Helper()
	if err := s.Write(t.Context(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, tx *store.Tx, e Event) Record {
	t.Helper()
	r, err := Append(tx, e)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func event(deal string, seq int, texts ...Text) Event {
	return Event{
		Type: "deal.noted", Deal: deal, DealSeq: seq, From: "active", To: "active",
		Actor: Actor("1f"), As: "party_a", Community: "c", Via: "telegram", Req: "k",
		D: []Field{{"party", "a"}, {"n", seq}}, Texts: texts,
	}
}

func TestAppendAndRead(t *testing.T) {
	t.Parallel()
	clock := storetest.NewClock(storetest.Epoch)
	s := storetest.OpenWith(t, clock, 1, Migrations())
	note := Text{Kind: "note", Text: "paid in \"cash\"\n", Author: "1f"}
	var first, third Record
	write(t, s, func(tx *store.Tx) {
		first = add(t, tx, event("d1", 1))
		add(t, tx, event("d2", 1, note))
	})
	clock.Advance(time.Minute)
	write(t, s, func(tx *store.Tx) {
		third = add(t, tx, event("d1", 2, note, Text{Kind: "reason", Text: "", Author: "1f"}))
		records, err := OfDeal(tx, "d1")
		if err != nil || len(records) != 2 {
			t.Fatalf("OfDeal: %d records, %v", len(records), err)
		}
		got := records[1]
		if !bytes.Equal(got.Payload, third.Payload) || !got.At.Equal(storetest.Epoch.Add(time.Minute)) ||
			got.Seq != 3 || got.DealSeq != 2 || got.Via != "telegram" || got.As != "party_a" ||
			got.Actor != "p:1f" || got.From != "active" || got.To != "active" || got.Community != "c" {
			t.Errorf("record: %+v", got)
		}
		if got.Detail("party") != "a" || got.Detail("n") != "" || got.Detail("none") != "" {
			t.Errorf("details: %v", got.D)
		}
		if len(got.Texts) != 2 || got.Texts[0] != note || len(records[0].Texts) != 0 {
			t.Errorf("texts: %v", got.Texts)
		}
		if none, err := OfDeal(tx, ""); err != nil || none != nil {
			t.Errorf("events of no deal: %v, %v", none, err)
		}
		if err := Verify(tx); err != nil {
			t.Error(err)
		}
	})
	// log.opened is event 0.
	if first.Seq != 1 || first.DealSeq != 1 {
		t.Errorf("first: %+v", first)
	}
	b, err := decode(third.Payload)
	if err != nil || b.prev == "" || strings.Contains(string(third.Payload), "cash") {
		t.Errorf("payload %s, %v", third.Payload, err)
	}
}

func TestAppendRefusesABrokenChain(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		for _, seq := range []int{0, 2, -1} {
			if _, err := Append(tx, event("d", seq)); err == nil {
				t.Errorf("event %d of a new deal was accepted", seq)
			}
		}
		add(t, tx, event("d", 1))
		if _, err := Append(tx, event("d", 1)); err == nil {
			t.Error("the same event of a deal was accepted twice")
		}
		if _, err := Append(tx, Event{Type: "x", D: []Field{{"f", 0.5}}}); err == nil {
			t.Error("a float was accepted")
		}
		err := tx.Savepoint(func() error {
			_, err := Append(tx, Event{})
			return err
		})
		if !errors.Is(err, store.ErrCheck) {
			t.Errorf("an event without a type: %v", err)
		}
	})
}

func TestInstantsNeverFall(t *testing.T) {
	t.Parallel()
	clock := storetest.NewClock(storetest.Epoch)
	path := t.TempDir() + "/log.db"
	o := store.Options{Path: path, Now: clock.Now, Migrations: []store.Migrations{Migrations()}}
	s := storetest.OpenOptions(t, o)
	write(t, s, func(tx *store.Tx) { add(t, tx, event("", 0)) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	clock.Advance(-time.Hour) // set back while the program was down
	s = storetest.OpenOptions(t, o)
	write(t, s, func(tx *store.Tx) {
		if r := add(t, tx, event("", 0)); !r.At.Equal(storetest.Epoch) {
			t.Errorf("at %v", r.At)
		}
		if err := Verify(tx); err != nil {
			t.Error(err)
		}
	})
}

func TestOpen(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		if name, err := Open(tx, "agency"); name != "agency" || err != nil {
			t.Errorf("Open: %q, %v", name, err)
		}
		if name, err := Open(tx, ""); name != "agency" || err != nil {
			t.Errorf("open again: %q, %v", name, err)
		}
		if _, err := Open(tx, "other"); err == nil || !strings.Contains(err.Error(), `"agency"`) {
			t.Errorf("open under another name: %v", err)
		}
		if r := add(t, tx, event("", 0)); r.Seq != 1 {
			t.Errorf("log.opened was not written once: next is %d", r.Seq)
		}
	})
	other := storetest.Open(t, Migrations())
	write(t, other, func(tx *store.Tx) {
		name, err := Open(tx, "")
		if err != nil || len(name) != len("parley-01234567") || !strings.HasPrefix(name, "parley-") {
			t.Errorf("made-up name: %q, %v", name, err)
		}
	})
}
