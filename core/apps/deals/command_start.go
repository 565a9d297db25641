package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// start is /deal start. What can be refused at once is refused before any
// question is asked.
func (b *book) start(tx *store.Tx, r *app.Request) (app.Response, error) {
	state := map[string]string{}
	counterparty := ""
	if other, named := r.User("counterparty"); named {
		if err := checkCounterparty(tx, r, other); err != nil {
			return app.Response{}, err
		}
		state[factWith], counterparty = other.Ref.String(), other.PersonID
	}
	if err := home(tx, r, state); err != nil {
		return app.Response{}, err
	}
	if state[factAsked] == "" {
		if err := b.checkRoom(tx, r, state[factHome], counterparty); err != nil {
			return app.Response{}, err
		}
	}
	return app.Response{Begin: &app.Begin{Wizard: wizardName, State: state}}, nil
}

// home finds the community of a new deal: where it is typed, else the only one
// the person was seen in, else none. Where there are several it is a question.
func home(tx *store.Tx, r *app.Request, state map[string]string) error {
	if r.Community.ID != "" {
		state[factHome] = r.Community.ID
		return nil
	}
	all, err := communities.Of(tx, r.Person.ID)
	switch {
	case err != nil:
		return err
	case len(all) == 1:
		state[factHome] = all[0].ID
	case len(all) > 1:
		state[factAsked] = "yes"
	}
	return nil
}

// checkRoom refuses, with a fault, when there is no room for any deal. The
// volume is judged with the amount, later.
func (b *book) checkRoom(tx *store.Tx, r *app.Request, community, counterparty string) error {
	open, err := openUse(tx, r.Person.ID, community)
	if err != nil {
		return err
	}
	pair, err := pairUse(tx, r.Person.ID, counterparty)
	if err != nil {
		return err
	}
	limits, err := b.Settings(tx, community)
	if err != nil {
		return err
	}
	return limits.CheckCreate(Use{Open: open, Pair: pair}, Terms{}, tx.Now())
}
