package audit

import (
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func filled(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		add(t, tx, event("d1", 1, Text{Kind: "note", Text: "first", Author: "1f"}))
		add(t, tx, event("d1", 2))
		add(t, tx, event("d2", 1))
	})
	return s
}

func TestGuards(t *testing.T) {
	t.Parallel()
	s := filled(t)
	const copyOf = `SELECT %s, at, type, deal, deal_seq, leaf_hash, payload FROM audit_events WHERE seq = 1`
	for name, query := range map[string]string{
		"update":             `UPDATE audit_events SET at = at WHERE seq = 1`,
		"delete":             `DELETE FROM audit_events WHERE seq = 3`,
		"replace":            `INSERT OR REPLACE INTO audit_events ` + strings.Replace(copyOf, "%s", "seq", 1),
		"replace by chain":   `INSERT OR REPLACE INTO audit_events ` + strings.Replace(copyOf, "%s", "4", 1),
		"gap":                `INSERT INTO audit_events (seq, at, type, deal, deal_seq, leaf_hash, payload) VALUES (9, 0, 'x', '', 0, zeroblob(32), x'')`,
		"forget the log":     `DELETE FROM audit_log`,
		"open a second time": `INSERT OR REPLACE INTO audit_log VALUES (1, 'x', 0)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := s.Write(t.Context(), func(tx *store.Tx) error {
				_, err := tx.SQL().Exec(query)
				return err
			})
			if !errors.Is(err, store.ErrGuard) {
				t.Errorf("%v", err)
			}
		})
	}
}

// Whoever can drop the guards can change rows; Verify finds what they changed.
func TestVerifyFindsTampering(t *testing.T) {
	t.Parallel()
	drop := []string{
		`DROP TRIGGER audit_events_no_update`, `DROP TRIGGER audit_events_no_delete`, `DROP TRIGGER audit_events_append_only`,
	}
	for name, test := range map[string]struct {
		change []string
		want   string
	}{
		"payload":     {[]string{`UPDATE audit_events SET payload = CAST(replace(payload, 'party_a', 'party_b') AS BLOB) WHERE seq = 2`}, "event 2: the payload"},
		"column":      {[]string{`UPDATE audit_events SET type = 'deal.marked' WHERE seq = 2`}, "event 2: the columns"},
		"instant":     {[]string{`UPDATE audit_events SET at = at - 1 WHERE seq = 2`}, "event 2: earlier"},
		"gap":         {[]string{`DELETE FROM audit_events WHERE seq = 2`}, "event 2: missing"},
		"text":        {[]string{`UPDATE audit_texts SET text = 'other'`}, `event 1: the text "note"`},
		"added text":  {[]string{`UPDATE audit_texts SET n = 1`}, `event 1: the text "note"`},
		"name":        {[]string{`UPDATE audit_log SET origin = 'x'`}, "event 0: belongs to the log"},
		"erased text": {[]string{`DELETE FROM audit_texts`}, ""},
		"nothing":     {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := filled(t)
			write(t, s, func(tx *store.Tx) {
				for _, query := range append(drop, test.change...) {
					if _, err := tx.SQL().Exec(query); err != nil {
						t.Fatalf("%s: %v", query, err)
					}
				}
				err := Verify(tx)
				if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
					t.Errorf("got %v, want %q", err, test.want)
				}
			})
		})
	}
}

// A forger who also renews the hash of what they changed is caught by the tree.
// How far one comes who renews that too: see TestVerifyFindsAForgedTree.
func TestVerifyFindsForgery(t *testing.T) {
	t.Parallel()
	forge := map[string]func(b *body){
		"event 1: the tree was not": func(b *body) { b.actor = "p:other" },
		"event 1: not the next one": func(b *body) { b.dealSeq = 7 },
	}
	for want, change := range forge {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			s := filled(t)
			write(t, s, func(tx *store.Tx) {
				records, err := OfDeal(tx, "d1")
				if err != nil {
					t.Fatal(err)
				}
				b, err := decode(records[0].Payload)
				if err != nil {
					t.Fatal(err)
				}
				change(&b)
				payload, err := b.encode()
				if err != nil {
					t.Fatal(err)
				}
				if _, err := tx.SQL().Exec(`DROP TRIGGER audit_events_no_update`); err != nil {
					t.Fatal(err)
				}
				_, err = tx.SQL().Exec(`UPDATE audit_events SET payload = ?, leaf_hash = ?, deal_seq = ? WHERE seq = 1`,
					payload, leafHash(payload), b.dealSeq)
				if err != nil {
					t.Fatal(err)
				}
				if err := Verify(tx); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	s := storetest.Open(b, Migrations())
	b.ReportAllocs()
	err := s.Write(b.Context(), func(tx *store.Tx) error {
		for i := range b.N {
			if _, err := Append(tx, event("d", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
