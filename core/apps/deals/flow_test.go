package deals

import (
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/fault"
)

// plain is what a screen says without the marks that keep names apart.
func (s screen) plain() string {
	return strings.NewReplacer("\u2068", "", "\u2069", "", "\u2066", "").Replace(s.words)
}

func contains(t *testing.T, s screen, words ...string) {
	t.Helper()
	for _, w := range words {
		if plain := s.plain(); !strings.Contains(plain, w) {
			t.Errorf("%q is missing in:\n%s", w, plain)
		}
	}
}

func lacks(t *testing.T, s screen, words ...string) {
	t.Helper()
	for _, w := range words {
		if plain := s.plain(); strings.Contains(plain, w) {
			t.Errorf("%q stands in:\n%s", w, plain)
		}
	}
}

func isFault(err error, key string) bool {
	f, ok := fault.As(err)
	return ok && f.Phrase.Key == key
}

func offers(t *testing.T, s screen, want ...string) {
	t.Helper()
	if got := s.buttons(); !slices.Equal(got, want) {
		t.Errorf("buttons %q, want %q", got, want)
	}
}

func TestADealFromStartToEnd(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")

	handle, said := r.propose(ann, &ben, nil)
	contains(t, said, "Recorded; waiting for the other side.", "#"+handle, "TikTok", "500.00 USD", "ann_live", "ben_live",
		"pending_confirmation", "not confirmed yet")
	offers(t, said, "Confirm", "Cancel deal", "View")

	card := r.last(ben)
	contains(t, card, "Ann proposes a deal to you", "#"+handle, "Harbor", "ben_live", "Ann on X", "You")
	offers(t, card, "Confirm", "Suggest a change", "Decline", "View")
	contains(t, r.presses(ben, card, "Confirm"), "Recorded; waiting for the other side.")
	if d := r.deal(handle); d.Status != Pending || d.A.Confirmed || !d.B.Confirmed {
		t.Fatalf("after one confirmation: %+v", d)
	}

	card = r.last(ann)
	contains(t, card, "Ben confirmed deal #"+handle)
	offers(t, card, "Confirm", "Cancel deal", "View")
	active := r.presses(ann, card, "Confirm")
	contains(t, active, "🟢 Active: both sides confirmed.", "active")
	offers(t, active, "Mark complete", "Dispute", "Add a note", "View")
	contains(t, r.last(ben), "Ann confirmed deal #"+handle+": it is active now")

	ask := r.presses(ann, active, "Mark complete")
	contains(t, ask, "cannot be taken back")
	if r.deal(handle).Status != Active {
		t.Fatal("asking once more recorded a mark")
	}
	contains(t, r.presses(ann, ask, "Yes, my side is done"), "Recorded; waiting for the other side.", "marked complete")
	card = r.last(ben)
	contains(t, card, "Is yours done too?", "pending_completion")
	contains(t, r.do(ben, pathComplete, "deal_id", "#"+strings.ToLower(handle)), "✅ Completed by both sides.", "completed on time")
	card = r.last(ann)
	contains(t, card, "it is completed", "completed")
	offers(t, card, "Add a note", "View")
	if d := r.deal(handle); d.Status != Completed || d.Version != 5 || d.ClosedAt.IsZero() {
		t.Errorf("at the end: %+v", d)
	}
}

func TestCreateAndConfirmIsOneMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, map[string]string{stepReview: reviewConfirm})
	if d := r.deal(handle); !d.A.Confirmed || d.Version != 2 {
		t.Errorf("%+v", d)
	}
	told := r.deliver()[ben.id.Ref]
	if len(told) != 1 {
		t.Fatalf("%d messages for one proposal", len(told))
	}
	contains(t, told[0], "has confirmed it already")
	contains(t, r.presses(ben, told[0], "Confirm"), "🟢 Active")
}

