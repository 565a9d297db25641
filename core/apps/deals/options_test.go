package deals

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func TestLimitsAreTheCommunitys(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	r := newRig(t, Options{Settings: func(_ *store.Tx, community string) (Settings, error) {
		asked[community] = true
		if community == "" {
			return Settings{MaxOpen: 1, MaxVolume: 1000}, nil
		}
		return Settings{MaxOpen: 2, MaxVolume: 600, Cooldown: time.Hour}, nil
	}})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.limited("deals.limit.volume", ann, nil, map[string]string{stepAmount: "101"})
	r.propose(ann, nil, map[string]string{stepAmount: "100"})
	r.limited("deals.limit.open", ann, nil, nil)
	r.propose(ben, nil, nil)
	r.limited("deals.limit.open", ben, nil, nil)
	r.do(ann, pathDispute, "deal_id", handle, "reason", wrong)
	r.do(ann, pathWithdraw, "deal_id", handle)
	r.refused("deals.limit.cooldown", ann, pathDispute, "deal_id", handle, "reason", wrong)
	if !asked[""] || !asked[ann.community.ID] {
		t.Errorf("asked for %v", asked)
	}
}

func TestRatesAreKeptFromCreation(t *testing.T) {
	t.Parallel()
	rate := int64(5_000_000) // 0.005 points
	r := newRig(t, Options{Rates: func(_ *store.Tx, unit string) (int64, bool, error) { return rate, unit == "DIAMONDS", nil }})
	ann := r.meet("x", "Ann")
	rated, _ := r.propose(ann, nil, map[string]string{stepAmount: "1000 diamonds"})
	plain, _ := r.propose(ann, nil, map[string]string{stepAmount: "10 USD"})
	rate *= 2
	if d := r.deal(rated); !d.Rated || d.Points != 500 {
		t.Errorf("rated %v, %d hundredths", d.Rated, d.Points)
	}
	if d := r.deal(plain); d.Rated || d.Points != 0 {
		t.Errorf("rated %v, %d hundredths", d.Rated, d.Points)
	}
}

func TestScoresStandOnTheCardOfWhoIsAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Score: func(_ *store.Tx, person, viewer string) (chat.Node, error) {
		return chat.Text("score of " + person[:6] + " for " + viewer[:min(6, len(viewer))]), nil
	}})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	a, b := ann.id.PersonID[:6], ben.id.PersonID[:6]
	handle, own := r.propose(ann, &ben, nil)
	contains(t, own, "Reputation of Ben", "score of "+b+" for "+a)
	card := r.last(ben)
	contains(t, card, "Reputation of Ann", "score of "+a+" for "+b)
	lacks(t, card, "score of "+b)
	r.do(ben, pathConfirm, "!", true, "deal_id", handle)
	lacks(t, r.do(ann, pathConfirm, "!", true, "deal_id", handle), "score of")
	_, invitation := r.propose(ann, nil, nil)
	lacks(t, invitation, "score of")
	contains(t, r.do(ben, pathAccept, "code", codePattern.FindString(invitation.words)), "score of "+a)
}

// TestI17SubscribersShareTheTransaction holds that they hear everything that is
// recorded, once, and that their refusal undoes it.
func TestI17SubscribersShareTheTransaction(t *testing.T) {
	t.Parallel()
	var heard []Happening
	var refuse error
	r := newRig(t, Options{
		Policy: func(*store.Tx) (string, error) { return "rooted", nil },
		Subscribers: []func(*store.Tx, Happening) error{
			func(_ *store.Tx, h Happening) error { heard = append(heard, h); return nil },
			func(*store.Tx, Happening) error { return refuse },
		},
	})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.clock.Set(r.deal(handle).DueAt)
	r.do(ann, pathDispute, "deal_id", handle, "reason", wrong)
	r.clock.Advance(time.Hour)
	r.do(ann, pathWithdraw, "deal_id", handle)
	r.do(ben, pathComplete, "deal_id", handle)
	want := []Event{
		{Type: EventCreated, By: SideA, To: Pending, Version: 1},
		{Type: EventConfirmed, By: SideA, From: Pending, To: Pending, Version: 2},
		{Type: EventConfirmed, By: SideB, From: Pending, To: Active, Version: 3},
		{Type: EventOverdue, From: Active, To: Overdue, Penalty: "ab", Version: 4},
		{Type: EventDisputed, By: SideA, From: Overdue, To: Disputed, Reversed: "b", Version: 5},
		{Type: EventWithdrawn, By: SideA, From: Disputed, To: Overdue, Penalty: "b", Version: 6},
		{Type: EventMarked, By: SideB, From: Overdue, To: Marked, Reversed: "b", Version: 7},
	}
	if len(heard) != len(want) {
		t.Fatalf("%d events heard: %+v", len(heard), heard)
	}
	for i, h := range heard {
		if h.Event != want[i] || h.After.Version != i+1 || h.Before.Version != i || i > 0 && h.Seq <= heard[i-1].Seq {
			t.Errorf("%d: %+v at %d", i, h.Event, h.Seq)
		}
	}
	r.sameHistory(heard)

	refuse = errors.New("no")
	before, size := r.deal(handle), r.logSize()
	if _, err := r.try(ann, pathComplete, "deal_id", handle); !errors.Is(err, refuse) || r.deal(handle) != before || r.logSize() != size {
		t.Errorf("undone: %v", err)
	}
}

