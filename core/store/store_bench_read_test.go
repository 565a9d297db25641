package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// BenchmarkList reads a page of 8 of a community's deals, the latest first, from
// one or more goroutines, each page in a transaction of its own.
func BenchmarkList(b *testing.B) {
	for _, readers := range []int{1, 2, 8} {
		b.Run(fmt.Sprintf("readers=%d", readers), func(b *testing.B) { benchmarkList(b, readers) })
	}
}

func benchmarkList(b *testing.B, readers int) {
	s, err := store.Open(b.Context(), store.Options{Path: benchDatabase(b)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	b.ReportAllocs()
	b.ResetTimer()
	var next atomic.Int64
	var group sync.WaitGroup
	for range readers {
		group.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := s.Read(b.Context(), func(tx *store.Tx) error { return benchPage(tx, i%100) }); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func benchPage(tx *store.Tx, community int64) error {
	const query = "SELECT handle, title, amount, due_at FROM deals WHERE community = ? AND status = 'proposed' ORDER BY updated_at DESC LIMIT 8"
	rows := 0
	err := tx.SQL().Rows(query, []any{community}, func(scan func(dest ...any) error) error {
		var handle, amount, due int64
		var title string
		rows++
		return scan(&handle, &title, &amount, &due)
	})
	if err == nil && rows != 8 {
		return fmt.Errorf("%d rows on the page of community %d", rows, community)
	}
	return err
}