func TestNobodyConfirmsUnseen(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, nil)
	shown := r.do(ben, pathConfirm, "deal_id", handle)
	contains(t, shown, "read what you would agree to", "500.00 USD")
	if r.deal(handle).B.Confirmed {
		t.Fatal("confirmed without having seen the card")
	}
	contains(t, r.do(ben, pathConfirm, "deal_id", handle), "Recorded")

	other, _ := r.propose(ann, &ben, nil)
	r.deliver()
	contains(t, r.do(ben, pathConfirm, "deal_id", other), "Recorded")
	contains(t, r.do(ann, pathConfirm, "deal_id", other), "🟢 Active")
}

func TestSuggestingAChange(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, map[string]string{stepAmount: "1.5k USD"})
	card := r.last(ben)
	r.refused("deals.refuse.only_counterparty", ann, pathSuggest, "deal_id", handle, "reason", "no")
	r.do(ben, pathSuggest, "deal_id", handle, "reason", "2000 *please* @everyone")
	if card.message.Rows == nil || r.deal(handle).Status != Cancelled {
		t.Fatal("a suggestion ends the deal")
	}
	told := r.last(ann)
	contains(t, told, "would like other terms", "2000 *please* @everyone")
	offers(t, told, "Edit and propose again", "Add a note", "View")
	out, err := r.press(ann, told, "Edit and propose again")
	if err != nil {
		t.Fatal(err)
	}
	state := out.Begin.State
	for name, want := range map[string]string{
		stepNetwork: "TikTok", stepAmount: "1500.00 USD", stepMine: "ann_live", stepTheirs: "ben_live",
		stepDue: "2026-03-11", factWith: ben.id.Ref.String(), factHome: ann.community.ID,
	} {
		if state[name] != want {
			t.Errorf("%s is %q, want %q", name, state[name], want)
		}
	}
	r.refused("deals.refuse.status", ann, pathEdit, "deal_id", r.active(ann, ben))
	r.refused("deals.refuse.only_initiator", ben, pathEdit, "deal_id", handle)
	r.refused("deals.refuse.status", ben, pathConfirm, "deal_id", handle)
}

func TestDecliningAndTakingBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	first, _ := r.propose(ann, &ben, nil)
	contains(t, r.presses(ben, r.last(ben), "Decline"), "⚫ Cancelled", "cancelled")
	contains(t, r.last(ann), "Ben declined deal #"+first)
	second, _ := r.propose(ann, &ben, nil)
	r.do(ann, pathCancel, "deal_id", second, "reason", "my mistake")
	told := r.last(ben)
	contains(t, told, "Ann took deal #"+second+" back", "my mistake")
	offers(t, told, "Add a note", "View")
	r.refused("deals.refuse.status", ann, pathCancel, "deal_id", r.active(ann, ben))
}

func TestNotes(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("x", "Eve")
	handle := r.active(ann, ben)
	r.deliver()
	contains(t, r.do(ann, pathNote, "deal_id", handle, "note", "paid half, \u202Ehidden"), "recorded")
	contains(t, r.last(ben), "Ann added a note", "paid half, hidden")
	r.refused("deals.refuse.not_found", eve, pathNote, "deal_id", handle, "note", "mine?")
	for range 11 {
		r.do(ben, pathNote, "deal_id", handle, "note", "one more")
	}
	view := r.do(ann, pathView, "deal_id", handle)
	contains(t, view, "2 earlier notes are in the history", "one more")
	if d := r.deal(handle); d.Status != Active || d.Version != 15 {
		t.Errorf("notes changed %s, version %d", d.Status, d.Version)
	}
	r.do(ann, pathComplete, "deal_id", handle)
	r.do(ben, pathComplete, "deal_id", handle)
	contains(t, r.do(ann, pathNote, "deal_id", handle, "note", "thanks"), "recorded", "completed")
	for range NoteCap - 2 {
		r.do(ann, pathNote, "deal_id", handle, "note", "and on")
	}
	r.refused("deals.limit.notes", ann, pathNote, "deal_id", handle, "note", "one too many")
	r.do(ben, pathNote, "deal_id", handle, "note", "mine is not used up")
}

func containsWord(text, word string) bool { return strings.Contains(text, word) }
