package communities

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

var (
	mediatorRole = chat.Role{ID: "77", Name: DefaultMediatorRole}
	sameName     = chat.Role{ID: "78", Name: DefaultMediatorRole}
	judge        = chat.Role{ID: "79", Name: "Judge"}
)

// With nothing recorded but the row of the space, the roles alone decide.
func TestHolds(t *testing.T) {
	t.Parallel()
	known := role{"77", DefaultMediatorRole}
	for name, test := range map[string]struct {
		known role
		name  string
		roles []chat.Role
		holds bool
		found role
	}{
		"none":                {role{}, DefaultMediatorRole, nil, false, role{}},
		"found by name":       {role{}, DefaultMediatorRole, []chat.Role{judge, mediatorRole}, true, known},
		"two of that name":    {role{}, DefaultMediatorRole, []chat.Role{mediatorRole, sameName}, false, role{}},
		"known by id":         {known, DefaultMediatorRole, []chat.Role{{ID: "77", Name: "renamed"}}, true, known},
		"a newer one is none": {known, DefaultMediatorRole, []chat.Role{sameName}, false, known},
		"lost":                {known, DefaultMediatorRole, []chat.Role{judge}, false, known},
		"another name is set": {known, "Judge", []chat.Role{mediatorRole, judge}, true, role{"79", "Judge"}},
		"set, not yet found":  {known, "Judge", []chat.Role{mediatorRole}, false, known},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			holds, found := Presence{Roles: test.roles}.holds(test.known, test.name)
			if holds != test.holds || found != test.found {
				t.Errorf("%v, %+v", holds, found)
			}
		})
	}
}

func TestRoleName(t *testing.T) {
	t.Parallel()
	if got := (Presence{}).roleName(Community{}); got != "DealMediator" {
		t.Error(got)
	}
	if got := (Presence{MediatorRole: "env"}).roleName(Community{}); got != "env" {
		t.Error(got)
	}
	if got := (Presence{MediatorRole: "env"}).roleName(Community{MediatorRole: "own"}); got != "own" {
		t.Error(got)
	}
}

func TestStandingInASpace(t *testing.T) {
	t.Parallel()
	d := open(t)
	admin := in("1", "ann")
	admin.Administrator = true
	c, st := d.comes(admin)
	if st != (Standing{Administrator: true, Member: true}) || !st.Staff() {
		t.Errorf("administrator: %+v", st)
	}
	if _, got, changed := d.resolve(admin); got != st || changed {
		t.Errorf("again: %+v, %v", got, changed)
	}
	// The platform's word of this moment counts in this space, not yesterday's.
	if _, got, changed := d.resolve(in("1", "ann")); got != (Standing{Member: true}) || !changed || got.Staff() {
		t.Errorf("no longer: %+v, %v", got, changed)
	}
	mia := in("1", "mia", mediatorRole)
	if _, got, changed := d.resolve(mia); got != (Standing{Mediator: true, Member: true}) || !changed || !got.Staff() {
		t.Errorf("mediator, not seen yet: %+v, %v", got, changed)
	}
	d.comes(mia)
	if _, _, changed := d.resolve(mia); changed {
		t.Error("a mediator who was seen is new")
	}
	if _, got, _ := d.resolve(in("1", "eve", sameName)); got.Mediator {
		t.Error("a second role of the name made a mediator")
	}
	if got := d.standing(c.ID, "mia"); got != (Standing{Mediator: true, Member: true}) {
		t.Errorf("elsewhere: %+v", got)
	}
	if got := d.standing(c.ID, "nobody"); got != (Standing{}) {
		t.Errorf("nobody: %+v", got)
	}
	d.do(func(tx *store.Tx) error { return SetMediatorRole(tx, c.ID, "Judge") })
	if _, got, changed := d.resolve(mia); got.Mediator || !changed {
		t.Errorf("after another role was set: %+v, %v", got, changed)
	}
	mia.Roles = []chat.Role{judge}
	if _, got := d.comes(mia); !got.Mediator {
		t.Errorf("with that role: %+v", got)
	}
}

