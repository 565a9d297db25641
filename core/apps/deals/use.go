package deals

import (
	"time"

	"github.com/parleybot/parley/core/store"
)

// Used is what a person has used of the limits of a community.
type Used struct {
	Use
	LastDispute time.Time // when the person last opened one there, zero for never
}

// UsedSince returns what a person has used of the limits of a community ("" for
// the deals of none): open deals now, volume since an instant.
func UsedSince(tx *store.Tx, person, community string, since time.Time) (u Used, err error) {
	if u.Open, err = openUse(tx, person, community); err != nil {
		return Used{}, err
	}
	if u.Points, u.Whole, err = volumeUse(tx, person, community, since); err != nil {
		return Used{}, err
	}
	u.LastDispute, err = lastDispute(tx, person, community)
	return u, err
}

// UnitUsed returns with how many decimals a unit stands in deals, or false for one
// that no deal is in.
func UnitUsed(tx *store.Tx, unit string) (scale int, used bool, err error) {
	return scaleOf(tx, unit)
}
