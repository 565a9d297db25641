package rep

import "math/bits"

// Masses are in millionths of the weight of the smallest deal.
const (
	unit      = 1_000_000
	maxWeight = 4 * unit
	// maxPoints is from where a larger deal weighs no more, in hundredths.
	maxPoints = 999_000
)

// Weight returns the mass of a deal worth v hundredths of a point, 0 for one in
// an unrated unit: 10^6 + round(10^6·log10((1000+v)/1000)), at most 4·10^6.
func Weight(v int64) int64 {
	if v >= maxPoints {
		return maxWeight
	}
	if v <= 0 {
		return unit
	}
	// The error is below 10^-14, and no value comes that near to a half.
	const log10of2 = 5553023288523357132 // times 2^64
	log10, _ := bits.Mul64(log2(uint64(1000+v))<<10, log10of2)
	high, low := bits.Mul64(log10, unit)
	low, carry := bits.Add64(low, 1<<57, 0) // log10 has 58 binary places
	return int64((high+carry)<<6|low>>58) - 3*unit + unit
}

// log2 returns the logarithm of x > 0 with 48 binary places, a digit for each
// squaring.
func log2(x uint64) uint64 {
	whole := bits.Len64(x) - 1
	digits := uint64(whole)
	mantissa := x << (63 - whole) // in [1, 2), with 63 binary places
	for range 48 {
		high, low := bits.Mul64(mantissa, mantissa)
		digits <<= 1
		if high>>63 == 1 { // the square is 2 or more
			digits |= 1
			mantissa = high
			continue
		}
		mantissa = high<<1 | low>>63
	}
	return digits
}
