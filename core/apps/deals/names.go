package deals

import (
	"errors"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// name is the display name of a side, username what it is called on the network.
func (s *sheet) name(side Side) string     { return pick(s.names, side) }
func (s *sheet) username(side Side) string { return pick(s.usernames, side) }

func pick[T any](of [2]T, side Side) T {
	if side == SideB {
		return of[1]
	}
	return of[0]
}

// called is what a reader is shown for the name of a side.
func (s *sheet) called(side Side) chat.Node { return called(s.name(side)) }

// called shows a name; nobody but who was erased has none.
func called(name string) chat.Node {
	if name == "" {
		return chat.T("deals.card.erased_person")
	}
	return chat.Said(name)
}

// nameOf is what to call a party: the display name of its account, else the
// account itself, which always identifies it. Who was erased has no name.
func nameOf(tx *store.Tx, p Party) (string, error) {
	if p.Person == "" {
		return "", nil
	}
	if p.erased() {
		return "", nil
	}
	id, err := accounts.Lookup(tx, p.Identity)
	if errors.Is(err, store.ErrNotFound) {
		return p.Identity.String(), nil
	}
	return app.NameOf(id), err
}

// personName is for people who are not in the deal, such as mediators; any of
// their accounts will do. Who was erased has no name.
func personName(tx *store.Tx, person string) (string, error) {
	ids, err := accounts.Identities(tx, person)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return app.NameOf(ids[0]), nil
}
