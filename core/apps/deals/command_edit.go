package deals

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// edit begins a new deal with the terms of one that was cancelled, so that A
// changes what was wrong and proposes it again. As at every start, what can be
// refused at once is refused before any question is asked.
func (b *book) edit(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if side != SideA {
		return app.Response{}, fault.New(fault.Role, "deals.refuse.only_initiator")
	}
	if d.Status != Cancelled {
		return app.Response{}, refuseStatus(d.Status)
	}
	if d.B.erased() {
		return app.Response{}, fault.New(fault.Status, "deals.refuse.erased")
	}
	if d.Claimed() {
		other, err := accounts.Lookup(tx, d.B.Identity)
		if err != nil {
			return app.Response{}, err
		}
		if err := checkCounterparty(tx, r, other); err != nil {
			return app.Response{}, err
		}
	}
	if err := b.checkRoom(tx, r, d.Community, d.B.Person); err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	state, err := s.answers(tx)
	if err != nil {
		return app.Response{}, err
	}
	doc := chat.Say("deals.said.edit", chat.Args{"deal": handleNode(d)})
	if s.reason != "" {
		doc = append(doc, chat.Quote(chat.Said(s.reason)))
	}
	out := app.Answer(doc)
	out.Begin = &app.Begin{Wizard: wizardName, State: state}
	return out, nil
}

// answers are what the wizard would have been told to make this deal.
func (s *sheet) answers(tx *store.Tx) (map[string]string, error) {
	state := map[string]string{
		factHome: s.Community, stepNetwork: s.Network, stepType: s.Type, stepAmount: s.Amount.Plain(),
		stepMine: s.usernames[0], stepTheirs: s.usernames[1],
	}
	if s.Claimed() {
		state[factWith] = s.B.Identity.String()
	}
	loc, err := civil.LoadZone(s.Zone)
	if err != nil {
		return nil, err
	}
	// A date that has passed is asked for again.
	if _, err := readDue(s.DueDate.String(), civil.Of(tx.Now(), loc)); err == nil {
		state[stepDue] = s.DueDate.String()
	}
	return state, nil
}
