package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// TestWhoMayDoWhat goes through every command that names a deal, with everybody
// who might try it.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	people := map[string]someone{
		"party a": ann, "party b": ben,
		"stranger":           r.meet("x", "Eve"),
		"member":             r.in(r.meet("x", "Mel"), "Harbor", false),
		"mediator":           r.in(r.meet("x", "Mia"), "Harbor", false, communities.DefaultMediatorRole).direct(),
		"administrator":      r.in(r.meet("x", "Ada"), "Harbor", true).direct(),
		"mediator elsewhere": r.in(r.meet("x", "Max"), "Dock", true, communities.DefaultMediatorRole),
		"owner":              {id: r.meet("x", "Oz").id, owner: true},
	}
	party := map[string]bool{"party a": true, "party b": true}
	viewer := map[string]bool{"party a": true, "party b": true, "mediator": true, "administrator": true, "owner": true}
	tests := map[string]struct {
		allowed map[string]bool
		args    []any
	}{
		pathConfirm: {party, nil}, pathCancel: {party, nil}, pathComplete: {party, nil}, pathDone: {party, nil},
		pathNote: {party, []any{"note", "words"}}, "deal search": {party, nil}, pathSuggest: {party, []any{"reason", "words"}},
		pathDispute: {party, []any{"reason", wrong}}, pathWithdraw: {party, nil}, pathReceipt: {party, nil},
		pathEdit: {party, nil}, pathView: {viewer, nil}, pathLog: {viewer, []any{"page", "1"}},
	}
	for path, test := range tests {
		for name, who := range people {
			handle, _ := r.propose(ann, &ben, map[string]string{stepAmount: "1"})
			before := r.deal(handle)
			_, err := r.try(who, path, append([]any{"!", true, "deal_id", handle}, test.args...)...)
			if refused := fault.Is(err, fault.NotFound) || fault.Is(err, fault.Limit); refused == test.allowed[name] {
				t.Errorf("%s by %s: %v", path, name, err)
			}
			if !test.allowed[name] && r.deal(handle) != before {
				t.Errorf("%s by %s changed something", path, name)
			}
			if r.deal(handle).Status == Pending {
				r.do(ann, pathCancel, "deal_id", handle)
			}
		}
	}
}

func TestLookingIsLogged(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	mia := r.in(r.meet("x", "Mia"), "Harbor", false, communities.DefaultMediatorRole)
	handle := r.active(ann, ben)
	r.do(ann, pathView, "deal_id", handle)
	before := r.logSize()
	view := r.do(mia, pathView, "deal_id", handle)
	contains(t, view, "That you looked at this deal is recorded.", "Ann on X", "Ben on Y")
	offers(t, view, "History")
	contains(t, r.do(mia, pathView, "deal_id", handle, "audit", true), "proposed it", "Username of the first side: ann_live")
	if n := r.logSize() - before; n != 2 {
		t.Errorf("%d views logged, want 2", n)
	}
	r.do(ben, pathView, "deal_id", handle, "audit", true)
	if n := r.logSize() - before; n != 2 {
		t.Error("a party's own view was logged")
	}
}

func (r *rig) logSize() (n int) {
	r.t.Helper()
	err := r.store.Read(r.t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row(`SELECT count(*) FROM audit_events`, nil, &n)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func TestGuessingHandles(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("x", "Eve")
	foreign := r.active(ann, ben)
	own := r.active(eve, ben)
	r.refused("deals.refuse.handle", eve, pathView, "deal_id", "12345")
	for i := range missesAnHour {
		handle := foreign
		if i%2 == 0 {
			handle = "00000000"
		}
		path := pathView
		if i%3 == 0 {
			path = pathComplete
		}
		r.refused("deals.refuse.not_found", eve, path, "deal_id", handle)
	}
	r.refused("deals.limit.tries", eve, pathView, "deal_id", foreign)
	r.refused("deals.limit.tries", eve, pathConfirm, "deal_id", "00000000")
	r.do(eve, pathView, "deal_id", own)
	r.clock.Advance(time.Hour)
	r.refused("deals.refuse.not_found", eve, pathView, "deal_id", foreign)
}

func TestNamingByDeal(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("x", "Eve")
	handle := r.active(ann, ben)
	invitation, _ := r.propose(ann, nil, nil)
	name := func(who someone, typed string) (id accounts.Identity, mine bool, err error) {
		err = r.settle(func(tx *store.Tx) (err error) {
			id, mine, err = r.app.Names(tx, r.request(who, nil), typed)
			return err
		})
		return id, mine, err
	}
	if id, mine, err := name(ann, "deal:"+handle); err != nil || !mine || id.Ref != ben.id.Ref {
		t.Errorf("Ann's: %v %v %v", id.Ref, mine, err)
	}
	if id, _, err := name(ben, "Deal:#"+handle); err != nil || id.Ref != ann.id.Ref {
		t.Errorf("Ben's: %v %v", id.Ref, err)
	}
	for _, typed := range []string{"x:id-Ben", "@ben", "deal"} {
		if _, mine, err := name(ann, typed); mine || err != nil {
			t.Errorf("%q: %v %v", typed, mine, err)
		}
	}
	if _, mine, err := name(eve, "deal:"+handle); !mine || !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger's: %v %v", mine, err)
	}
	if _, _, err := name(ann, "deal:"+invitation); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody yet: %v", err)
	}
}

