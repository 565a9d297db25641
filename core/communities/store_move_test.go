package communities

import (
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
	"pgregory.net/rapid"
)

func (d desk) moved(from, to string) {
	d.Helper()
	d.do(func(tx *store.Tx) error { return SpaceMoved(tx, ref(from), ref(to)) })
}

func TestSpaceMoved(t *testing.T) {
	t.Parallel()
	d := open(t)
	admin := in("1", "ann", mediatorRole)
	admin.Administrator = true
	c, _ := d.comes(admin)
	d.moved("1", "100")
	if d.of("1") != c || d.of("100") != c {
		t.Errorf("%+v, %+v", d.of("1"), d.of("100"))
	}
	admin.Place = place("100")
	admin.Place.SpaceName = "Space 1"
	if _, st, changed := d.resolve(admin); !st.Mediator || changed {
		t.Errorf("after moving: %+v, %v", st, changed)
	}
	d.do(func(tx *store.Tx) error {
		spaces, err := Spaces(tx, c.ID)
		if len(spaces) != 1 || spaces[0].Ref != ref("100") {
			t.Errorf("%+v", spaces)
		}
		return err
	})
	d.do(func(tx *store.Tx) error { return SpaceClosed(tx, ref("1")) }) // the old id is over, the space is not
	d.do(func(tx *store.Tx) error {
		spaces, err := Spaces(tx, c.ID)
		if len(spaces) != 1 {
			t.Errorf("the end of its old id closed the space: %+v", spaces)
		}
		return err
	})
	d.moved("100", "1") // the news the wrong way round changes nothing
	d.moved("100", "1000")
	if d.of("1") != c || d.of("1000") != c {
		t.Error("a second move lost the space")
	}
	for _, pair := range [][2]chat.SpaceRef{
		{ref("1"), {Platform: "telegram", ID: "1"}}, {ref(""), ref("1")}, {ref("1"), ref("")},
	} {
		err := d.store.Write(t.Context(), func(tx *store.Tx) error { return SpaceMoved(tx, pair[0], pair[1]) })
		if err == nil {
			t.Errorf("moved %v", pair)
		}
	}
}

// Somebody acted under the new id before the news of it came.
func TestSpaceMovedLate(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	d.clock.Advance(time.Minute)
	fresh, _ := d.comes(in("100", "mia", mediatorRole))
	d.comes(in("100", "ann"))
	var text string
	d.do(func(tx *store.Tx) (err error) {
		if _, err = AddMediator(tx, fresh.ID, chat.UserRef{Platform: "telegram", ID: "5"}, "omar", "ann"); err != nil {
			return err
		}
		text, _, err = JoinCode(tx, fresh.ID, "ann")
		return err
	})
	d.moved("1", "100")
	if d.of("1") != c || d.of("100") != c {
		t.Fatalf("%+v, %+v", d.of("1"), d.of("100"))
	}
	for _, id := range []string{c.ID, fresh.ID} {
		if st := d.standing(id, "mia"); st != (Standing{Mediator: true, Member: true}) {
			t.Errorf("mia: %+v", st)
		}
		if st := d.standing(id, "omar"); st != (Standing{Mediator: true}) {
			t.Errorf("omar: %+v", st)
		}
		if st := d.standing(id, "ann"); st != (Standing{Member: true}) {
			t.Errorf("ann: %+v", st)
		}
	}
	d.do(func(tx *store.Tx) error {
		got, err := Get(tx, fresh.ID)
		if got != c {
			t.Errorf("the absorbed community: %+v", got)
		}
		preview, _, err2 := Preview(tx, text)
		if preview != c || err2 != nil {
			t.Errorf("a code made meanwhile leads to %+v, %v", preview, err2)
		}
		list, err3 := Of(tx, "ann")
		if len(list) != 1 || list[0] != c || err3 != nil {
			t.Errorf("ann is in %+v, %v", list, err3)
		}
		return err
	})
}

// An administrator has joined the space under its new id to another community
// before the news came: that is a decision, and it stands.
func TestSpaceMovedAfterJoining(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	goal, _ := d.comes(in("2", "bob"))
	d.comes(in("100", "ann"))
	d.join("100", goal.ID)
	d.moved("1", "100")
	if d.of("1") != goal || d.of("100") != goal {
		t.Errorf("%+v", d.of("1"))
	}
	if _, to, err := d.leave("100"); err != nil || to != c {
		t.Errorf("left for %+v, %v", to, err)
	}
}

// Whatever the order of acts and news, and however often the news comes: one
// space in the end, one community, and everybody who was seen is a member.
func TestSpaceMovedInAnyOrder(t *testing.T) {
	t.Parallel()
	clock := storetest.NewClock(storetest.Epoch)
	d := desk{t, storetest.OpenWith(t, clock, 1, Migrations()), clock}
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		id := func(name string) string { return fmt.Sprintf("%s%d", name, run) }
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "a>b", "b>c"}), 0, 12).Draw(rt, "steps")
		person := func(i int) string { return fmt.Sprintf("p%d", i) }
		var ids []string
		for i, step := range append(steps, "a", "a>b", "b>c") {
			clock.Advance(time.Second)
			if len(step) == 3 {
				d.moved(id(step[:1]), id(step[2:]))
				continue
			}
			c, st := d.comes(in(id(step), person(i)))
			if !st.Member {
				rt.Fatalf("not a member after acting: %+v", st)
			}
			ids = append(ids, c.ID)
		}
		last := d.of(id("c"))
		d.do(func(tx *store.Tx) error {
			spaces, err := Spaces(tx, last.ID)
			if len(spaces) != 1 || spaces[0].Ref != ref(id("c")) {
				rt.Fatalf("spaces: %+v", spaces)
			}
			return err
		})
		for i, step := range append(steps, "a") {
			if len(step) == 1 && !d.standing(last.ID, person(i)).Member {
				rt.Fatalf("%s was lost", person(i))
			}
		}
		for _, old := range ids {
			d.do(func(tx *store.Tx) error {
				if c, err := Get(tx, old); c != last || err != nil {
					rt.Fatalf("community %s is %+v, not %+v: %v", old, c, last, err)
				}
				return nil
			})
		}
	})
}
