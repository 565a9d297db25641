package communities

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

func (d desk) code(communityID, by string) (text string) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) {
		var expires time.Time
		text, expires, err = JoinCode(tx, communityID, by)
		if !expires.Equal(tx.Now().Add(10 * time.Minute)) {
			d.Errorf("expires %v", expires)
		}
		return err
	})
	return text
}

// join lets a space join a community.
func (d desk) join(space, communityID string) {
	d.Helper()
	text := d.code(communityID, "admin")
	d.do(func(tx *store.Tx) error { _, _, err := Join(tx, ref(space), text); return err })
}

func (d desk) leave(space string) (from, to Community, err error) {
	d.Helper()
	d.do(func(tx *store.Tx) error { from, to, err = Leave(tx, ref(space)); return nil })
	return from, to, err
}

func (d desk) of(space string) (c Community) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) { c, err = OfSpace(tx, ref(space)); return err })
	return c
}

func TestCodes(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	d.comes(in("2", "bob"))
	try := func(text string) (err error) {
		d.do(func(tx *store.Tx) error { _, _, err = Join(tx, ref("2"), text); return nil })
		return err
	}
	replaced := d.code(c.ID, "ann")
	others := d.code(c.ID, "mia")
	text := d.code(c.ID, "ann")
	for typed, want := range map[string]error{"?": ErrCodeWrong, "00000000": ErrCodeWrong, replaced: ErrCodeWrong} {
		if err := try(typed); !errors.Is(err, want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	d.do(func(tx *store.Tx) error {
		if _, _, err := Join(tx, ref("1"), text); !errors.Is(err, ErrSame) {
			t.Errorf("the same community: %v", err)
		}
		if _, _, err := Join(tx, ref("3"), text); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an unknown space: %v", err)
		}
		got, spaces, err := Preview(tx, text)
		if got != c || len(spaces) != 1 || spaces[0].Ref != ref("1") {
			t.Errorf("preview: %+v, %+v", got, spaces)
		}
		return err
	})
	d.clock.Advance(CodeTime - time.Millisecond)
	if err := try(text); err != nil {
		t.Errorf("the last moment: %v", err)
	}
	if err := try(text); !errors.Is(err, ErrCodeUsed) {
		t.Errorf("used: %v", err)
	}
	d.clock.Advance(time.Millisecond)
	if err := try(others); !errors.Is(err, ErrCodeExpired) {
		t.Errorf("expired: %v", err)
	}
}

func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	d := open(t)
	one, _ := d.comes(in("1", "ann"))
	two, _ := d.comes(in("2", "bob"))
	d.comes(in("3", "eve"))
	if from, to, err := d.leave("1"); !errors.Is(err, ErrAlone) || from != one || to != one {
		t.Errorf("leaving nobody: %v", err)
	}
	d.do(func(tx *store.Tx) error {
		text, _, err := JoinCode(tx, one.ID, "ann")
		if err != nil {
			return err
		}
		from, to, err := Join(tx, ref("2"), text)
		if from != two || to != one {
			t.Errorf("joined %+v, left %+v", to, from)
		}
		return err
	})
	d.join("3", one.ID)
	if d.of("2") != one || d.of("3") != one {
		t.Errorf("after joining: %+v, %+v", d.of("2"), d.of("3"))
	}
	// The community keeps its name when a space that joined it is renamed.
	renamed := in("2", "bob")
	renamed.Place.SpaceName = "Other"
	if c, _ := d.comes(renamed); c != one {
		t.Errorf("renamed: %+v", c)
	}
	// Back to its own.
	if from, to, err := d.leave("2"); err != nil || from != one || to != two {
		t.Errorf("left %+v for %+v, %v", from, to, err)
	}
	// Its own is lived in by others: a new one.
	from, fresh, err := d.leave("1")
	if err != nil || from != one || fresh.ID == one.ID || fresh.Name != "Space 1" || d.of("3") != one {
		t.Errorf("left %+v for %+v, %v", from, fresh, err)
	}
	if d.of("1") != fresh {
		t.Errorf("space 1 is in %+v", d.of("1"))
	}
	// The new one is now what it comes back to.
	d.join("1", two.ID)
	if _, to, err := d.leave("1"); err != nil || to != fresh {
		t.Errorf("back in %+v, %v", to, err)
	}
	if _, _, err := d.leave("3"); !errors.Is(err, ErrAlone) {
		t.Errorf("alone in another's community: %v", err)
	}
}