func TestCounterpartiesThatCannotBe(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, banned := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("y", "Bad")
	robot := r.meet("x", "Robot")
	robot.id.Bot = true
	r.write(func(tx *store.Tx) error { return accounts.SetBlocked(tx, banned.id.PersonID, true) })
	r.refused("deals.refuse.bot", ann, pathStart, "counterparty", robot)
	r.refused("deals.refuse.oneself", ann, pathStart, "counterparty", ann)
	r.refused("deals.refuse.person", ann, pathStart, "counterparty", banned)
	contains(t, r.do(ben, "deal block", "user", ann), "no new deals between you and Ann")
	r.refused("deals.refuse.again", ben, "deal block", "user", ann)
	r.refused("deals.refuse.block_oneself", ben, "deal block", "user", ben)
	r.refused("deals.refuse.person", ann, pathStart, "counterparty", ben)
	r.refused("deals.refuse.person", ben, pathStart, "counterparty", ann)
	contains(t, r.do(ben, "deal unblock", "user", ann), "new deals with Ann")
	r.propose(ann, &ben, nil)

	// Blocked while the wizard runs: judged again when it ends.
	state := map[string]string{factWith: ben.id.Ref.String()}
	r.do(ben, "deal block", "user", ann)
	if _, err := r.tryWizard(ann, stateOf(state), answers(nil)); !fault.Is(err, fault.Role) {
		t.Errorf("got %v", err)
	}
	if _, err := r.tryWizard(ann, stateOf(map[string]string{factWith: "q:gone"}), answers(nil)); !fault.Is(err, fault.Input) {
		t.Errorf("a counterparty that is gone: %v", err)
	}
}

func TestAdministratorsAreNamed(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ada, ben := r.in(r.meet("x", "Ada"), "Harbor", true), r.meet("y", "Ben")
	mia := r.in(r.meet("x", "Mia"), "Harbor", false)
	r.write(func(tx *store.Tx) error {
		_, err := communities.AddMediator(tx, ada.community.ID, mia.id.Ref, mia.id.PersonID, ada.id.PersonID)
		return err
	})
	handle, own := r.propose(ada, &ben, nil)
	contains(t, r.last(ben), "Ada administers this community", "Mia")
	for _, word := range []string{own.words, r.do(ada, pathView, "deal_id", handle).words} {
		if word == "" || containsWord(word, "administers") {
			t.Error("somebody is told that they administer their own community")
		}
	}
}

func TestLinking(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("y", "Eve")
	handle := r.active(ann, ben)
	r.write(func(tx *store.Tx) error {
		for _, pair := range [][2]someone{{ann, ben}, {ben, ann}} {
			if err := r.app.MayLink(tx, pair[0].id.PersonID, pair[1].id.PersonID); !fault.Is(err, fault.Status) {
				t.Errorf("an open deal: %v", err)
			}
		}
		return r.app.MayLink(tx, ann.id.PersonID, eve.id.PersonID)
	})
	r.do(ann, pathComplete, "deal_id", handle)
	r.do(ben, pathComplete, "deal_id", handle)
	r.write(func(tx *store.Tx) error {
		if err := r.app.MayLink(tx, ann.id.PersonID, ben.id.PersonID); err != nil {
			return err
		}
		return r.app.Moved(tx, ben.id.Ref, ben.id.PersonID, ann.id.PersonID)
	})
	d := r.deal(handle)
	if d.B.Person != ann.id.PersonID || d.SideOf(ann.id.PersonID) != SideA || d.SideOf(ben.id.PersonID) != Neither {
		t.Errorf("parties %+v %+v", d.A, d.B)
	}
	if found := r.listed(ann); len(found) != 1 {
		t.Errorf("on both sides of one deal: listed %d times", len(found))
	}
	if err := r.store.Read(t.Context(), audit.Verify); err != nil {
		t.Error(err)
	}
}

func (r *rig) listed(p someone) (all []Deal) {
	r.t.Helper()
	if err := r.store.Read(r.t.Context(), func(tx *store.Tx) (err error) {
		all, err = listDeals(tx, p.id.PersonID, filter{}, 1000)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return all
}
