package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// A link is undone freely until the person makes a deal as one.
func TestUnlinkAfterADeal(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "ann"), r.meet("y", "ben")
	may := func(since time.Time) (err error) {
		r.write(func(tx *store.Tx) error {
			err = r.app.MayUnlink(tx, ann.id.PersonID, since)
			return nil
		})
		return err
	}
	before := r.clock.Now()
	if err := may(before); err != nil {
		t.Errorf("without any deal: %v", err)
	}
	r.clock.Advance(time.Minute)
	r.propose(ann, &ben, nil)
	if err := may(before); !fault.Is(err, fault.Status) {
		t.Errorf("after a deal: %v", err)
	}
	r.clock.Advance(time.Minute)
	if err := may(r.clock.Now()); err != nil {
		t.Errorf("the deal was before the link: %v", err)
	}
}
