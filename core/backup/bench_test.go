package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

// events is how large a ledger BenchmarkMake backs up; PARLEY_BACKUP_EVENTS asks
// for another size.
func events(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("PARLEY_BACKUP_EVENTS"))
	if err != nil {
		b.Logf("PARLEY_BACKUP_EVENTS is not set: %d events", 20_000)
		return 20_000
	}
	return n
}

// BenchmarkMake makes an encrypted backup while 8 writers go on, and reports the
// slowest write that came in its way. Then it is restored elsewhere, which compares
// the log with the header, and refused once a byte of it is another.
func BenchmarkMake(b *testing.B) {
	s := open(b, "")
	fill(b, s, events(b))
	o := options(b, "sesame")
	o.cost = kdf{}
	start := noon
	o.Now = func() time.Time { start = start.Add(time.Second); return start }
	for b.Loop() {
		stop := crowd(s)
		made := mustMake(b, s, o)
		waits := stop()
		slices.Sort(waits)
		b.ReportMetric(float64(made.Size)/1e6, "MB")
		b.ReportMetric(float64(len(waits)), "writes")
		b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(waits[len(waits)-1].Microseconds())/1000, "worst-ms")
		b.ReportMetric(takesBack(b, filepath.Join(o.Dir, made.Name), o).Seconds(), "restore-s")
		if err := os.Remove(filepath.Join(o.Dir, made.Name)); err != nil {
			b.Fatal(err)
		}
	}
}

// fill writes events of the size that real ones have.
func fill(b *testing.B, s *store.Store, n int) {
	b.Helper()
	text := strings.Repeat("0123456789", 65)
	for from := 0; from < n; from += 1000 {
		err := s.Write(b.Context(), func(tx *store.Tx) error {
			for i := range min(1000, n-from) {
				if err := line(tx, strconv.Itoa(from+i)+text, "first"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// crowd has 8 writers write until stop, which returns how long each write took.
func crowd(s *store.Store) func() []time.Duration {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	waits := make([][]time.Duration, 8)
	for w := range waits {
		all.Go(func() {
			for ctx.Err() == nil {
				began := time.Now()
				err := s.Write(context.Background(), func(tx *store.Tx) error { return line(tx, "more", "first") })
				if err != nil {
					return
				}
				waits[w] = append(waits[w], time.Since(began))
			}
		})
	}
	return func() []time.Duration {
		cancel()
		all.Wait()
		return slices.Concat(waits...)
	}
}

// takesBack restores a backup, and says how long that took; with one byte flipped
// it must be refused with nothing left behind.
func takesBack(b *testing.B, file string, o Options) time.Duration {
	b.Helper()
	folder, began := b.TempDir(), time.Now()
	if _, err := Restore(b.Context(), file, filepath.Join(folder, "again.db"), false, o); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	flipByte(b, file)
	other := b.TempDir()
	if _, err := Restore(b.Context(), file, filepath.Join(other, "again.db"), false, o); !errors.Is(err, ErrBroken) {
		b.Fatal(err)
	}
	if left := names(b, other); left != "" {
		b.Fatalf("left behind: %s", left)
	}
	return took
}

// flipByte changes one byte in the middle of a file, however large it is.
func flipByte(b *testing.B, file string) {
	b.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	one := make([]byte, 1)
	if err == nil {
		_, err = f.ReadAt(one, info.Size()/2)
	}
	one[0] ^= 1
	if err == nil {
		_, err = f.WriteAt(one, info.Size()/2)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		b.Fatal(err)
	}
}
