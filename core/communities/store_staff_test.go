package communities

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func TestAdministrators(t *testing.T) {
	t.Parallel()
	d := open(t)
	var id string
	act := func(user string, admin bool) {
		d.do(func(tx *store.Tx) error {
			c, _, err := Refresh(tx, Presence{
				Place: chat.Place{Space: ref("1"), SpaceName: "Harbor"}, User: chat.UserRef{Platform: ref("1").Platform, ID: user},
				PersonID: "p-" + user, Administrator: admin,
			})
			id = c.ID
			return err
		})
	}
	list := func() (all []string) {
		d.do(func(tx *store.Tx) (err error) { all, err = Administrators(tx, id); return err })
		return all
	}
	act("ann", true)
	act("mel", false)
	if got := list(); !slices.Equal(got, []string{"p-ann"}) {
		t.Errorf("administrators %q", got)
	}
	act("ann", false)
	if got := list(); len(got) != 0 {
		t.Errorf("who was one is one still: %q", got)
	}
}

func TestNamedBy(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.do(func(tx *store.Tx) error {
		c, err := Enter(tx, chat.Place{Space: ref("1"), SpaceName: "Harbor"})
		if err != nil {
			return err
		}
		if _, err := AddMediator(tx, c.ID, chat.UserRef{Platform: "y", ID: "mia"}, "p-mia", "p-ann"); err != nil {
			return err
		}
		by, at, err := NamedBy(tx, c.ID, "p-mia")
		if by != "p-ann" || !at.Equal(tx.Now()) {
			t.Errorf("named by %q at %v", by, at)
		}
		if by, _, err := NamedBy(tx, c.ID, "p-ann"); by != "" || err != nil {
			t.Errorf("not on the list, and named by %q: %v", by, err)
		}
		return err
	})
}
