package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

func TestUnitsInUseAreKnown(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	r.propose(ann, &ben, nil)
	err := r.store.Read(t.Context(), func(tx *store.Tx) error {
		scale, used, err := UnitUsed(tx, "USD")
		if err != nil || !used || scale != 2 {
			t.Errorf("USD: %d, %v, %v", scale, used, err)
		}
		if _, used, err := UnitUsed(tx, "GEMS"); used || err != nil {
			t.Errorf("GEMS: %v, %v", used, err)
		}
		u, err := UsedSince(tx, ann.id.PersonID, "", time.Time{})
		if err != nil || u.Open != 1 || !u.LastDispute.IsZero() {
			t.Errorf("used: %+v, %v", u, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
