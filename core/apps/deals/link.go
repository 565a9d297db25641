package deals

import (
	"time"

	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// mayLink refuses that two people with an open deal together become one.
func mayLink(tx *store.Tx, one, two string) error {
	together, err := openTogether(tx, one, two)
	if err != nil {
		return err
	}
	if together {
		return fault.New(fault.Status, "deals.refuse.link")
	}
	return nil
}

// mayUnlink refuses that a link is undone once the person made a deal as one:
// limits and the other side relied on it.
func mayUnlink(tx *store.Tx, person string, since time.Time) error {
	made, err := madeSince(tx, person, since)
	if err != nil {
		return err
	}
	if made {
		return fault.New(fault.Status, "deals.refuse.unlink")
	}
	return nil
}
