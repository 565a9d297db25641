package communities

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// desk is a store with a clock, on which a test works line by line.
type desk struct {
	*testing.T
	store *store.Store
	clock *storetest.Clock
}

func open(t *testing.T) desk {
	t.Helper()
	clock := storetest.NewClock(storetest.Epoch)
	return desk{t, storetest.OpenWith(t, clock, 1, Migrations()), clock}
}

// do runs fn in a transaction of its own and fails the test on its error.
func (d desk) do(fn func(tx *store.Tx) error) {
	d.Helper()
	if err := d.store.Write(d.Context(), fn); err != nil {
		d.Fatal(err)
	}
}

// comes lets a person act and returns where they are and what they are there.
func (d desk) comes(p Presence) (c Community, st Standing) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) { c, st, err = Refresh(tx, p); return err })
	return c, st
}

// resolve asks what is known of a presence.
func (d desk) resolve(p Presence) (c Community, st Standing, changed bool) {
	d.Helper()
	err := d.store.Read(d.Context(), func(tx *store.Tx) (err error) {
		c, st, changed, err = Resolve(tx, p)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return c, st, changed
}

func (d desk) standing(communityID, person string) (st Standing) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) { st, err = StandingOf(tx, communityID, person); return err })
	return st
}

func ref(id string) chat.SpaceRef { return chat.SpaceRef{Platform: "discord", ID: id} }

func place(id string) chat.Place {
	return chat.Place{
		Ref: chat.PlaceRef{Platform: "discord", ID: "place"}, Kind: chat.GroupPlace,
		Space: ref(id), SpaceName: "Space " + id,
	}
}

// in is the presence of a person in a space; the account has the person's name.
func in(space, person string, roles ...chat.Role) Presence {
	return Presence{
		Place: place(space), User: chat.UserRef{Platform: "discord", ID: person}, PersonID: person, Roles: roles,
	}
}

func TestSpaces(t *testing.T) {
	t.Parallel()
	d := open(t)
	if c, st, changed := d.resolve(in("1", "ann")); c != (Community{}) || st != (Standing{}) || !changed {
		t.Errorf("unknown space: %+v, %+v, %v", c, st, changed)
	}
	if c, st, changed := d.resolve(Presence{Place: chat.Place{Kind: chat.DirectPlace}}); c != (Community{}) || st != (Standing{}) || changed {
		t.Errorf("direct chat: %+v, %+v, %v", c, st, changed)
	}
	if c, st := d.comes(Presence{Place: chat.Place{Kind: chat.DirectPlace}}); c != (Community{}) || st != (Standing{}) {
		t.Errorf("direct chat: %+v, %+v", c, st)
	}
	c, st := d.comes(in("1", "ann"))
	if c.ID == "" || c != (Community{ID: c.ID, Name: "Space 1", Zone: "UTC", CreatedAt: storetest.Epoch}) || st != (Standing{Member: true}) {
		t.Errorf("new space: %+v, %+v", c, st)
	}
	d.do(func(tx *store.Tx) error {
		got, err := OfSpace(tx, ref("1"))
		same, err2 := Get(tx, c.ID)
		spaces, err3 := Spaces(tx, c.ID)
		if got != c || same != c || len(spaces) != 1 || spaces[0] != (Space{ref("1"), "Space 1"}) {
			t.Errorf("%+v, %+v, %+v", got, same, spaces)
		}
		if _, err := OfSpace(tx, ref("2")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("unknown space: %v", err)
		}
		if _, err := Enter(tx, chat.Place{}); err == nil {
			t.Error("no space was entered")
		}
		return errors.Join(err, err2, err3)
	})
	for _, fn := range []func(tx *store.Tx) error{
		func(tx *store.Tx) error { _, err := Get(tx, "none"); return err },
		func(tx *store.Tx) error { _, err := Spaces(tx, "none"); return err },
		func(tx *store.Tx) error { _, err := StandingOf(tx, "none", "ann"); return err },
		func(tx *store.Tx) error { _, err := Mediators(tx, "none"); return err },
		func(tx *store.Tx) error { _, err := AddMediator(tx, "none", chat.UserRef{}, "", ""); return err },
		func(tx *store.Tx) error { _, err := RemoveMediator(tx, "none", ""); return err },
		func(tx *store.Tx) error { _, _, err := JoinCode(tx, "none", ""); return err },
		func(tx *store.Tx) error { _, _, err := Leave(tx, ref("none")); return err },
		func(tx *store.Tx) error { return SetZone(tx, "none", "UTC") },
	} {
		if err := d.store.Write(t.Context(), fn); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no such community: %v", err)
		}
	}
}

func TestRenameAndClose(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	renamed := in("1", "ann")
	renamed.Place.SpaceName = "Agency"
	if _, _, changed := d.resolve(renamed); !changed {
		t.Error("a new name was not noticed")
	}
	if got, _ := d.comes(renamed); got.Name != "Agency" || got.ID != c.ID {
		t.Errorf("renamed: %+v", got)
	}
	nameless := renamed
	nameless.Place.SpaceName = ""
	if _, _, changed := d.resolve(nameless); changed {
		t.Error("a missing name counts as a new one")
	}
	spaces := func() (list []Space) {
		d.do(func(tx *store.Tx) (err error) { list, err = Spaces(tx, c.ID); return err })
		return list
	}
	d.do(func(tx *store.Tx) error { return SpaceClosed(tx, ref("1")) })
	if list := spaces(); len(list) != 0 {
		t.Errorf("closed: %+v", list)
	}
	if _, _, changed := d.resolve(nameless); !changed {
		t.Error("coming back was not noticed")
	}
	if got, _ := d.comes(nameless); got.Name != "Agency" || got.ID != c.ID {
		t.Errorf("back: %+v", got)
	}
	if list := spaces(); len(list) != 1 || list[0].Name != "Agency" {
		t.Errorf("back: %+v", list)
	}
	d.do(func(tx *store.Tx) error { return SpaceClosed(tx, ref("unknown")) })
}

func TestOf(t *testing.T) {
	t.Parallel()
	d := open(t)
	first, _ := d.comes(in("1", "ann"))
	d.clock.Advance(time.Minute)
	second, _ := d.comes(in("2", "ann"))
	d.comes(in("3", "bob"))
	d.clock.Advance(2 * time.Hour)
	d.comes(in("2", "ann"))
	d.comes(in("1", "ann"))
	of := func(person string) (list []Community) {
		d.do(func(tx *store.Tx) (err error) { list, err = Of(tx, person); return err })
		return list
	}
	if got := of("ann"); len(got) != 2 || got[0] != first || got[1] != second {
		t.Errorf("ann: %+v", got)
	}
	if got := of("nobody"); len(got) != 0 {
		t.Errorf("nobody: %+v", got)
	}
	d.do(func(tx *store.Tx) error { return SpaceClosed(tx, ref("1")) })
	if got := of("ann"); len(got) != 1 || got[0] != second {
		t.Errorf("after closing: %+v", got)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	other, _ := d.comes(in("2", "ann"))
	d.do(func(tx *store.Tx) error {
		return errors.Join(SetZone(tx, c.ID, "Africa/Cairo"), SetMediatorRole(tx, c.ID, "Judge"))
	})
	d.do(func(tx *store.Tx) error {
		got, err := Get(tx, c.ID)
		if got.Zone != "Africa/Cairo" || got.MediatorRole != "Judge" {
			t.Errorf("%+v", got)
		}
		same, err2 := Get(tx, other.ID)
		if same != other {
			t.Errorf("another community changed: %+v", same)
		}
		return errors.Join(err, err2)
	})
}
