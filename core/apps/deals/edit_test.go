package deals

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/store"
)

const editLabel = "Edit and propose again"

// What ended is offered anew only to people between whom a deal is possible.
func TestEditIsOfferedWhereItCanSucceed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		key  string
		part func(r *rig, ann, ben someone) (annNow someone)
	}{
		"blocked by the other": {"deals.refuse.person", func(r *rig, ann, ben someone) someone { r.do(ben, "deal block", "user", ann); return ann }},
		"blocked by oneself":   {"deals.refuse.person", func(r *rig, ann, ben someone) someone { r.do(ann, "deal block", "user", ben); return ann }},
		"banned": {"deals.refuse.person", func(r *rig, ann, ben someone) someone {
			r.write(func(tx *store.Tx) error { return accounts.SetBlocked(tx, ben.id.PersonID, true) })
			return ann
		}},
		"one person now": {"deals.refuse.oneself", func(r *rig, ann, ben someone) someone { ann, _ = r.links(ann, ben); return ann }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, Options{})
			ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
			handle, _ := r.propose(ann, &ben, nil)
			r.do(ben, pathCancel, "deal_id", handle)
			news := r.last(ann)
			if view := r.do(ann, pathView, "deal_id", handle); !slices.Contains(view.buttons(), editLabel) {
				t.Fatalf("offered %q", view.buttons())
			}
			ann = test.part(r, ann, ben)
			offers(t, r.do(ann, pathView, "deal_id", handle), "Add a note", "History")
			if _, err := r.press(ann, news, editLabel); !isFault(err, test.key) {
				t.Errorf("the button of an old message: %v", err)
			}
		})
	}
}

// A button beside a deal whose time is up does what it says, although nobody
// has recorded yet that the deal is over.
func TestEditRightAfterExpiry(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, map[string]string{stepDue: "2026-04-30"})
	r.clock.Advance(TTL)
	out, err := r.press(ann, r.do(ann, pathView, "deal_id", handle), editLabel)
	if err != nil || out.Begin == nil {
		t.Fatalf("%+v, %v", out.Begin, err)
	}
	if d := r.deal(handle); d.Status != Cancelled || d.Version != 2 {
		t.Errorf("%s, version %d", d.Status, d.Version)
	}
}

// Where there is no room for another deal that is said at once, not after the
// whole wizard.
func TestEditWithoutRoom(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 1})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, nil)
	r.do(ann, pathCancel, "deal_id", handle)
	r.propose(ann, &ben, nil)
	r.refused("deals.limit.open", ann, pathEdit, "deal_id", handle)
}

// A note that would be refused is not offered.
func TestNoteIsOfferedWhileThereIsRoom(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	for range NoteCap - 1 {
		r.do(ann, pathNote, "deal_id", handle, "note", "and on")
	}
	offers(t, r.do(ann, pathView, "deal_id", handle), "Mark complete", "Dispute", "Add a note", "History")
	offers(t, r.do(ann, pathNote, "deal_id", handle, "note", "the last"), "Mark complete", "Dispute", "View")
	offers(t, r.do(ben, pathView, "deal_id", handle), "Mark complete", "Dispute", "Add a note", "History")
}
