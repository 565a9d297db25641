package accounts

import (
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store/storetest"
	"pgregory.net/rapid"
)

// linking walks random links and undos over a few accounts. Its model is the
// rule itself: who owns an account is its own person, moved by the links that
// are merged, in the order in which they were.
type linking struct {
	d      desk
	ids    []Identity // as they began, the oldest first
	owner  map[chat.UserRef]string
	age    map[string]int
	merged []Link
}

func (m *linking) link(t *rapid.T) {
	a := m.d.now(rapid.SampledFrom(m.ids).Draw(t, "a"))
	b := m.d.now(rapid.SampledFrom(m.ids).Draw(t, "b"))
	if a.PersonID == b.PersonID || a.Ref.Platform == b.Ref.Platform {
		t.Skip("not a pair")
	}
	l := m.d.merged(a, b)
	from, to := a.PersonID, b.PersonID
	if m.age[from] < m.age[to] {
		from, to = to, from
	}
	for ref, person := range m.owner {
		if person == from {
			m.owner[ref] = to
		}
	}
	m.merged = append(m.merged, l)
}

func (m *linking) undo(t *rapid.T) {
	if len(m.merged) == 0 {
		t.Skip("nothing to undo")
	}
	i := rapid.IntRange(0, len(m.merged)-1).Draw(t, "link")
	l := m.merged[i]
	now := m.owner[l.A.Ref]
	undone, err := m.d.undo(l.ID, now)
	if now != m.owner[l.B.Ref] {
		if err == nil {
			t.Fatal("a link was undone whose sides are apart")
		}
		t.Skip("apart")
	}
	if err != nil {
		t.Fatal(err)
	}
	m.merged = append(m.merged[:i], m.merged[i+1:]...)
	for _, move := range l.Moved {
		if m.owner[move.Identity] == now {
			m.owner[move.Identity] = move.From
		}
	}
	if undone.A.PersonID == undone.B.PersonID {
		t.Fatalf("still one person: %+v", undone)
	}
}

func (m *linking) check(t *rapid.T) {
	for _, id := range m.ids {
		if now := m.d.now(id); now.PersonID != m.owner[id.Ref] {
			t.Fatalf("%s belongs to %s, want %s", id.Ref, now.PersonID, m.owner[id.Ref])
		}
	}
	if len(m.merged) > 0 {
		return
	}
	for _, id := range m.ids {
		if now := m.d.now(id); now != id {
			t.Fatalf("nothing is linked, but %+v is not %+v", now, id)
		}
	}
}

func TestLinkModel(t *testing.T) {
	t.Parallel()
	clock := storetest.NewClock(storetest.Epoch)
	d := desk{t, storetest.OpenWith(t, clock, 1, Migrations()), clock}
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		m := &linking{d: d, owner: map[chat.UserRef]string{}, age: map[string]int{}}
		for i := range 5 {
			d.clock.Advance(time.Second)
			platform := chat.Platform([]string{"discord", "telegram", "third"}[i%3])
			name := fmt.Sprintf("%d-%d", run, i)
			id, p := d.comes(user(platform, name, name), false)
			m.ids = append(m.ids, id)
			m.owner[id.Ref], m.age[p.ID] = p.ID, i
		}
		rt.Repeat(map[string]func(*rapid.T){"link": m.link, "undo": m.undo, "": m.check})
	})
}
