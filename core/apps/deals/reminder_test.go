package deals

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// Who has open deals is read from their index, whatever was ever dealt.
func TestHoldersWalkTheIndexOfOpenDeals(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	if r.store.Dialect() == store.Postgres {
		for _, walk := range storetest.WalksOf(t, r.store, []string{selectHolders}) {
			t.Error(walk)
		}
		return
	}
	r.write(func(tx *store.Tx) error {
		return tx.SQL().Rows(`EXPLAIN QUERY PLAN `+selectHolders, []any{"", 1}, func(scan func(...any) error) error {
			var id, parent, unused int
			var detail string
			err := scan(&id, &parent, &unused, &detail)
			if !strings.Contains(detail, "deals_parties_slot") {
				t.Errorf("holders are read so: %s", detail)
			}
			return err
		})
	})
}

func TestHolders(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	a, b := r.in(r.meet("x", "Alice"), "harbor", false), r.in(r.meet("y", "Bob"), "harbor", false)
	r.meet("x", "Carol")
	want := []string{a.id.PersonID, b.id.PersonID}
	slices.Sort(want)
	r.active(a, b)
	handle := r.active(a, b)
	r.write(func(tx *store.Tx) error {
		all, err := Holders(tx, "", 10)
		first, again := Holders(tx, "", 1)
		if again != nil || !slices.Equal(all, want) || !slices.Equal(first, want[:1]) {
			t.Errorf("got %v, %v, want %v", all, first, want)
		}
		rest, again := Holders(tx, want[0], 10)
		if again != nil || !slices.Equal(rest, want[1:]) {
			t.Errorf("after the first: %v", rest)
		}
		return err
	})
	d := r.deal(handle)
	for reader, words := range map[string][]string{
		a.id.PersonID: {"#" + handle, "Bob"}, "somebody": {"Alice – Bob"}, "": {"#" + handle, "500.00"},
	} {
		var line chat.Node
		r.write(func(tx *store.Tx) (err error) { line, err = Line(tx, d, reader); return err })
		shown := strings.Map(dropMarks, r.show(chat.Message{Document: chat.Document{chat.Paragraph(line)}}).words)
		for _, word := range words {
			if !strings.Contains(shown, word) {
				t.Errorf("%q reads %q, which lacks %q", reader, shown, word)
			}
		}
		if reader == "" && (strings.Contains(shown, "Alice") || strings.Contains(shown, "Bob")) {
			t.Errorf("a place reads names: %q", shown)
		}
	}
}

func dropMarks(c rune) rune {
	if c >= '\u2066' && c <= '\u2069' {
		return -1
	}
	return c
}

func TestWaitsFor(t *testing.T) {
	t.Parallel()
	d := Deal{A: Party{Person: "a", Confirmed: true}, B: Party{Person: "b"}}
	d.DueAt = start.Add(time.Hour)
	for _, tt := range []struct {
		status Status
		marked bool
		a, b   bool
	}{
		{Pending, false, false, true},
		{Active, false, true, true},
		{Marked, true, false, true},
		{Overdue, true, false, true},
		{Disputed, false, false, false},
		{Completed, true, false, false},
		{Cancelled, false, false, false},
	} {
		d.Status, d.A.Done = tt.status, tt.marked
		if d.WaitsFor(SideA) != tt.a || d.WaitsFor(SideB) != tt.b {
			t.Errorf("%s: %v, %v", tt.status, d.WaitsFor(SideA), d.WaitsFor(SideB))
		}
	}
	d.B.Person = ""
	d.Status = Pending
	if d.WaitsFor(SideB) {
		t.Error("an invitation waits for nobody yet")
	}
}
