package deals

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

const wrong = "the coins never arrived"

// names makes somebody a mediator of the community of another one.
func (r *rig) names(by, mediator someone) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		_, err := communities.AddMediator(tx, by.community.ID, mediator.id.Ref, mediator.id.PersonID, by.id.PersonID)
		return err
	})
}

func TestADisputeFromStartToEnd(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, mia := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben"), r.meet("y", "Mia")
	ada := r.in(r.meet("x", "Ada"), "Harbor", true)
	r.names(ada, mia)
	handle := r.active(ann, ben)
	r.do(ben, pathNote, "deal_id", handle, "note", "sent on Monday")
	r.deliver()

	said := r.do(ann, pathDispute, "deal_id", handle, "reason", wrong)
	contains(t, said, "🔴 Nothing counts until it is settled.", "those who mediate: Mia", "disputed")
	lacks(t, said, "Ada")
	offers(t, said, "Withdraw the dispute", "Add a note", "View")
	told := r.deliver()
	contains(t, told[ben.id.Ref][0], "Ann disputes deal #"+handle, wrong)
	offers(t, told[ben.id.Ref][0], "Add a note", "View")
	card := told[mia.id.Ref][0]
	contains(t, card, "Harbor", wrong, "ann_live", "ben_live", "500.00 USD", "sent on Monday", "disputed")
	offers(t, card, "Resolve…", "View", "History")
	if len(told[ada.id.Ref]) != 0 {
		t.Error("an administrator is told although there is a mediator")
	}

	ask := r.presses(mia, card, "Resolve…")
	offers(t, ask, "🟢 It goes on", "✅ Completed", "⛔ Defaulted")
	blame := r.presses(mia, ask, "⛔ Defaulted")
	offers(t, blame, "\u2068Ann\u2069", "\u2068Ben\u2069", "both")
	sure := r.presses(mia, blame, "\u2068Ben\u2069")
	contains(t, sure, "with Ben at fault", "cannot be taken back", "/admin resolve "+handle)
	if r.deal(handle).Status != Disputed {
		t.Fatal("asking once more decided it")
	}
	contains(t, r.presses(mia, sure, "Yes, decide so"), "Both sides are told", "defaulted", "at fault")
	told = r.deliver()
	contains(t, told[ann.id.Ref][0], "Mia (y:id-Mia) decided", "Ben is at fault")
	contains(t, told[ben.id.Ref][0], "you are at fault")
	if d := r.deal(handle); d.Status != Defaulted || d.B.Outcome != AtFault || d.A.Outcome != NotAtFault {
		t.Errorf("%+v", d)
	}
	contains(t, r.do(ann, pathView, "deal_id", handle), "Mia decided", "⛔ Defaulted")
	contains(t, r.do(ann, pathView, "deal_id", handle, "audit", true), "Mia: decided that it is defaulted", "Reason: "+wrong)
	if _, err := r.press(mia, card, "Resolve…"); !fault.Is(err, fault.Status) {
		t.Errorf("decided twice: %v", err)
	}
}

func TestAskedBeforeADecision(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ada, ben := r.in(r.meet("x", "Ada"), "Harbor", true), r.meet("y", "Ben")
	ann := r.in(r.meet("x", "Ann"), "Harbor", false)
	handle := r.disputed(ann, ben)
	ask := r.presses(ada, r.do(ada, pathView, "deal_id", handle), "Resolve…")
	contains(t, r.presses(ada, ask, "✅ Completed"), "count as completed by both")
	both := r.presses(ada, r.presses(ada, ask, "⛔ Defaulted"), "both")
	contains(t, both, "with both at fault")
	goesOn := r.presses(ada, ask, "🟢 It goes on")
	contains(t, goesOn, "Both mark anew")
	r.presses(ada, goesOn, "Yes, decide so")
	contains(t, r.last(ann), "goes on")
	if d := r.deal(handle); d.Status != Active {
		t.Errorf("%s", d.Status)
	}
	again := r.disputedAgain(ben, handle)
	both = r.presses(ada, r.presses(ada, r.presses(ada, again, "Resolve…"), "⛔ Defaulted"), "both")
	r.presses(ada, both, "Yes, decide so")
	contains(t, r.last(ann), "both sides are at fault")
}

// disputed is an active deal that its initiator has disputed.
func (r *rig) disputed(ann, ben someone) (handle string) {
	r.t.Helper()
	handle = r.active(ann, ben)
	r.deliver()
	r.do(ann, pathDispute, "deal_id", handle, "reason", wrong)
	return handle
}

// disputedAgain disputes once more and returns what staff see of it.
func (r *rig) disputedAgain(by someone, handle string) screen {
	r.t.Helper()
	r.do(by, pathDispute, "deal_id", handle, "reason", wrong)
	staff := r.in(r.meet("x", "Ada"), "Harbor", true)
	return r.do(staff, pathView, "deal_id", handle)
}