// sameHistory holds that a replay tells what the subscribers heard, in portions
// of any size.
func (r *rig) sameHistory(heard []Happening) {
	r.t.Helper()
	for limit := 1; limit < 9; limit++ {
		var told []Happening
		after := int64(-1)
		for {
			var portion []Happening
			err := r.store.Read(r.t.Context(), func(tx *store.Tx) (err error) {
				portion, err = History(tx, after, limit)
				return err
			})
			if err != nil {
				r.t.Fatal(err)
			}
			told = append(told, portion...)
			if len(portion) < limit {
				break
			}
			after = portion[len(portion)-1].Seq
		}
		if len(told) != len(heard) {
			r.t.Fatalf("%d told, %d heard", len(told), len(heard))
		}
		for i := range told {
			if told[i] != heard[i] {
				r.t.Errorf("told  %+v\nheard %+v", told[i], heard[i])
			}
		}
	}
}

// After two parties became one person, history tells so of the past as well.
func TestHistoryFollowsLinks(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, said := r.propose(ann, nil, nil)
	r.do(ben, pathClaim, "code", codePattern.FindString(said.words))
	r.do(ann, pathCancel, "deal_id", handle)
	r.write(func(tx *store.Tx) error { return r.app.Moved(tx, ann.id.Ref, ann.id.PersonID, ben.id.PersonID) })
	r.logs("person.linked", ben.id.PersonID, ann.id.PersonID)
	err := r.store.Read(t.Context(), func(tx *store.Tx) error {
		told, err := History(tx, -1, 100)
		if len(told) != 3 || told[0].After.A.Person != ben.id.PersonID || told[0].After.Claimed() || told[2].After.B.Person != ben.id.PersonID {
			t.Errorf("%+v", told)
		}
		return errors.Join(err, CheckReplay(tx))
	})
	if err != nil {
		t.Error(err)
	}
}

func TestReceipts(t *testing.T) {
	t.Parallel()
	unsigned := int64(1 << 40)
	r := newRig(t, Options{Receipt: func(_ *store.Tx, seq int64) (string, []byte, error) {
		if seq >= unsigned {
			return "", nil, audit.ErrUnsigned
		}
		return "", []byte("proof"), nil
	}})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, map[string]string{stepReview: reviewConfirm})
	active := r.do(ben, pathConfirm, "!", true, "deal_id", handle)
	offers(t, active, "Mark complete", "Dispute", "Add a note", "View", "Receipt")
	r.do(ben, pathNote, "deal_id", handle, "note", "words")
	got := r.presses(ben, active, "Receipt")
	contains(t, got, "3 receipts of deal #"+handle)
	var named []string
	for _, f := range got.message.Files {
		named = append(named, f.Name)
	}
	if len(named) != 3 || named[0] != handle+"-3.tlog-proof" || named[2] != handle+"-1.tlog-proof" {
		t.Errorf("files %q", named)
	}
	unsigned = 2
	contains(t, r.do(ann, pathReceipt, "deal_id", handle), "still being signed")
	unsigned = 0
	r.refused("deals.refuse.receipt_soon", ann, pathReceipt, "deal_id", handle)
	if c, _ := r.command(pathReceipt); c.Audience != chat.Direct || !c.Reads {
		t.Error("receipts are private, and asking for them changes nothing")
	}
	none := newRig(t, Options{})
	ann, ben = none.meet("x", "Ann"), none.meet("y", "Ben")
	none.refused("deals.refuse.receipts", ann, pathReceipt, "deal_id", none.active(ann, ben))
}
