package deals

import (
	"errors"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
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

// nameOf is what to call a party: the display name of its account, else the
// account itself, which always identifies it.
func nameOf(tx *store.Tx, p Party) (string, error) {
	if p.Person == "" {
		return "", nil
	}
	id, err := accounts.Lookup(tx, p.Identity)
	if errors.Is(err, store.ErrNotFound) {
		return p.Identity.String(), nil
	}
	return app.NameOf(id), err
}

// personName is for people who are not in the deal, such as mediators; any of
// their accounts will do.
func personName(tx *store.Tx, person string) (string, error) {
	ids, err := accounts.Identities(tx, person)
	if err != nil || len(ids) == 0 {
		return person, err
	}
	return app.NameOf(ids[0]), nil
}
