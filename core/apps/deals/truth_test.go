package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// Nobody is said to be told where there is nobody.
func TestNobodyIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	handle, _ := r.propose(ann, nil, nil)
	noted := r.do(ann, pathNote, "deal_id", handle, "note", "for whoever comes")
	contains(t, noted, "recorded")
	lacks(t, noted, "is told")
	lacks(t, r.do(ann, pathCancel, "deal_id", handle), "is told")
	lacks(t, r.do(ann, pathNote, "deal_id", handle, "note", "nobody came"), "is told", "accepts the invitation can")
}

// An invitation that nobody took ends without another side to name.
func TestExpiryOfAnInvitation(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	handle, _ := r.propose(ann, nil, nil)
	r.clock.Advance(TTL)
	r.runSweep()
	contains(t, r.last(ann), "Nobody accepted your invitation #"+handle+" in time")
}

// News that reached nobody is no secret any more to who has acted on the deal or
// looked at it since.
func TestUndeliveredUntilSeen(t *testing.T) {
	t.Parallel()
	const said = "did not reach Ben"
	for name, act := range map[string]func(r *rig, ben someone, handle, link string){
		"opened the link": func(r *rig, ben someone, _, link string) { r.do(ben, pathAccept, "code", link) },
		"pressed":         func(r *rig, ben someone, handle, _ string) { r.do(ben, pathConfirm, "!", true, "deal_id", handle) },
		"noted":           func(r *rig, ben someone, handle, _ string) { r.do(ben, pathNote, "deal_id", handle, "note", "hello") },
		"viewed":          func(r *rig, ben someone, handle, _ string) { r.do(ben, pathView, "deal_id", handle) },
		"searched":        func(r *rig, ben someone, handle, _ string) { r.do(ben, "deal search", "deal_id", handle) },
		"asked first":     func(r *rig, ben someone, handle, _ string) { r.do(ben, pathConfirm, "deal_id", handle) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, Options{})
			ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
			handle, _ := r.propose(ann, &ben, nil)
			link := linkIn(t, r.last(ann, "y"))
			r.clock.Advance(time.Minute)
			contains(t, r.do(ann, pathView, "deal_id", handle), said)
			act(r, ben, handle, link)
			lacks(t, r.do(ann, pathView, "deal_id", handle), said)
			r.deliver()
			r.clock.Advance(time.Minute)
			r.do(ann, pathNote, "deal_id", handle, "note", "are you there?")
			r.deliver("y")
			contains(t, r.do(ann, pathView, "deal_id", handle), said)
		})
	}
}

// TestOverdueAgain is row 11: what is said of it is not that the due date passed,
// which was days before.
func TestOverdueAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.clock.Set(r.deal(handle).DueAt)
	r.runSweep()
	contains(t, r.do(ann, pathView, "deal_id", handle, "audit", true), "the clock: the due date passed")
	marked := r.do(ann, pathComplete, "deal_id", handle)
	contains(t, marked, "This deal was overdue")
	lacks(t, marked, "has been overdue")
	r.deliver()
	r.clock.Advance(Grace)
	r.runSweep()
	told := r.deliver()
	contains(t, told[ann.id.Ref][0], "overdue again", "Ben did not mark", "72 hours")
	contains(t, told[ben.id.Ref][0], "overdue again", "Ann marked", "72 hours")
	history := r.do(ann, pathView, "deal_id", handle, "audit", true)
	contains(t, history, "the clock: the other side did not mark within 72 hours")
	contains(t, r.do(ben, pathView, "deal_id", handle), "This deal has been overdue since")
	done := r.do(ben, pathComplete, "deal_id", handle)
	contains(t, done, "This deal was overdue")
	lacks(t, done, "has been overdue")
}

// A card names everybody who mediates, the holders of the role too.
func TestCardsSayWhoMediates(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MediatorRole: "Judge"})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	_, said := r.propose(ann, &ben, nil)
	contains(t, said, "whoever has the role Judge, else the administrators")
	mia := r.in(r.meet("x", "Mia"), "Harbor", false)
	r.write(func(tx *store.Tx) error {
		_, err := communities.AddMediator(tx, ann.community.ID, mia.id.Ref, mia.id.PersonID, ann.id.PersonID)
		return err
	})
	_, said = r.propose(ann, &ben, nil)
	contains(t, said, "Mia, and whoever has the role Judge")
	r.write(func(tx *store.Tx) error { return communities.SetMediatorRole(tx, ann.community.ID, "Referee") })
	_, said = r.propose(ann, nil, nil)
	contains(t, said, "Mia, and whoever has the role Referee")

	r = newRig(t, Options{})
	ann = r.in(r.meet("x", "Ann"), "Harbor", false)
	_, said = r.propose(ann, nil, nil)
	contains(t, said, "whoever has the role DealMediator, else the administrators")
}
