package audit

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestUnsigned(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	l := startLog(t, s, "test")
	look := func(want int64) {
		t.Helper()
		var n int64
		var since time.Time
		err := s.Read(t.Context(), func(tx *store.Tx) (err error) { n, since, err = Unsigned(tx); return err })
		if err != nil || n != want || since.IsZero() != (want == 0) {
			t.Errorf("%d since %v, %v; want %d", n, since, err, want)
		}
	}
	look(1) // the log's own opening
	l.sign()
	look(0)
	l.add(Event{Type: "a.b", Actor: System, As: System}, Event{Type: "a.b", Actor: System, As: System})
	look(2)
	l.sign()
	look(0)
}
