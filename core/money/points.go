package money

import "math/bits"

const (
	// MaxRate is the highest rate of a unit: 10^6 points per whole unit, in
	// 10^-9 points.
	MaxRate int64 = 1_000_000_000_000_000
	// MaxPoints caps the value of one amount, in hundredths of a point.
	MaxPoints int64 = 1_000_000_000_000_000
)

// Points returns the reference value of the amount in hundredths of a point,
// floor(Minor × rate ÷ 10^(Scale+7)), at most MaxPoints. rate is in 10^-9
// points per whole unit; a rate of zero or less values everything at nothing.
func (a Amount) Points(rate int64) int64 {
	if a.Minor <= 0 || rate <= 0 {
		return 0
	}
	// 10^17 minor units at the highest rate need 107 bits.
	high, low := bits.Mul64(uint64(a.Minor), uint64(rate))
	divisor := uint64(pow10(a.Scale + 7))
	if high >= divisor {
		return MaxPoints // the quotient would not fit into 64 bits
	}
	points, _ := bits.Div64(high, low, divisor)
	return int64(min(points, uint64(MaxPoints)))
}
