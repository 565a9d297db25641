package accounts

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func TestChoices(t *testing.T) {
	t.Parallel()
	d := open(t)
	_, p := d.comes(user("discord", "1", "Alice"), false)
	_, other := d.comes(user("discord", "2", "Mia"), false)
	d.do(func(tx *store.Tx) error {
		return errors.Join(SetLocale(tx, p.ID, "ar"), SetZone(tx, p.ID, "Asia/Amman"),
			SetNotices(tx, p.ID, false, false, 23), SetBlocked(tx, p.ID, true))
	})
	want := p
	want.Locale, want.Zone, want.Reminders, want.Digest, want.DigestHour, want.Blocked = "ar", "Asia/Amman", false, false, 23, true
	d.do(func(tx *store.Tx) error {
		got, err := Get(tx, p.ID)
		if got != want {
			t.Errorf("got %+v", got)
		}
		same, err2 := Get(tx, other.ID)
		if same != other {
			t.Errorf("somebody else changed too: %+v", same)
		}
		return errors.Join(err, err2)
	})
	d.do(func(tx *store.Tx) error {
		err := tx.Savepoint(func() error { return SetNotices(tx, p.ID, true, true, 24) })
		if !errors.Is(err, store.ErrCheck) {
			t.Errorf("hour 24: %v", err)
		}
		if err := SetLocale(tx, "nobody", "en"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		if _, err := Get(tx, "nobody"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		return nil
	})
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	d := open(t)
	_, a := d.comes(user("discord", "1", "Alice"), false)
	_, b := d.comes(user("discord", "2", "Bob"), false)
	expect := func(what string, changed, wantChanged bool, err error, want bool) {
		t.Helper()
		if err != nil || changed != wantChanged {
			t.Errorf("%s: changed %v, %v", what, changed, err)
		}
		d.do(func(tx *store.Tx) error {
			for _, pair := range [][2]string{{a.ID, b.ID}, {b.ID, a.ID}} {
				got, err := AnyBlock(tx, pair[0], pair[1])
				if got != want || err != nil {
					t.Errorf("%s: blocked %v, %v", what, got, err)
				}
			}
			return nil
		})
	}
	act := func(fn func(*store.Tx, string, string) (bool, error), from, to string) (changed bool, err error) {
		d.do(func(tx *store.Tx) error { changed, err = fn(tx, from, to); return nil })
		return changed, err
	}
	expect("at first", false, false, nil, false)
	changed, err := act(Block, a.ID, b.ID)
	expect("block", changed, true, err, true)
	changed, err = act(Block, a.ID, b.ID)
	expect("block again", changed, false, err, true)
	changed, err = act(Unblock, b.ID, a.ID)
	expect("unblock by the other", changed, false, err, true)
	changed, err = act(Unblock, a.ID, b.ID)
	expect("unblock", changed, true, err, false)
}

func TestRoute(t *testing.T) {
	t.Parallel()
	d := open(t)
	unknown, p := d.comes(user("discord", "1", "a"), false)
	var refs []chat.UserRef
	for _, id := range []string{"2", "3", "4", "5"} {
		d.clock.Advance(time.Minute)
		other, _ := d.comes(user("telegram", id, "a"+id), id == "2")
		refs = append(refs, other.Ref)
	}
	reachable, unreachable, bot, foreign := refs[0], refs[1], refs[2], refs[3]
	d.do(func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`UPDATE accounts_identities SET person_id = ? WHERE user_id <> '5'`, p.ID)
		_, err2 := Named(tx, chat.User{Ref: bot, Bot: true})
		return errors.Join(err, err2, SetReach(tx, unreachable, ReachNo), SetReach(tx, chat.UserRef{Platform: "x", ID: "y"}, ReachNo))
	})
	for name, test := range map[string]struct {
		prefer chat.UserRef
		want   []chat.UserRef
	}{
		"no preference":         {chat.UserRef{}, []chat.UserRef{reachable, unknown.Ref}},
		"an unknown one":        {unknown.Ref, []chat.UserRef{unknown.Ref, reachable}},
		"an unreachable one":    {unreachable, []chat.UserRef{reachable, unknown.Ref}},
		"a bot":                 {bot, []chat.UserRef{reachable, unknown.Ref}},
		"somebody else's":       {foreign, []chat.UserRef{reachable, unknown.Ref}},
		"the same id elsewhere": {chat.UserRef{Platform: "telegram", ID: "1"}, []chat.UserRef{reachable, unknown.Ref}},
	} {
		d.do(func(tx *store.Tx) error {
			got, err := Route(tx, p.ID, test.prefer)
			if !slices.Equal(got, test.want) {
				t.Errorf("%s: %v", name, got)
			}
			return err
		})
	}
	d.do(func(tx *store.Tx) error {
		got, err := Identities(tx, p.ID)
		if len(got) != 4 || got[0] != unknown || got[1].Ref != reachable {
			t.Errorf("identities: %+v", got)
		}
		return err
	})
}