func TestStandingElsewhere(t *testing.T) {
	t.Parallel()
	d := open(t)
	// Two spaces of one community; ann is an administrator and mia a mediator in
	// the first, both act in the second, under other accounts.
	admin := in("1", "ann")
	admin.Administrator = true
	c, _ := d.comes(admin)
	d.comes(in("1", "mia", mediatorRole))
	d.comes(in("2", "bob"))
	d.join("2", c.ID)
	ann, mia := in("2", "ann"), in("2", "mia")
	ann.User.ID, mia.User.ID = "ann2", "mia2"
	if _, st := d.comes(ann); st != (Standing{Administrator: true, Member: true}) {
		t.Errorf("ann: %+v", st)
	}
	if _, st := d.comes(mia); st != (Standing{Mediator: true, Member: true}) {
		t.Errorf("mia: %+v", st)
	}
	d.clock.Advance(Fresh - time.Millisecond)
	if st := d.standing(c.ID, "ann"); !st.Administrator {
		t.Errorf("within a day: %+v", st)
	}
	d.clock.Advance(time.Millisecond)
	if st := d.standing(c.ID, "ann"); st.Administrator {
		t.Errorf("after a day: %+v", st)
	}
	if _, st, _ := d.resolve(mia); st.Mediator {
		t.Errorf("after a day: %+v", st)
	}
	// A space that leaves takes its administrators along.
	d.comes(admin)
	if st := d.standing(c.ID, "ann"); !st.Administrator {
		t.Errorf("seen again: %+v", st)
	}
	d.do(func(tx *store.Tx) error { _, _, err := Leave(tx, ref("1")); return err })
	if st := d.standing(c.ID, "ann"); st.Administrator || !st.Member {
		t.Errorf("after leaving: %+v", st)
	}
}

func TestPresenceGrowsStale(t *testing.T) {
	t.Parallel()
	d := open(t)
	p := in("1", "ann")
	d.comes(p)
	d.clock.Advance(Stale - time.Millisecond)
	if _, _, changed := d.resolve(p); changed {
		t.Error("stale too soon")
	}
	d.clock.Advance(time.Millisecond)
	if _, _, changed := d.resolve(p); !changed {
		t.Error("not stale")
	}
	d.comes(p)
	if _, _, changed := d.resolve(p); changed {
		t.Error("refreshing did not help")
	}
}

func TestMediators(t *testing.T) {
	t.Parallel()
	d := open(t)
	c, _ := d.comes(in("1", "ann"))
	d.comes(in("1", "mia", mediatorRole))
	d.comes(in("1", "tom", mediatorRole))
	telegram := chat.UserRef{Platform: "telegram", ID: "9"}
	add := func(user chat.UserRef, person string) (changed bool) {
		d.do(func(tx *store.Tx) (err error) { changed, err = AddMediator(tx, c.ID, user, person, "ann"); return err })
		return changed
	}
	named := func() (list []string) {
		d.do(func(tx *store.Tx) error {
			all, err := Mediators(tx, c.ID)
			for _, m := range all {
				name := m.PersonID
				if m.Named {
					name = "+" + name
				}
				list = append(list, name)
				if !m.Since.Equal(d.clock.Now()) {
					t.Errorf("since %v", m.Since)
				}
			}
			return err
		})
		return list
	}
	expect := func(want ...string) {
		t.Helper()
		got := named()
		if len(got) != len(want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("got %v, want %v", got, want)
			}
		}
	}
	expect("mia", "tom")
	if !add(telegram, "omar") || add(telegram, "omar") {
		t.Error("adding did not say what changed")
	}
	if !add(chat.UserRef{Platform: "discord", ID: "tom"}, "tom") {
		t.Error("a mediator by role cannot be named")
	}
	if add(chat.UserRef{Platform: "telegram", ID: "10"}, "omar") {
		t.Error("a person is named twice")
	}
	expect("+omar", "+tom", "mia")
	if st := d.standing(c.ID, "omar"); st != (Standing{Mediator: true}) {
		t.Errorf("omar: %+v", st)
	}
	d.clock.Advance(Fresh)
	if st := d.standing(c.ID, "omar"); !st.Mediator {
		t.Error("a named mediator lapsed")
	}
	d.do(func(tx *store.Tx) error {
		changed, err := RemoveMediator(tx, c.ID, "omar")
		again, _ := RemoveMediator(tx, c.ID, "omar")
		if !changed || again {
			t.Error("removing did not say what changed")
		}
		return err
	})
	if st := d.standing(c.ID, "omar"); st.Mediator {
		t.Error("still a mediator")
	}
}

func TestMoved(t *testing.T) {
	t.Parallel()
	d := open(t)
	admin := in("1", "ann")
	admin.Administrator = true
	c, _ := d.comes(admin)
	d.comes(in("1", "bob"))
	moved := func(from, to string) {
		d.do(func(tx *store.Tx) error { return Moved(tx, admin.User, from, to) })
	}
	d.do(func(tx *store.Tx) error { _, err := AddMediator(tx, c.ID, admin.User, "ann", "bob"); return err })
	moved("ann", "elder")
	if st := d.standing(c.ID, "elder"); st != (Standing{Administrator: true, Mediator: true, Member: true}) {
		t.Errorf("elder: %+v", st)
	}
	if st := d.standing(c.ID, "ann"); st != (Standing{}) {
		t.Errorf("ann: %+v", st)
	}
	moved("somebody else", "bob")
	moved("elder", "ann")
	if st := d.standing(c.ID, "ann"); st != (Standing{Administrator: true, Mediator: true, Member: true}) {
		t.Errorf("ann again: %+v", st)
	}
	if st := d.standing(c.ID, "bob"); st != (Standing{Member: true}) {
		t.Errorf("bob: %+v", st)
	}
}
