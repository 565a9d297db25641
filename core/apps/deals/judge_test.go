package deals

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// TestI6OnlyStaffOfTheDealsCommunityDecides tries everybody who might want to,
// by the command and by the button.
func TestI6OnlyStaffOfTheDealsCommunityDecides(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", true, communities.DefaultMediatorRole), r.meet("y", "Ben")
	alt, bystander := r.meet("z", "Alt"), r.in(r.meet("x", "Mel"), "Harbor", false)
	own := r.in(ann, "Own", true)
	ownAlt := r.in(r.meet("z", "OwnAlt"), "Own", true, communities.DefaultMediatorRole)
	people := map[string]struct {
		who  someone
		code fault.Code // "" where it works
	}{
		"party with every role":       {ann, fault.Role},
		"in a server of his own":      {own, fault.Role},
		"the other party":             {ben, fault.Role},
		"an alt in the party's own":   {ownAlt, fault.NotFound},
		"an alt that a party named":   {alt, fault.Role},
		"a member":                    {bystander, fault.NotFound},
		"a mediator of the community": {r.in(r.meet("x", "Mia"), "Harbor", false, communities.DefaultMediatorRole).direct(), ""},
		"an administrator":            {r.in(r.meet("x", "Ada"), "Harbor", true).direct(), ""},
		"an owner":                    {someone{id: r.meet("x", "Oz").id, owner: true}, ""},
	}
	for i, c := range []Status{Active, Completed, Defaulted} {
		handle := r.active(ann, ben)
		r.do(ben, pathDispute, "deal_id", handle, "reason", wrong)
		if i == 0 {
			r.names(ann, alt) // after the deal was made
		}
		for name, test := range people {
			if test.code == "" {
				continue
			}
			before := r.deal(handle)
			for _, path := range []string{pathResolve, pathSettle} {
				_, err := r.try(test.who, path, "deal_id", handle, "result", string(c))
				if !fault.Is(err, test.code) || r.deal(handle) != before {
					t.Errorf("%s by %s: %v", path, name, err)
				}
			}
		}
	}
	for name, test := range people {
		if test.code != "" {
			continue
		}
		handle := r.active(ann, ben)
		r.do(ben, pathDispute, "deal_id", handle, "reason", wrong)
		if _, err := r.try(test.who, pathResolve, "deal_id", handle, "result", "defaulted", "at_fault", "b"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who mediated before the deal was made stood on its card, whoever had named them.
func TestEarlierMediatorsStay(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, mia := r.in(r.meet("x", "Ann"), "Harbor", true), r.meet("y", "Ben"), r.meet("z", "Mia")
	r.names(ann, mia)
	r.clock.Advance(dayLong)
	handle := r.disputed(ann, ben)
	r.do(mia, pathResolve, "deal_id", handle, "result", "completed")
}

// A second account of a party is the party, once it is linked, and not before.
func TestALinkedAccountNeverDecides(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	second := r.in(r.meet("z", "Second"), "Harbor", true)
	handle := r.disputed(ann, ben)
	r.write(func(tx *store.Tx) error {
		return r.app.Moved(tx, ann.id.Ref, ann.id.PersonID, second.id.PersonID)
	})
	r.refused("deals.refuse.own_judge", second, pathResolve, "deal_id", handle, "result", "completed")
}

// TestI29HandlesOfOthers has foreign and unknown handles look alike, and guessing
// end, for those who may not decide.
func TestI29HandlesOfOthers(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	moe := r.in(r.meet("x", "Moe"), "Dock", true)
	handle := r.disputed(ann, ben)
	for i := range missesAnHour {
		typed := handle
		if i%2 == 0 {
			typed = "00000000"
		}
		r.refused("deals.refuse.not_found", moe, pathResolve, "deal_id", typed, "result", "completed")
	}
	r.refused("deals.limit.tries", moe, pathResolve, "deal_id", handle, "result", "completed")
}

func TestOpenersOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("x", "Eve")
	handle := r.disputed(ann, ben)
	r.refused("deals.refuse.only_opener", ben, pathWithdraw, "deal_id", handle)
	for _, path := range []string{pathWithdraw, pathReceipt, pathDispute} {
		r.refused("deals.refuse.not_found", eve, path, "deal_id", handle, "reason", wrong)
	}
	r.clock.Advance(dayLong)
	contains(t, r.do(ann, pathWithdraw, "deal_id", handle), "the deal is 🟢 active again")
	told := r.last(ben)
	contains(t, told, "Ann took the dispute about deal #"+handle+" back")
	offers(t, told, "Mark complete", "Dispute", "Add a note", "View")
}

// The cooldown counts what was accepted, withdrawn or not, over linked accounts.
func TestCooldown(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{CooldownHours: 24})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	first, second := r.active(ann, ben), r.active(ann, ben)
	r.do(ann, pathComplete, "deal_id", first)
	r.do(ben, pathComplete, "deal_id", first)
	r.refused("deals.refuse.status", ann, pathDispute, "deal_id", first, "reason", wrong) // burns nothing
	r.do(ann, pathDispute, "deal_id", second, "reason", wrong)
	r.do(ann, pathWithdraw, "deal_id", second)
	r.refused("deals.limit.cooldown", ann, pathDispute, "deal_id", second, "reason", wrong)
	r.do(ben, pathDispute, "deal_id", second, "reason", wrong)
	r.do(ben, pathWithdraw, "deal_id", second)
	elsewhere := r.active(r.in(ann, "Dock", false), ben)
	r.do(ann, pathDispute, "deal_id", elsewhere, "reason", wrong)
	r.clock.Advance(dayLong - tick)
	r.refused("deals.limit.cooldown", ann, pathDispute, "deal_id", second, "reason", wrong)

	other := r.meet("z", "AnnElsewhere")
	r.write(func(tx *store.Tx) error {
		return r.app.Moved(tx, ann.id.Ref, ann.id.PersonID, other.id.PersonID)
	})
	r.refused("deals.limit.cooldown", other, pathDispute, "deal_id", second, "reason", wrong)
	r.clock.Advance(dayLong)
	r.do(other, pathDispute, "deal_id", second, "reason", wrong)
}

// What is shown is what is allowed: a mediator whom a party named is neither
// offered a decision nor may make one, unless that person decides as an
// administrator or an owner anyway.
func TestADecisionIsShownToWhoMayMakeIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", true), r.meet("y", "Ben")
	alt := r.in(r.meet("z", "Alt"), "Harbor", false)
	ada := r.in(r.meet("x", "Ada"), "Harbor", true)
	oz := someone{id: r.meet("x", "Oz").id, owner: true}
	people := map[string]struct {
		who     someone
		decides bool
	}{"named": {alt, false}, "administrator": {ada, true}, "owner": {oz, true}}
	for name, test := range people {
		handle := r.disputed(ann, ben)
		r.names(ann, test.who)
		shown := slices.Contains(r.do(test.who, pathView, "deal_id", handle).buttons(), "Resolve…")
		_, err := r.try(test.who, pathResolve, "deal_id", handle, "result", "completed")
		if shown != test.decides || (err == nil) != test.decides {
			t.Errorf("%s: shown %v, %v", name, shown, err)
		}
	}
}
