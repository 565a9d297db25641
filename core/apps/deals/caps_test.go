package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

func (r *rig) limited(key string, p someone, with *someone, changed map[string]string) {
	r.t.Helper()
	_, err := r.tryPropose(p, with, answers(changed))
	if f, ok := fault.As(err); !ok || f.Phrase.Key != key {
		r.t.Fatalf("got %v, want %s", err, key)
	}
}

func TestOpenCapCountsWhatOneTookOn(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 2})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("z", "Eve")
	var toBen []string
	for _, from := range []someone{ann, ann, eve, eve} {
		handle, _ := r.propose(from, &ben, nil)
		toBen = append(toBen, handle)
	}
	r.refused("deals.limit.open", ann, pathStart, "counterparty", eve)
	// Ben was asked four times and has taken on nothing.
	r.propose(ben, nil, nil)
	r.do(ben, pathConfirm, "!", true, "deal_id", toBen[0])
	r.refused("deals.limit.open", ben, pathConfirm, "!", true, "deal_id", toBen[1])
	r.limited("deals.limit.open", ben, nil, nil)
	r.do(eve, pathCancel, "deal_id", toBen[2])
	_, said := r.propose(eve, nil, nil)
	r.refused("deals.limit.open", ben, pathClaim, "code", codePattern.FindString(said.words))
	// A deal that is over frees a place for each.
	r.do(ann, pathCancel, "deal_id", toBen[0])
	r.do(ben, pathConfirm, "!", true, "deal_id", toBen[1])
	r.propose(ann, nil, nil)
}

func TestCapsAreOfOneCommunity(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 1})
	ann := r.meet("x", "Ann")
	harbor, dock := r.in(ann, "Harbor", false), r.in(ann, "Dock", false)
	r.propose(harbor, nil, nil)
	r.limited("deals.limit.open", harbor, nil, nil)
	r.propose(dock, nil, nil)
}

func TestPairCap(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben, eve := r.meet("x", "Ann"), r.meet("y", "Ben"), r.meet("z", "Eve")
	var handles []string
	for range PairCap {
		handle, _ := r.propose(ann, &ben, nil)
		handles = append(handles, handle)
	}
	r.refused("deals.limit.pair", ann, pathStart, "counterparty", ben)
	r.propose(ann, &eve, nil)
	r.propose(ben, &ann, nil)
	r.do(ben, pathConfirm, "!", true, "deal_id", handles[0])
	r.propose(ann, &ben, nil)
	r.refused("deals.limit.pair", ann, pathStart, "counterparty", ben)
}

func TestVolumeOfACivilDay(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100, MaxVolume: 100})
	ann := r.in(r.meet("x", "Ann"), "Harbor", false)
	r.write(func(tx *store.Tx) error { return communities.SetZone(tx, ann.community.ID, "Asia/Kathmandu") })
	usd := func(amount string) map[string]string { return map[string]string{stepAmount: amount} }
	handle, _ := r.propose(ann, nil, usd("60"))
	r.do(ann, pathCancel, "deal_id", handle)
	r.limited("deals.limit.volume", ann, nil, usd("40.01"))
	r.propose(ann, nil, usd("40"))
	r.limited("deals.limit.volume", ann, nil, usd("0.01"))
	r.propose(ann, nil, usd("99 beans"))
	r.propose(ann, nil, usd("1 coins"))
	r.limited("deals.limit.units", ann, nil, usd("1 beans"))

	midnight := time.Date(2026, 3, 1, 18, 15, 0, 0, time.UTC) // in Kathmandu
	r.clock.Set(midnight.Add(-tick))
	r.limited("deals.limit.volume", ann, nil, usd("0.01"))
	r.clock.Set(midnight)
	r.propose(ann, nil, map[string]string{stepAmount: "100"})
	r.limited("deals.limit.volume", ann, nil, usd("0.01"))
	elsewhere := r.in(ann, "Dock", false)
	r.propose(elsewhere, nil, usd("100"))
}

func TestLimitsFollowLinkedAccounts(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 2})
	ann, other := r.meet("x", "Ann"), r.meet("y", "AnnElsewhere")
	r.propose(ann, nil, nil)
	r.propose(other, nil, nil)
	r.write(func(tx *store.Tx) error {
		return r.app.Moved(tx, other.id.Ref, other.id.PersonID, ann.id.PersonID)
	})
	r.limited("deals.limit.open", ann, nil, nil)
}