func TestDecisionsWithANote(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Receipt: func(*store.Tx, int64) (string, []byte, error) { return "", []byte("proof"), nil }})
	ada, ben := r.in(r.meet("x", "Ada"), "Harbor", true), r.meet("y", "Ben")
	ann := r.in(r.meet("x", "Ann"), "Harbor", false)
	handle := r.disputed(ann, ben)
	r.refused("deals.refuse.at_fault", ada, pathResolve, "deal_id", handle, "result", "completed", "at_fault", "a")
	r.refused("deals.refuse.due", ada, pathResolve, "deal_id", handle, "result", "completed", "due", "2026-04-01")
	r.refused("deals.due.past", ada, pathResolve, "deal_id", handle, "result", "active", "due", "2026-01-01")
	r.refused("deals.refuse.due_early", ada, pathResolve, "deal_id", handle, "result", "active", "due", "2026-03-02")
	r.do(ada, pathResolve, "deal_id", handle, "result", "active", "due", "2026-04-01", "note", "Ben has until April")
	all := r.deliver()
	for _, who := range []someone{ann, ben} {
		told := all[who.id.Ref][len(all[who.id.Ref])-1]
		contains(t, told, "Ada (x:id-Ada) decided as mediator", "Ben has until April", "active")
		offers(t, told, "Mark complete", "Dispute", "Add a note", "View", "Receipt")
	}
	if d := r.deal(handle); d.DueDate.String() != "2026-04-01" {
		t.Errorf("due %s", d.DueDate)
	}
	contains(t, r.do(ann, pathView, "deal_id", handle), "Ben has until April")
	r.refused("deals.refuse.status", ada, pathResolve, "deal_id", handle, "result", "completed")
}

// TestWhoIsToldOfADispute goes from the nearest circle to the farthest.
func TestWhoIsToldOfADispute(t *testing.T) {
	t.Parallel()
	room := chat.PlaceRef{Platform: "x", ID: "mediators"}
	for name, test := range map[string]struct {
		prepare func(r *rig, staff map[string]someone)
		place   bool
		said    string
		told    []string
	}{
		"the named ones and the role":   {nil, false, "those who mediate: Named, Role", []string{"Named", "Role"}},
		"the place instead of the role": {nil, true, "in their place", []string{"Named"}},
		"administrators where nobody mediates": {func(r *rig, staff map[string]someone) {
			r.unname(staff["Named"])
			r.in(staff["Role"], "Harbor", false)
		}, false, "the administrators: Admin", []string{"Admin"}},
		"nobody": {func(r *rig, staff map[string]someone) {
			r.unname(staff["Named"])
			r.in(staff["Role"], "Harbor", false)
			r.in(staff["Admin"], "Harbor", false)
		}, false, "Nobody who could settle it can be reached", nil},
		"not who cannot be written to": {func(r *rig, staff map[string]someone) {
			r.write(func(tx *store.Tx) error { return accounts.SetReach(tx, staff["Named"].id.Ref, accounts.ReachNo) })
		}, false, "those who mediate: Role", []string{"Role"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, Options{MediatorPlace: func(*store.Tx, string) (chat.PlaceRef, bool, error) { return room, test.place, nil }})
			ann, ben := r.in(r.meet("x", "Ann"), "Harbor", true, communities.DefaultMediatorRole), r.meet("y", "Ben")
			staff := map[string]someone{
				"Admin": r.in(r.meet("x", "Admin"), "Harbor", true), "Named": r.meet("y", "Named"),
				"Role": r.in(r.meet("x", "Role"), "Harbor", false, communities.DefaultMediatorRole),
			}
			r.names(staff["Admin"], staff["Named"])
			if test.prepare != nil {
				r.clock.Advance(2 * time.Hour)
				test.prepare(r, staff)
			}
			handle := r.active(ann, ben)
			r.deliver()
			said := r.do(ben, pathDispute, "deal_id", handle, "reason", wrong)
			contains(t, said, test.said)
			told := r.deliver()
			for called, who := range staff {
				want := strings.Contains(strings.Join(test.told, " "), called)
				if got := len(told[who.id.Ref]) == 1; got != want {
					t.Errorf("%s told: %v", called, got)
				}
			}
			if len(told[ann.id.Ref]) != 1 {
				t.Errorf("a party that is staff is told %d times", len(told[ann.id.Ref]))
			}
			if placed := r.toldIn(r.deal(handle), room); placed != test.place {
				t.Errorf("told in the place: %v", placed)
			}
		})
	}
}

func (r *rig) unname(who someone) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		c, err := communities.OfSpace(tx, chat.SpaceRef{Platform: "x", ID: "Harbor"})
		if err == nil {
			_, err = communities.RemoveMediator(tx, c.ID, who.id.PersonID)
		}
		return err
	})
}

func (r *rig) toldIn(d Deal, place chat.PlaceRef) (found bool) {
	r.t.Helper()
	if err := r.store.Read(r.t.Context(), func(tx *store.Tx) error {
		all, err := outbox.Status(tx, d.ID)
		for _, o := range all {
			found = found || o.Place == place
		}
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return found
}

func TestOwnersAreToldWhereThereIsNoCommunity(t *testing.T) {
	t.Parallel()
	var oz someone
	r := newRig(t, Options{Owners: func(*store.Tx) ([]string, error) { return []string{oz.id.PersonID}, nil }})
	oz = r.meet("x", "Oz")
	oz.owner = true
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.deliver()
	contains(t, r.do(ann, pathDispute, "deal_id", handle, "reason", wrong), "the owners of this bot: Oz")
	ask := r.presses(oz, r.last(oz), "Resolve…")
	r.presses(oz, r.presses(oz, ask, "✅ Completed"), "Yes, decide so")
	contains(t, r.last(ben), "Oz (x:id-Oz) decided", "completed")
}

// Where the place for mediators is closed to the bot by now, the one who disputed
// learns that nobody there knows.
func TestAClosedPlaceIsSaidSo(t *testing.T) {
	t.Parallel()
	room := chat.PlaceRef{Platform: "z", ID: "mediators"}
	r := newRig(t, Options{MediatorPlace: func(*store.Tx, string) (chat.PlaceRef, bool, error) { return room, true, nil }})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.deliver()
	r.do(ben, pathDispute, "deal_id", handle, "reason", wrong)
	told := r.deliver("z")[ben.id.Ref]
	if len(told) != 1 {
		t.Fatalf("told %d times", len(told))
	}
	contains(t, told[0], "nobody there knows of deal #"+handle)
	offers(t, told[0], "View")
}
