package deals

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// exported returns the files of a person's archive, by name.
func (r *rig) exported(p someone) map[string]string {
	r.t.Helper()
	files := map[string]string{}
	err := r.store.Read(r.t.Context(), func(tx *store.Tx) error {
		return r.app.Export(tx, p.id.PersonID, func(name string, write func(io.Writer) error) error {
			var out bytes.Buffer
			err := write(&out)
			files[name] = out.String()
			return err
		})
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return files
}

// rows reads a table; the first row is the header.
func rows(t testing.TB, file string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatalf("%v in %q", err, file)
	}
	var list []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		list = append(list, row)
	}
	return list
}

func TestExportOfAPerson(t *testing.T) {
	t.Parallel()
	proof := func(_ *store.Tx, seq int64) (string, []byte, error) {
		if seq == 1 {
			return "", nil, audit.ErrUnsigned
		}
		return "", []byte("proof"), nil
	}
	r := newRig(t, Options{Receipt: proof})
	ann, ben := r.in(r.meet("x", "Ann"), "=Harbor", false), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, map[string]string{stepMine: "=cmd|calc", stepTheirs: "@ben, the \"one\"", stepAmount: "1234.5 USD", stepReview: reviewConfirm})
	r.do(ben, pathConfirm, "!", true, "deal_id", handle)
	r.do(ann, pathNote, "deal_id", handle, "note", "-2 and\nmore")
	r.clock.Advance(time.Second)
	r.propose(ben, nil, nil)
	files := r.exported(ann)
	d := r.deal(handle)

	deals := rows(t, files["deals.csv"])
	want := map[string]string{
		"deal_uuid": d.ID, "deal_id": handle, "party_a": "x:id-Ann", "party_b": "y:id-Ben", "amount": "1234.50", "currency": "USD",
		"status": "active", "community": "'=Harbor", "role": "party_a", "my_username": "'=cmd|calc", "their_username": "'@ben, the \"one\"",
		"points": "1234.50", "outcome": "", "closed_at": "", "due_date": d.DueDate.String(), "due_at": instant(d.DueAt),
	}
	if len(deals) != 1 {
		t.Fatalf("deals %v", deals)
	}
	for column, value := range want {
		if deals[0][column] != value {
			t.Errorf("%s is %q, want %q", column, deals[0][column], value)
		}
	}
	if other := rows(t, r.exported(ben)["deals.csv"]); len(other) != 2 || other[1]["role"] != "party_b" || other[1]["my_username"] != "'@ben, the \"one\"" || other[0]["party_b"] != "" {
		t.Errorf("Ben's deals %v", other)
	}
	r.commitments(files["notes.csv"], handle)
	if events := rows(t, files["audit.csv"]); len(events) != 4 || events[3]["type"] != EventNoted || events[0]["deal_id"] != handle ||
		!strings.Contains(events[3]["event"], `"deal_seq":4`) {
		t.Errorf("events %v", events)
	}
	if files["receipts/"+handle+"-4.tlog-proof"] != "proof" || len(files) != 3+3 {
		t.Errorf("files %d", len(files))
	}
}

// commitments checks, as the archive's reader would, that the events commit to
// the texts.
func (r *rig) commitments(file, handle string) {
	r.t.Helper()
	notes := rows(r.t, file)
	if len(notes) != 3 {
		r.t.Fatalf("%d texts: %v", len(notes), notes)
	}
	for _, n := range notes {
		salt, err := base64.StdEncoding.DecodeString(n["salt"])
		if err != nil || len(salt) != 16 || n["deal_id"] != handle {
			r.t.Errorf("%v: %v", n, err)
		}
		said := strings.TrimPrefix(n["text"], "'")
		sum := sha256.Sum256(append(salt, said...))
		if n["commitment"] != n["kind"]+":"+base64.StdEncoding.EncodeToString(sum[:]) {
			r.t.Errorf("%s: the commitment is of something else", n["kind"])
		}
	}
}

func TestWriteDeals(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	eve := r.in(r.meet("x", "Eve"), "Dock", false)
	first := r.active(ann, ben)
	r.clock.Advance(time.Second)
	second := r.active(ann, ben)
	r.clock.Advance(time.Second)
	elsewhere, _ := r.propose(eve, nil, nil)
	write := func(all bool, most int64) (list []string, err error) {
		var out bytes.Buffer
		err = r.store.Read(t.Context(), func(tx *store.Tx) error { return WriteDeals(tx, &out, ann.community.ID, all, most) })
		for _, row := range rows(t, out.String()) {
			list = append(list, row["deal_id"])
		}
		return list, err
	}
	if got, err := write(false, 0); err != nil || strings.Join(got, " ") != second+" "+first {
		t.Errorf("of the community: %v %v", got, err)
	}
	if got, err := write(true, 0); err != nil || len(got) != 3 || got[0] != elsewhere {
		t.Errorf("of all: %v %v", got, err)
	}
	if got, err := write(false, 200); !errors.Is(err, app.ErrShortened) || len(got) != 1 || got[0] != second {
		t.Errorf("cut: %v %v", got, err)
	}
}

// BenchmarkWriteDeals writes 100,000 deals.
func BenchmarkWriteDeals(b *testing.B) {
	r := newRig(b, Options{})
	for i := 0; i < 100_000; i += 10_000 {
		r.write(func(tx *store.Tx) error {
			for j := range 10_000 {
				if err := r.others(tx, i+j); err != nil {
					return err
				}
			}
			return nil
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		err := r.store.Read(b.Context(), func(tx *store.Tx) error { return WriteDeals(tx, io.Discard, "", true, 0) })
		if err != nil {
			b.Fatal(err)
		}
	}
}
