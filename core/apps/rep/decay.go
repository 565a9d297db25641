package rep

import (
	"errors"
	"math"
	"time"
)

// halfLife is the days in which a mass loses half, and the length of an epoch.
const halfLife = 180

// oldest is the age in epochs from which nothing is left of a mass.
const oldest = 20

var errOverflow = errors.New("rep: a sum of masses is out of range")

// Mass is what counts of a person's deals, in millionths: Est from partners that
// vouch, New from others, Neg against the person; Direct is the part of Est that
// came straight from verified partners, Lent what the person lent to others.
type Mass struct{ Est, New, Neg, Direct, Lent int64 }

// bucket holds the masses of an epoch, each times the factor of its day.
type bucket struct {
	epoch int64
	sum   Mass
}

// dayOf returns the UTC days since 1970-01-01.
func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// dateOf is the first instant of a day.
func dateOf(day int64) time.Time { return time.Unix(day*24*60*60, 0).UTC() }

// each returns the mass with fn applied to every part.
func (m Mass) each(fn func(int64) int64) Mass {
	return Mass{fn(m.Est), fn(m.New), fn(m.Neg), fn(m.Direct), fn(m.Lent)}
}

// plus adds two masses; it fails rather than overflow or go below zero.
func (m Mass) plus(o Mass) (Mass, error) {
	ok := true
	add := func(a, b int64) int64 {
		if b > 0 && a > math.MaxInt64-b || a+b < 0 {
			ok = false
		}
		return a + b
	}
	sum := Mass{add(m.Est, o.Est), add(m.New, o.New), add(m.Neg, o.Neg), add(m.Direct, o.Direct), add(m.Lent, o.Lent)}
	if !ok {
		return Mass{}, errOverflow
	}
	return sum, nil
}

// minus is the mass that takes m back.
func (m Mass) minus() Mass { return m.each(func(v int64) int64 { return -v }) }

// epochOf and scaled say which bucket a mass of a day belongs to, and as what.
func epochOf(day int64) int64 { return day / halfLife }

func (m Mass) scaled(day int64) Mass {
	return m.each(func(v int64) int64 { return v * factors[day%halfLife] })
}

// read returns what is left on a day of all that the buckets hold. Those of
// several networks may stand side by side.
func read(buckets []bucket, day int64) (Mass, error) {
	var ages [oldest + 1]Mass
	var err error
	for _, b := range buckets {
		age := epochOf(day) - b.epoch
		if age < 0 || age > oldest {
			continue
		}
		if ages[age], err = ages[age].plus(b.sum); err != nil {
			return Mass{}, err
		}
	}
	var sum Mass
	for age, m := range ages {
		if sum, err = sum.plus(m.each(func(v int64) int64 { return v >> age })); err != nil {
			return Mass{}, err
		}
	}
	return sum.each(func(v int64) int64 { return v / factors[day%halfLife] }), nil
}

// faded returns what is left on a day of a mass of an earlier day.
func (m Mass) faded(from, day int64) Mass {
	left, err := read([]bucket{{epochOf(from), m.scaled(from)}}, day)
	if err != nil {
		return Mass{} // one contribution fits a thousand times over
	}
	return left
}
