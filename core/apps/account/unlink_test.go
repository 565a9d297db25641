package account_test

import (
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

func TestOwnersTakeLinksApart(t *testing.T) {
	t.Parallel()
	var inherited [][2]string
	s, d, tg := pair(t, account.Options{Inherit: func(_ *store.Tx, person, from string) error {
		inherited = append(inherited, [2]string{person, from})
		return nil
	}})
	_, before := person(t, s, tg)
	tg.Says("/link " + codeOn(t, d.Says("/link"))).Presses("Confirm")
	d.Last().Presses("Confirm").Shows("one person here now")
	s.Pass(100 * 24 * time.Hour) // long after the two could have undone it
	d.Says("/admin unlink test-t:alicia").Shows("You may not do this here.")

	owner := s.Person(bottest.D, bottest.Owner().ID)
	owner.Says("/admin unlink test-t:alicia").Shows("are two persons again", "alice", "alicia")
	_, one := person(t, s, d)
	_, other := person(t, s, tg)
	if one.ID == other.ID || other.ID != before.ID {
		t.Errorf("after it they are %s and %s; the second was %s", one.ID, other.ID, before.ID)
	}
	if want := [][2]string{{one.ID, one.ID}, {other.ID, one.ID}}; !slices.Equal(inherited, want) {
		t.Errorf("inherited %v, want %v", inherited, want)
	}
	if got := events(t, s); got[len(got)-1] != "person.unlinked" {
		t.Errorf("logged %v", got)
	}
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		list, err := audit.Since(tx, -1, "person.unlinked", 10)
		if err == nil && (len(list) != 1 || list[0].As != "owner" || list[0].Actor == audit.Actor(one.ID)) {
			t.Errorf("logged %+v", list)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, who := range []*bottest.Person{d, tg} {
		who.Last().Shows("An owner of this bot took the link", "what stood against you stays")
	}
	owner.Says("/admin unlink test-t:alicia").Shows("is not joined to any other account")
}
