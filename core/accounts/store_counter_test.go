package accounts

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestCounter(t *testing.T) {
	t.Parallel()
	const minute = time.Minute
	for name, test := range map[string]struct {
		tries []time.Duration // after the start
		at    time.Duration
		want  int
		frees time.Duration
	}{
		"none":                        {nil, 0, 0, 0},
		"one":                         {[]time.Duration{0}, 0, 1, 60 * minute},
		"at once":                     {[]time.Duration{0, 0, 0}, 0, 3, 60 * minute},
		"spread in the window":        {[]time.Duration{0, 30 * minute, 59 * minute}, 59 * minute, 3, 119 * minute},
		"stands for a whole window":   {[]time.Duration{0, 30 * minute, 59 * minute}, 118 * minute, 3, 119 * minute},
		"then it is over":             {[]time.Duration{0, 30 * minute, 59 * minute}, 119 * minute, 0, 0},
		"wider than the window":       {[]time.Duration{0, 60 * minute, 120 * minute}, 120 * minute, 1, 180 * minute},
		"the newest of equals counts": {[]time.Duration{0, 61 * minute}, 61 * minute, 1, 121 * minute},
		"few after many":              {[]time.Duration{0, 0, 0, 50 * minute}, 100 * minute, 4, 110 * minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			for _, at := range test.tries {
				d.clock.Set(storetest.Epoch.Add(at))
				d.do(func(tx *store.Tx) error { return Bump(tx, "key", time.Hour) })
				d.do(func(tx *store.Tx) error { return Bump(tx, "other", time.Hour) })
			}
			d.clock.Set(storetest.Epoch.Add(test.at))
			d.do(func(tx *store.Tx) error {
				n, frees, err := Count(tx, "key", time.Hour)
				want := storetest.Epoch.Add(test.frees)
				if test.want == 0 {
					want = time.Time{}
				}
				if n != test.want || !frees.Equal(want) {
					t.Errorf("%d until %v, want %d until %v", n, frees, test.want, want)
				}
				return err
			})
		})
	}
}
