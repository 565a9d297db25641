package communities

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// settings reads what holds in a community.
func (d desk) settings(id string) (s Settings, own []string) {
	d.Helper()
	var set map[string]bool
	d.do(func(tx *store.Tx) (err error) { s, set, err = SettingsOf(tx, id, DefaultSettings()); return err })
	return s, slices.Sorted(maps.Keys(set))
}

func (d desk) set(id, key, value string) (c Change) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) { c, err = Set(tx, id, key, value); return err })
	return c
}

func TestChosenSettings(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	other, _ := d.comes(in("2", "bob"))
	for _, id := range []string{"", c.ID} {
		if s, own := d.settings(id); s != DefaultSettings() || len(own) != 0 {
			t.Errorf("nothing chosen in %q: %+v, %v", id, s, own)
		}
	}
	for _, set := range []struct{ key, value, old, now string }{
		{KeyMaxOpen, "3", "", "3"},
		{KeyMaxOpen, "007", "3", "7"},
		{KeyMaxOpen, "7", "7", "7"},
		{KeyMaxVolume, "1000000000", "", "1000000000"},
		{KeyCooldown, "0", "", "0"},
		{KeyReminders, "5", "", "5"},
		{KeyWeekly, "false", "", "false"},
		{KeyWeekly, "true", "false", "true"},
		{KeyWeekly, "0", "true", "false"},
		{KeyMediatorRole, "قاضٍ", "", "قاضٍ"},
	} {
		if got := d.set(c.ID, set.key, set.value); got != (Change{set.key, set.old, set.now}) {
			t.Errorf("set %+v: %+v", set, got)
		}
	}
	want := Settings{MaxOpen: 7, MaxVolume: 1_000_000_000, CooldownHours: 0, ReminderMinutes: 5, MediatorRole: "قاضٍ"}
	if s, own := d.settings(c.ID); s != want || len(own) != 6 {
		t.Errorf("all chosen: %+v, %v", s, own)
	}
	if s, own := d.settings(other.ID); s != DefaultSettings() || len(own) != 0 {
		t.Errorf("another community: %+v, %v", s, own)
	}
}

func TestSettingsHaveBounds(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	for _, s := range Choosable() {
		wrong := []string{"", "maybe"}
		if s.Kind == chat.IntegerOption {
			wrong = append(wrong, strconv.Itoa(s.Min-1), strconv.Itoa(s.Max+1), "-1", "1.5", "99999999999999999999")
			d.set(c.ID, s.Key, strconv.Itoa(s.Min))
			d.set(c.ID, s.Key, strconv.Itoa(s.Max))
		}
		if s.Kind == chat.TextOption {
			long := string(slices.Repeat([]rune{'ح'}, s.Max))
			wrong = []string{"", long + "x"}
			d.set(c.ID, s.Key, long)
		}
		before, _ := d.settings(c.ID)
		for _, value := range wrong {
			err := d.store.Write(t.Context(), func(tx *store.Tx) error { _, err := Set(tx, c.ID, s.Key, value); return err })
			if !errors.Is(err, ErrValue) {
				t.Errorf("%s = %q: %v", s.Key, value, err)
			}
		}
		if after, _ := d.settings(c.ID); after != before {
			t.Errorf("%s: refused values were kept: %+v", s.Key, after)
		}
	}
	for _, fn := range []func(tx *store.Tx) error{
		func(tx *store.Tx) error { _, err := Set(tx, "none", KeyMaxOpen, "3"); return err },
		func(tx *store.Tx) error { _, _, err := SettingsOf(tx, "none", Settings{}); return err },
		func(tx *store.Tx) error {
			return SetMediatorPlace(tx, "none", chat.PlaceRef{}, chat.SpaceRef{}, "")
		},
	} {
		if err := d.store.Write(t.Context(), fn); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no such community: %v", err)
		}
	}
	err := d.store.Write(t.Context(), func(tx *store.Tx) error { _, err := Set(tx, c.ID, KeyMediatorPlace, "x"); return err })
	if !errors.Is(err, ErrValue) {
		t.Errorf("a place was set as a value: %v", err)
	}
}

// Whoever comes second is told what the first one set, so that the log tells
// every value that ever held.
func TestSettingsAreSetOneAfterAnother(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	const writers = 16
	changes := make([]Change, writers)
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			err := d.store.Write(t.Context(), func(tx *store.Tx) (err error) {
				changes[i], err = Set(tx, c.ID, KeyMaxOpen, strconv.Itoa(100+i))
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	next := map[string]string{}
	for _, change := range changes {
		next[change.Old] = change.New
	}
	last, steps := "", 0
	for now, found := next[last]; found; now, found = next[last] {
		last, steps = now, steps+1
	}
	if s, _ := d.settings(c.ID); steps != writers || strconv.Itoa(s.MaxOpen) != last {
		t.Errorf("%d changes lead to %s, not %d to %d", steps, last, writers, s.MaxOpen)
	}
}
