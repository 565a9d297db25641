package store_test

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestBellRingsAfterTheCommit(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	bell := s.Bell("work")
	heard := func() bool {
		select {
		case <-bell:
			return true
		default:
			return false
		}
	}
	refused := errors.New("refused")
	for _, c := range []struct {
		name string
		fn   func(tx *store.Tx) error
		want bool
	}{
		{"committed", func(tx *store.Tx) error { tx.Ring("work"); tx.Ring("work"); return nil }, true},
		{"another bell", func(tx *store.Tx) error { tx.Ring("play"); return nil }, false},
		{"rolled back", func(tx *store.Tx) error { tx.Ring("work"); return refused }, false},
		{"undone", func(tx *store.Tx) error {
			_ = tx.Savepoint(func() error { tx.Ring("work"); return refused })
			return nil
		}, false},
	} {
		if err := s.Write(t.Context(), func(tx *store.Tx) error {
			err := c.fn(tx)
			if heard() {
				t.Errorf("%s: rang before the commit", c.name)
			}
			return err
		}); err != nil && !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if got := heard(); got != c.want {
			t.Errorf("%s: heard %v, want %v", c.name, got, c.want)
		}
	}
}
