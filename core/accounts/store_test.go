package accounts

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

// comes lets somebody act and returns who they are.
func (d desk) comes(u chat.User, direct bool) (id Identity, p Person) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) { id, p, err = Refresh(tx, u, direct); return err })
	return id, p
}

func user(platform chat.Platform, id, name string) chat.User {
	return chat.User{Ref: chat.UserRef{Platform: platform, ID: id}, Name: name, Handle: "@" + name, Locale: "en"}
}

func TestFirstAct(t *testing.T) {
	t.Parallel()
	d := open(t)
	u := user("discord", "1", "Alice")
	if err := d.store.Read(t.Context(), func(tx *store.Tx) error {
		id, p, changed, err := Resolve(tx, u, false)
		if id != (Identity{}) || p != (Person{}) || !changed {
			t.Errorf("unknown: %+v, %+v, %v", id, p, changed)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	id, p := d.comes(u, false)
	want := Identity{
		Ref: u.Ref, PersonID: p.ID, Name: "Alice", Handle: "Alice", Locale: "en",
		Reach: ReachUnknown, FirstSeen: storetest.Epoch, Seen: true,
	}
	if id != want {
		t.Errorf("identity %+v", id)
	}
	if p.ID == "" || p != (Person{ID: p.ID, Reminders: true, Digest: true, CreatedAt: storetest.Epoch}) {
		t.Errorf("person %+v", p)
	}
	d.do(func(tx *store.Tx) error {
		got, gotPerson, changed, err := Resolve(tx, u, false)
		if got != id || gotPerson != p || changed {
			t.Errorf("resolved %+v, %+v, %v", got, gotPerson, changed)
		}
		return err
	})
	d.do(func(tx *store.Tx) error {
		if _, _, err := Refresh(tx, chat.User{}, false); err == nil {
			t.Error("nobody was given an identity")
		}
		return nil
	})
}

func TestWhatAnActChanges(t *testing.T) {
	t.Parallel()
	u := user("telegram", "1", "Bob")
	for name, test := range map[string]struct {
		was     func(id *Identity)
		act     func(u *chat.User)
		direct  bool
		want    func(id *Identity)
		changed bool
	}{
		"nothing":             {changed: false},
		"name":                {act: func(u *chat.User) { u.Name = "Robert" }, want: func(id *Identity) { id.Name = "Robert" }, changed: true},
		"no name told":        {act: func(u *chat.User) { u.Name = "" }},
		"handle":              {act: func(u *chat.User) { u.Handle = "rob" }, want: func(id *Identity) { id.Handle = "rob" }, changed: true},
		"handle given up":     {act: func(u *chat.User) { u.Handle = "" }, want: func(id *Identity) { id.Handle = "" }, changed: true},
		"locale":              {act: func(u *chat.User) { u.Locale = "ar" }, want: func(id *Identity) { id.Locale = "ar" }, changed: true},
		"no locale told":      {act: func(u *chat.User) { u.Locale = "" }},
		"bot":                 {act: func(u *chat.User) { u.Bot = true }, want: func(id *Identity) { id.Bot = true }, changed: true},
		"no bot after all":    {was: func(id *Identity) { id.Bot = true }, want: func(id *Identity) { id.Bot = false }, changed: true},
		"direct":              {direct: true, want: func(id *Identity) { id.Reach = ReachYes }, changed: true},
		"direct again":        {was: func(id *Identity) { id.Reach = ReachYes }, direct: true},
		"reachable, group":    {was: func(id *Identity) { id.Reach = ReachYes }},
		"unreachable, group":  {was: func(id *Identity) { id.Reach = ReachNo }, want: func(id *Identity) { id.Reach = ReachUnknown }, changed: true},
		"unreachable, direct": {was: func(id *Identity) { id.Reach = ReachNo }, direct: true, want: func(id *Identity) { id.Reach = ReachYes }, changed: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			id, p := d.comes(u, false)
			if test.was != nil {
				d.do(func(tx *store.Tx) error {
					old := id
					test.was(&id)
					_, err := update(tx, old, id)
					return err
				})
			}
			now := u
			if test.act != nil {
				test.act(&now)
			}
			want := id
			if test.want != nil {
				test.want(&want)
			}
			d.do(func(tx *store.Tx) error {
				_, _, changed, err := Resolve(tx, now, test.direct)
				if changed != test.changed {
					t.Errorf("changed: %v", changed)
				}
				return err
			})
			if got, gotPerson := d.comes(now, test.direct); got != want || gotPerson != p {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
			d.do(func(tx *store.Tx) error {
				got, err := Lookup(tx, u.Ref)
				if got != want {
					t.Errorf("stored %+v\nwant %+v", got, want)
				}
				return err
			})
		})
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	d := open(t)
	u := user("discord", "2", "Mia")
	d.do(func(tx *store.Tx) error {
		id, err := Named(tx, u)
		if id.Seen || id.PersonID == "" || id.Name != "Mia" || id.Locale != "" {
			t.Errorf("named: %+v", id)
		}
		again, err2 := Named(tx, chat.User{Ref: u.Ref, Bot: true})
		if again.PersonID != id.PersonID || again.Name != "Mia" || again.Handle != "Mia" || !again.Bot {
			t.Errorf("named again: %+v", again)
		}
		return errors.Join(err, err2)
	})
	id, p := d.comes(u, false)
	if !id.Seen || id.Bot || p.ID != id.PersonID {
		t.Errorf("came: %+v", id)
	}
	// Naming somebody who is known reads only.
	if err := d.store.Read(t.Context(), func(tx *store.Tx) error {
		_, err := Named(tx, chat.User{Ref: u.Ref})
		return err
	}); err != nil {
		t.Error(err)
	}
	if err := d.store.Read(t.Context(), func(tx *store.Tx) error {
		_, err := Lookup(tx, chat.UserRef{Platform: "discord", ID: "none"})
		return err
	}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("looking up a stranger: %v", err)
	}
}

func TestHandlesChangeHands(t *testing.T) {
	t.Parallel()
	d := open(t)
	first, _ := d.comes(user("telegram", "1", "Bob"), false)
	d.comes(user("discord", "1", "bob"), false)
	d.clock.Advance(time.Minute)
	expect := func(handle string, refs ...chat.UserRef) {
		t.Helper()
		d.do(func(tx *store.Tx) error {
			got, err := ByHandle(tx, "telegram", handle)
			if len(got) != len(refs) {
				t.Fatalf("%q: %+v", handle, got)
			}
			for i, ref := range refs {
				if got[i].Ref != ref {
					t.Errorf("%q: %+v", handle, got)
				}
			}
			return err
		})
	}
	expect("@BOB", first.Ref)
	expect("")
	expect("@")
	second, _ := d.comes(user("telegram", "2", "BOB"), false)
	expect("bob", second.Ref)
	renamed := user("telegram", "1", "Bob")
	d.comes(renamed, false) // the platform gave it back
	expect("bob", first.Ref)
}
