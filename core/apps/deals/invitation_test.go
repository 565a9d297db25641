package deals

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

var codePattern = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

func TestInvitation(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("z", "Eve")
	handle, said := r.propose(ann, nil, nil)
	code := codePattern.FindString(said.words)
	contains(t, said, "https://t.me/parley_bot?start=deal-"+strings.ReplaceAll(code, "-", ""), "/deal accept "+code,
		"On Discord", "whoever accepts the invitation")
	offers(t, said, "Cancel deal", "View")
	r.refused("deals.refuse.unclaimed", ann, pathConfirm, "!", true, "deal_id", handle)
	r.refused("deals.refuse.invitation", ann, pathAccept, "code", code)

	shown := r.do(ben, pathAccept, "code", strings.ToLower(code))
	contains(t, shown, "Ann proposes this deal", "500.00 USD", "ben_live")
	offers(t, shown, "Confirm")
	alsoShown := r.do(eve, pathAccept, "code", "deal-"+strings.ReplaceAll(code, "-", ""))
	contains(t, r.presses(ben, shown, "Confirm"), "Recorded; waiting for the other side.")
	if d := r.deal(handle); d.Status != Pending || d.A.Confirmed || d.B.Person != ben.id.PersonID || d.Version != 2 {
		t.Fatalf("after the claim: %+v", d)
	}
	if _, err := r.press(eve, alsoShown, "Confirm"); err == nil {
		t.Fatal("an invitation was taken twice")
	}
	r.refused("deals.refuse.invitation", eve, pathAccept, "code", code)
	r.refused("deals.refuse.not_found", eve, pathConfirm, "deal_id", handle)

	card := r.last(ann)
	contains(t, card, "Ben accepted your invitation", "Ben on Y")
	offers(t, card, "Confirm", "Cancel deal", "View")
	contains(t, r.presses(ann, card, "Confirm"), "🟢 Active")
}

func TestInitiatorSeesWhoClaimed(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, said := r.propose(ann, nil, nil)
	r.do(ben, pathClaim, "code", codePattern.FindString(said.words))
	contains(t, r.do(ann, pathConfirm, "deal_id", handle), "read what you would agree to", "Ben on Y")
	if r.deal(handle).Status != Pending {
		t.Fatal("a leaked link bound somebody")
	}
}

func TestInvitationsThatAreOver(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 20})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	cancelled, said := r.propose(ann, nil, nil)
	cancelledCode := codePattern.FindString(said.words)
	r.do(ann, pathCancel, "deal_id", cancelled)
	_, said = r.propose(ann, nil, nil)
	late := codePattern.FindString(said.words)
	_, said = r.propose(ann, nil, nil)
	blocked := codePattern.FindString(said.words)
	r.write(func(tx *store.Tx) error {
		_, err := accounts.Block(tx, ann.id.PersonID, ben.id.PersonID)
		return err
	})
	for name, code := range map[string]string{"cancelled": cancelledCode, "blocked": blocked, "wrong": "0000-0000-0000", "no code": "hello"} {
		t.Log(name)
		r.refused("deals.refuse.invitation", ben, pathAccept, "code", code)
	}
	r.clock.Advance(TTL)
	r.refused("deals.refuse.invitation", ben, pathClaim, "code", late)
}

func TestGuessingCodes(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	_, said := r.propose(ann, nil, nil)
	code := codePattern.FindString(said.words)
	for range codesAnHour {
		r.refused("deals.refuse.invitation", ben, pathAccept, "code", "0000-0000-0000")
	}
	r.refused("deals.limit.tries", ben, pathAccept, "code", code)
	r.clock.Advance(time.Hour)
	contains(t, r.do(ben, pathAccept, "code", code), "Ann proposes")
}

var linkPattern = regexp.MustCompile(`start=(deal-[0-9A-Z]{12})`)

func linkIn(t *testing.T, s screen) string {
	t.Helper()
	link := linkPattern.FindStringSubmatch(s.words)
	if link == nil {
		t.Fatalf("no link in:\n%s", s.words)
	}
	return link[1]
}

func TestLinkForOnePerson(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("y", "Eve")
	handle, _ := r.propose(ann, &ben, nil)
	told := r.last(ann, "y")
	contains(t, told, "could not reach Ben", "/deal confirm "+handle, "works for them alone")
	link := linkIn(t, told)
	contains(t, r.do(ann, pathView, "deal_id", handle), "Undelivered", "did not reach Ben")
	r.refused("deals.refuse.invitation", eve, pathAccept, "code", link)
	r.refused("deals.refuse.invitation", eve, pathClaim, "code", link)
	card := r.do(ben, pathAccept, "code", link)
	offers(t, card, "Confirm", "Suggest a change", "Decline", "View")
	contains(t, r.do(ben, pathConfirm, "deal_id", handle), "Recorded")
	contains(t, r.do(ben, pathClaim, "code", link), "Already recorded", "✔️ confirmed")

	none := newRig(t, Options{Opens: func(p chat.Platform) bool { return p != "y" }})
	ann, ben = none.meet("x", "Ann"), none.meet("y", "Ben")
	none.propose(ann, &ben, nil)
	told = none.last(ann, "y")
	contains(t, told, "could not reach Ben")
	if strings.Contains(told.words, "t.me") {
		t.Error("a link that leads nowhere was offered")
	}
}

// A claim whose deal was cancelled meanwhile is not "already recorded".
func TestClaimOfACancelledDeal(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, said := r.propose(ann, nil, nil)
	code := codePattern.FindString(said.words)
	r.do(ben, pathClaim, "code", code)
	r.do(ann, pathCancel, "deal_id", handle)
	r.refused("deals.refuse.status", ben, pathClaim, "code", code)
}
