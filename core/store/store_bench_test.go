//go:build cgo

package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// BenchmarkCreate measures durable creations a second through the store, and in
// the same run, turn by turn, through a bare SQLite loop that commits each one
// (beside one writer) or 64 at a time. ratio is store to bare; the aim is 0.75 at
// one writer and 0.55 at 64. Run it with -benchtime 4000x or more.
func BenchmarkCreate(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchmarkCreate(b, writers) })
	}
}

func benchmarkCreate(b *testing.B, writers int) {
	yardstick := openBare(b, benchDatabase(b))
	var commits int64
	path := benchDatabase(b)
	s, err := store.Open(b.Context(), store.Options{Path: path, Fault: func(n int64, _ store.Moment) error {
		commits = n
		return nil
	}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	batch := 64
	if writers == 1 {
		batch = 1
	}
	const turn = 1000
	r := rand.New(rand.NewPCG(3, 4))
	at := storetest.Epoch.UnixMilli()
	var ours, theirs []float64
	b.ResetTimer()
	for done := 0; done < b.N; done += turn {
		list := make([]creation, min(turn, b.N-done))
		for i := range list {
			at++
			list[i] = newCreation(r, at)
		}
		ours = append(ours, rate(list, func() { createAll(b, s, list, writers) }))
		theirs = append(theirs, rate(list, func() { yardstick.creations(b, list, batch) }))
	}
	b.StopTimer()
	slices.Sort(ours)
	slices.Sort(theirs)
	b.ReportMetric(ours[len(ours)/2], "creates/s")
	b.ReportMetric(theirs[len(theirs)/2], "bare/s")
	b.ReportMetric(ours[len(ours)/2]/theirs[len(theirs)/2], "ratio")
	b.ReportMetric(float64(b.N)/float64(commits), "a-commit")
	if info, err := os.Stat(path + "-wal"); err == nil {
		b.ReportMetric(float64(info.Size())/(1<<20), "log-MiB") // never shrinks below its peak by itself
	}
	b.ReportMetric(0, "ns/op") // the sum of both would mislead
}

func rate(list []creation, run func()) float64 {
	start := time.Now()
	run()
	return float64(len(list)) / time.Since(start).Seconds()
}

func createAll(b *testing.B, s *store.Store, list []creation, writers int) {
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := w; i < len(list); i += writers {
				if err := s.Write(b.Context(), func(tx *store.Tx) error { return list[i].run(tx.SQL()) }); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}
