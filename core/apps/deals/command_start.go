package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
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
	return b.caps().CheckCreate(Use{Open: open, Pair: pair}, Terms{}, tx.Now())
}

// edit begins a new deal with the terms of one that was cancelled, so that A
// changes what was wrong and proposes it again.
func (b *book) edit(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if side != SideA {
		return app.Response{}, fault.New(fault.Role, "deals.refuse.only_initiator")
	}
	if d.Status != Cancelled {
		return app.Response{}, refuseStatus(d.Status)
	}
	s, err := loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	state := map[string]string{
		factHome: d.Community, stepNetwork: d.Network, stepType: d.Type, stepAmount: d.Amount.Plain(),
		stepMine: s.usernames[0], stepTheirs: s.usernames[1],
	}
	if d.Claimed() {
		state[factWith] = d.B.Identity.String()
	}
	loc, err := civil.LoadZone(d.Zone)
	if err != nil {
		return app.Response{}, err
	}
	// A date that has passed is asked for again.
	if _, err := readDue(d.DueDate.String(), civil.Of(tx.Now(), loc)); err == nil {
		state[stepDue] = d.DueDate.String()
	}
	doc := chat.Say("deals.said.edit", chat.Args{"deal": handleNode(d)})
	if s.reason != "" {
		doc = append(doc, chat.Quote(chat.Said(s.reason)))
	}
	out := app.Answer(doc)
	out.Begin = &app.Begin{Wizard: wizardName, State: state}
	return out, nil
}
