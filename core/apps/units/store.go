package units

import (
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/store"
)

// Scale returns how many decimals the owner gave a unit, or false where none
// were given. Code is in the form of money.ParseUnit. The currencies of ISO 4217
// are money's to know.
func (s *Service) Scale(tx *store.Tx, code string) (scale int, registered bool, err error) {
	err = tx.SQL().Row(`SELECT scale FROM units_scales WHERE unit = ?`, []any{code}, &scale)
	return scale, err == nil, wrap("read the decimals", known(err))
}

// Rate returns the worth of one whole unit in 10^-9 points, as money's Points
// takes it, or false for a unit without a reference value. Code is in the form
// of money.ParseUnit.
func (s *Service) Rate(tx *store.Tx, code string) (rate int64, rated bool, err error) {
	err = tx.SQL().Row(`SELECT rate FROM units_rates WHERE unit = ?`, []any{code}, &rate)
	return rate, err == nil, wrap("read the rate", known(err))
}

func setScale(tx *store.Tx, code string, scale int) error {
	_, err := tx.SQL().Exec(`INSERT INTO units_scales (unit, scale) VALUES (?, ?)
		ON CONFLICT (unit) DO UPDATE SET scale = excluded.scale`, code, scale)
	return wrap("keep the decimals", err)
}

func setRate(tx *store.Tx, code string, rate int64) error {
	_, err := tx.SQL().Exec(`INSERT INTO units_rates (unit, rate) VALUES (?, ?)
		ON CONFLICT (unit) DO UPDATE SET rate = excluded.rate`, code, rate)
	return wrap("keep the rate", err)
}

func removeRate(tx *store.Tx, code string) error {
	_, err := tx.SQL().Exec(`DELETE FROM units_rates WHERE unit = ?`, code)
	return wrap("remove the rate", err)
}

// known drops the error of a row that is not there.
func known(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("units: %s: %w", action, err)
}
