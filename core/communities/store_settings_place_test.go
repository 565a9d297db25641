package communities

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func (d desk) placed(id string, place chat.PlaceRef, space string) {
	d.Helper()
	d.do(func(tx *store.Tx) error { return SetMediatorPlace(tx, id, place, ref(space), "#court") })
}

func placeRef(id string) chat.PlaceRef { return chat.PlaceRef{Platform: "discord", ID: id} }

func TestMediatorPlace(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	d.placed(c.ID, placeRef("court"), "1")
	want := DefaultSettings()
	want.MediatorPlace, want.PlaceName = placeRef("court"), "#court"
	if s, own := d.settings(c.ID); s != want || len(own) != 1 || own[0] != KeyMediatorPlace {
		t.Errorf("%+v, %v", s, own)
	}
	d.do(func(tx *store.Tx) error { return SpaceClosed(tx, ref("1")) })
	if s, own := d.settings(c.ID); s != DefaultSettings() || len(own) != 0 {
		t.Errorf("the bot is not there: %+v, %v", s, own)
	}
	d.comes(in("1", "ann"))
	if s, _ := d.settings(c.ID); s != want {
		t.Errorf("the bot is back: %+v", s)
	}
	d.placed(c.ID, chat.PlaceRef{}, "1")
	if s, own := d.settings(c.ID); s != DefaultSettings() || len(own) != 0 {
		t.Errorf("cleared: %+v, %v", s, own)
	}
}

// A space that goes to another community takes its rooms along.
func TestMediatorPlaceOfASpaceThatLeft(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	d.comes(in("2", "bob"))
	d.do(func(tx *store.Tx) error {
		code, _, err := JoinCode(tx, c.ID, "ann")
		if err != nil {
			return err
		}
		_, _, err = Join(tx, ref("2"), code)
		return err
	})
	d.placed(c.ID, placeRef("court"), "2")
	if s, _ := d.settings(c.ID); s.MediatorPlace != placeRef("court") {
		t.Errorf("a place in the joined space: %+v", s)
	}
	d.do(func(tx *store.Tx) error { _, _, err := Leave(tx, ref("2")); return err })
	if s, own := d.settings(c.ID); !s.MediatorPlace.IsZero() || len(own) != 0 {
		t.Errorf("the space left: %+v, %v", s, own)
	}
}

func TestMediatorPlaceFollowsItsSpace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, place, want string }{
		{"a group", "1", "9"}, {"a channel", "court", "court"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			c, _ := d.comes(in("1", "ann"))
			d.placed(c.ID, placeRef(test.place), "1")
			for range 2 {
				d.do(func(tx *store.Tx) error { return SpaceMoved(tx, ref("1"), ref("9")) })
			}
			if s, _ := d.settings(c.ID); s.MediatorPlace != placeRef(test.want) {
				t.Errorf("%+v", s)
			}
			// Under its former id it is the same space.
			d.placed(c.ID, placeRef("other"), "1")
			if s, _ := d.settings(c.ID); s.MediatorPlace != placeRef("other") {
				t.Errorf("%+v", s)
			}
		})
	}
}

// What was chosen under a space's new id, before the news of it came, is not lost.
func TestAbsorbedSettings(t *testing.T) {
	t.Parallel()
	d := open(t)
	before, _ := d.comes(in("1", "ann"))
	d.set(before.ID, KeyMaxOpen, "3")
	after, _ := d.comes(in("9", "ann"))
	for _, s := range []struct{ key, value string }{
		{KeyMaxOpen, "4"}, {KeyMaxVolume, "5"}, {KeyCooldown, "0"}, {KeyReminders, "6"}, {KeyWeekly, "false"}, {KeyMediatorRole, "Judge"},
	} {
		d.set(after.ID, s.key, s.value)
	}
	d.placed(after.ID, placeRef("9"), "9")
	d.do(func(tx *store.Tx) error { return SpaceMoved(tx, ref("1"), ref("9")) })
	want := Settings{
		MaxOpen: 3, MaxVolume: 5, CooldownHours: 0, ReminderMinutes: 6, MediatorRole: "Judge",
		MediatorPlace: placeRef("9"), PlaceName: "#court",
	}
	for _, id := range []string{before.ID, after.ID} {
		if s, own := d.settings(id); s != want || len(own) != 7 {
			t.Errorf("%+v, %v", s, own)
		}
	}
	if got := d.set(after.ID, KeyMaxOpen, "8"); got.Old != "3" {
		t.Errorf("set by the former id: %+v", got)
	}
	if s, _ := d.settings(before.ID); s.MaxOpen != 8 {
		t.Errorf("set by the former id: %+v", s)
	}
	d.do(func(tx *store.Tx) error {
		err := tx.Savepoint(func() error {
			_, err := tx.SQL().Exec(`UPDATE communities SET max_open = 501 WHERE id = ?`, before.ID)
			return err
		})
		if !errors.Is(err, store.ErrCheck) {
			t.Errorf("the table takes what is out of bounds: %v", err)
		}
		return nil
	})
}
