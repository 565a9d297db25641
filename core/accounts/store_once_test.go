package accounts

import (
	"testing"

	"github.com/parleybot/parley/core/store"
)

func TestOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	err := d.store.Write(t.Context(), func(tx *store.Tx) error {
		for _, c := range []struct {
			person, was string
			want        bool
		}{{"p1", "p1", true}, {"p1", "p2", false}, {"", "", false}, {"p1", "", false}} {
			if got, err := Once(tx, c.person, c.was); err != nil || got != c.want {
				t.Errorf("Once(%q, %q) = %v, %v", c.person, c.was, got, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
