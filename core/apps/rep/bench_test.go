package rep

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

// crowd gives a person so many contributions of the last ten years, by the same
// rows that Take leaves behind.
func (r *rig) crowd(person string, many int) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		l := ledger{tx, 0, Open}
		day := dayOf(r.clock.Now())
		_, err := tx.SQL().Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO rep_contributions SELECT 0, ?, i, 0, ?, 'p' || i, 'd' || i, '3F9A2B01', 'TikTok', 'on_time', '', ? - i % 3650, 2707570, 1,
				2707570, 0, 0, 0, 0, 1000000 - i % 3650, 0, 50000, 'USD', 2 FROM n`, many, person, person, day)
		if err != nil {
			return err
		}
		for _, network := range networks() {
			for epoch := range int64(oldest + 1) {
				if err := l.add(person, network, day-epoch*halfLife, Mass{Est: int64(many) * 20_000}); err != nil {
					return err
				}
			}
			if err := l.count(person, network, counts{Completed: int64(many), Partners: int64(many), Day: day - 3650}); err != nil {
				return err
			}
		}
		return nil
	})
}

// median reports the median of b.N runs as well: on a machine that is busy with
// something else the mean tells more about that than about us.
func median(b *testing.B, run func() error) error {
	times := make([]time.Duration, b.N)
	b.ResetTimer()
	for i := range times {
		begun := time.Now()
		if err := run(); err != nil {
			return err
		}
		times[i] = time.Since(begun)
	}
	b.StopTimer()
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(times[0].Nanoseconds()), "min-ns")
	return nil
}

// A read costs the same however many deals a person has.
func BenchmarkRead(b *testing.B) {
	for _, many := range []int{10, 10_000, 1_000_000} {
		b.Run(fmt.Sprint(many), func(b *testing.B) {
			r := newRig(b)
			r.crowd("ann", many)
			r.read(func(l ledger) error {
				return median(b, func() error {
					_, err := l.view("ann", allNetworks)
					return err
				})
			})
		})
	}
}

func BenchmarkDetails(b *testing.B) {
	for _, many := range []int{10, 10_000, 1_000_000} {
		b.Run(fmt.Sprint(many), func(b *testing.B) {
			r := newRig(b)
			r.crowd("ann", many)
			r.read(func(l ledger) error {
				return median(b, func() error {
					_, err := l.top("ann", shown)
					return err
				})
			})
		})
	}
}

func BenchmarkTake(b *testing.B) {
	r := newRig(b)
	seq := int64(0)
	r.write(func(tx *store.Tx) error {
		b.ResetTimer()
		for i := range b.N {
			facts := both(usd(Completed, fmt.Sprint("a", i%1000), fmt.Sprint("b", i%997)))
			seq++
			for j := range facts {
				facts[j].Seq, facts[j].At = seq, today
			}
			if err := r.service.Take(tx, facts...); err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkPicture(b *testing.B) {
	course := make([]point, 74)
	for i := range course {
		course[i] = point{20400 + int64(i)*stepDays, 500 + int64(i)*3}
	}
	for range b.N {
		data, err := picture(course)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(data)), "bytes/picture")
	}
}
