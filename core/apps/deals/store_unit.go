package deals

import (
	"errors"

	"github.com/parleybot/parley/core/store"
)

// scaleOf reads the decimals of a unit off any deal in it: they never change.
func scaleOf(tx *store.Tx, unit string) (scale int, used bool, err error) {
	err = tx.SQL().Row(`SELECT scale FROM deals_deals WHERE unit = ? LIMIT 1`, []any{unit}, &scale)
	if errors.Is(err, store.ErrNotFound) {
		return 0, false, nil
	}
	return scale, err == nil, wrap("look for a unit", err)
}
