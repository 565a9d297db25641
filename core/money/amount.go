package money

import (
	"errors"
	"math"
	"strconv"
)

// Bounds of every amount that Parse accepts.
const (
	// MaxWhole is the largest amount, in whole units, whatever the unit.
	MaxWhole int64 = 1_000_000_000
	// MaxScale is the largest number of decimals a unit can have. With it the
	// largest amount is 10^17 minor units, which int64 holds with room to add.
	MaxScale = 8
)

// ErrUnlike is returned when amounts of different units or scales would be added.
var ErrUnlike = errors.New("money: amounts of unlike units cannot be added")

// ErrOverflow is returned when a sum does not fit into 64 bits.
var ErrOverflow = errors.New("money: sum too large")

// Amount is an exact, non-negative amount: Minor / 10^Scale of Unit. Scale
// travels with the amount because a unit registered later under the same name
// must not change what was agreed.
type Amount struct {
	Minor int64  // in 10^-Scale of the unit
	Unit  string // as ParseUnit returns it: "USD", "DIAMONDS"
	Scale int    // decimals, 0 to MaxScale
}

// Number returns the amount without its unit: ASCII digits, no grouping, a dot
// and exactly Scale decimals ("1234.50").
func (a Amount) Number() string {
	unit := pow10(a.Scale)
	whole := strconv.FormatInt(a.Minor/unit, 10)
	if a.Scale == 0 {
		return whole
	}
	// Adding one whole unit keeps the leading zeros of the decimals.
	decimals := strconv.FormatInt(unit+a.Minor%unit, 10)[1:]
	return whole + "." + decimals
}

// Plain returns the machine form, Number and unit ("1234.50 USD"). Parse reads
// it back as exactly this amount, without a second reading.
func (a Amount) Plain() string {
	return a.Number() + " " + a.Unit
}

// Whole returns the amount in whole units, rounded up.
func (a Amount) Whole() int64 {
	unit := pow10(a.Scale)
	whole := a.Minor / unit
	if a.Minor%unit > 0 {
		whole++
	}
	return whole
}

// Add returns the sum of two amounts of the same unit and scale. It fails with
// ErrUnlike for different units and with ErrOverflow beyond 64 bits.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Unit != b.Unit || a.Scale != b.Scale {
		return Amount{}, ErrUnlike
	}
	if b.Minor > math.MaxInt64-a.Minor {
		return Amount{}, ErrOverflow
	}
	a.Minor += b.Minor
	return a, nil
}

// pow10 returns 10^n for the small exponents of scales and suffixes.
func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
