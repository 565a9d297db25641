package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/store"
)

// links joins two accounts, the way /link does, and returns both as they are now.
func (r *rig) links(one, two someone) (someone, someone) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		code, _, err := accounts.OfferLink(tx, one.id)
		if err != nil {
			return err
		}
		link, err := accounts.AcceptCode(tx, two.id, code)
		if err != nil {
			return err
		}
		if _, err := accounts.ConfirmLink(tx, link.ID, one.id); err != nil {
			return err
		}
		if link, err = accounts.ConfirmLink(tx, link.ID, two.id); err != nil {
			return err
		}
		for _, m := range link.Moved {
			if err := r.app.Moved(tx, m.Identity, m.From, m.To); err != nil {
				return err
			}
		}
		if one.id, err = accounts.Lookup(tx, one.id.Ref); err != nil {
			return err
		}
		two.id, err = accounts.Lookup(tx, two.id.Ref)
		return err
	})
	return one, two
}

// A link for one person stays theirs when they link their accounts.
func TestPersonalLinkFollowsItsPerson(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	// The younger of two persons becomes the older one, so Ben is the younger.
	other := r.meet("z", "Benny")
	r.clock.Advance(time.Second)
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	r.propose(ann, &ben, nil)
	link := linkIn(t, r.last(ann, "y"))
	before := ben
	other, ben = r.links(other, ben)
	if ben.id.PersonID == before.id.PersonID {
		t.Fatal("Ben is the person he was")
	}
	r.refused("deals.refuse.invitation", before, pathAccept, "code", link)
	offers(t, r.do(ben, pathAccept, "code", link), "Confirm", "Suggest a change", "Decline", "View")
	offers(t, r.do(other, pathAccept, "code", link), "Confirm", "Suggest a change", "Decline", "View")
}

// Opening again what one has taken is neither refused nor a wrong code.
func TestReopeningAnInvitation(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("z", "Eve")
	handle, said := r.propose(ann, nil, nil)
	code := codePattern.FindString(said.words)
	shown := r.do(ben, pathAccept, "code", code)
	r.presses(ben, shown, "Confirm")
	claimed := r.deal(handle)
	for range codesAnHour + 1 {
		again := r.presses(ben, shown, "Confirm")
		contains(t, again, "Already recorded; nothing changed.", "#"+handle, "✔️ confirmed")
		offers(t, again, "Cancel deal", "View")
		again = r.do(ben, pathAccept, "code", code)
		contains(t, again, "#"+handle, "✔️ confirmed")
		lacks(t, again, "proposes this deal", "Already recorded")
	}
	if r.deal(handle) != claimed {
		t.Error("opening an invitation again changed the deal")
	}
	_, said = r.propose(ann, nil, nil)
	r.do(ben, pathAccept, "code", codePattern.FindString(said.words))

	// Somebody who may guess no more still opens what is theirs, and no more.
	for range codesAnHour {
		r.refused("deals.refuse.invitation", eve, pathAccept, "code", code)
		r.refused("deals.refuse.invitation", ben, pathAccept, "code", "0000-0000-0000")
	}
	r.refused("deals.limit.tries", eve, pathAccept, "code", code)
	contains(t, r.do(ben, pathAccept, "code", code), "#"+handle)

	r.do(ann, pathCancel, "deal_id", handle)
	contains(t, r.do(ben, pathAccept, "code", code), "⚫ cancelled")
}
