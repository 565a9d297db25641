package deals

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

// sizes of the ledger in the benchmarks; the large one takes a minute to make.
var sizes = []int{1_000, 1_000_000}

// fill puts deals of other people around those of two persons, who have a
// thousand with each other whatever the size.
func (r *rig) fill(n int, ann, ben someone) (handles []string) {
	r.t.Helper()
	const own = 500
	r.write(func(tx *store.Tx) error {
		for range own {
			d, err := r.seed(tx, ann.id, ben.id)
			if err != nil {
				return err
			}
			handles = append(handles, d.Handle)
		}
		return nil
	})
	const batch = 10_000
	for done := own; done < n; done += batch {
		r.clock.Advance(time.Second)
		r.write(func(tx *store.Tx) error {
			for i := done; i < min(done+batch, n); i++ {
				if err := r.others(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return handles
}

// others inserts a deal of two of a thousand strangers, without its events.
func (r *rig) others(tx *store.Tx, i int) error {
	p := Proposal{Terms: usdTerms(), ID: tx.NewID(), Handle: fmt.Sprintf("%08X", i*2_654_435_761%(1<<32))}
	p.A.Person, p.B.Person = "p"+strconv.Itoa(i%1000), "q"+strconv.Itoa(i%997)
	p.A.Identity.ID, p.B.Identity.ID = p.A.Person, p.B.Person
	d, _ := Open(p, tx.Now())
	return insertDeal(tx, d)
}

// ledgers runs a benchmark at every size.
func ledgers(b *testing.B, run func(b *testing.B, r *rig, ann, ben someone, handles []string)) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			r := newRig(b, Options{MaxOpen: 1 << 40, MaxVolume: 1 << 40})
			ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
			run(b, r, ann, ben, r.fill(n, ann, ben))
		})
	}
}

func BenchmarkList(b *testing.B) {
	ledgers(b, func(b *testing.B, r *rig, ann, _ someone, _ []string) {
		for b.Loop() {
			if _, err := r.try(ann, "deal list", "network", "TikTok"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkView(b *testing.B) {
	ledgers(b, func(b *testing.B, r *rig, ann, _ someone, handles []string) {
		for i := 0; b.Loop(); i++ {
			if _, err := r.try(ann, pathView, "deal_id", handles[i%len(handles)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkSweepNothing(b *testing.B) {
	ledgers(b, func(b *testing.B, r *rig, _, _ someone, _ []string) {
		for b.Loop() {
			r.write(func(tx *store.Tx) error {
				_, err := dueForSweep(tx, place{}, start, sweepBatch)
				return err
			})
		}
	})
}

// BenchmarkCreate makes invitations through the whole service: limits, deal,
// event, texts, code and answer. Writers share commits.
func BenchmarkCreate(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(strconv.Itoa(writers), func(b *testing.B) {
			r := newRig(b, Options{MaxOpen: 1 << 40, MaxVolume: 1 << 40})
			people := make([]someone, writers)
			for i := range people {
				people[i] = r.in(r.meet("x", "Ann"+strconv.Itoa(i)), "Harbor", false)
			}
			state := answers(map[string]string{stepNetwork: "TikTok", factHome: people[0].community.ID})
			finish := r.app.Wizards[0].Finish
			var wait sync.WaitGroup
			b.ResetTimer()
			for i, who := range people {
				wait.Go(func() {
					for range (b.N + i) / writers {
						session := stateOf(state)
						if err := r.settle(func(tx *store.Tx) error {
							_, err := finish(tx, r.request(who, nil), &session)
							return err
						}); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wait.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "deals/s")
		})
	}
}
