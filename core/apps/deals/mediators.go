package deals

import (
	"slices"
	"strconv"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// mostTold is how many persons are told of one dispute: a role may have hundreds
// of holders.
const mostTold = 20

// circle is who mediates a deal and can be told so.
type circle struct {
	kind    string // "mediators", "administrators" or "owners"
	persons []string
	place   chat.PlaceRef
}

// tellMediators tells those who can settle a dispute, and returns who that is, for
// the one who opened it.
func (b *book) tellMediators(tx *store.Tx, s sheet) ([]chat.Node, error) {
	who, err := b.circleOf(tx, s.Deal)
	if err != nil {
		return nil, err
	}
	var told []chat.Node
	if !who.place.IsZero() {
		if err := tellPlace(tx, s, who.place); err != nil {
			return nil, err
		}
		told = append(told, chat.Paragraph(chat.T("deals.dispute.told.place")))
	}
	var called []string
	for _, person := range who.persons {
		name, err := personName(tx, person)
		if err == nil {
			err = tellMediator(tx, s, person, name)
		}
		if err != nil {
			return nil, err
		}
		called = append(called, name)
	}
	if len(called) > 0 {
		told = append(told, chat.Paragraph(chat.T("deals.dispute.told."+who.kind, chat.Args{"names": names(called)})))
	}
	if len(told) == 0 {
		told = append(told, chat.Paragraph(chat.T("deals.dispute.told.nobody")))
	}
	return told, nil
}

// circleOf is who is told: the named mediators and the place for them; without a
// place whoever has the role; without any of them the administrators, and where
// there is no community the owners. Parties are nobody's mediators.
func (b *book) circleOf(tx *store.Tx, d Deal) (circle, error) {
	if d.Community == "" {
		owners, err := b.Owners(tx)
		return b.reachable(tx, d, circle{kind: "owners", persons: owners}, err)
	}
	place, placed, err := b.MediatorPlace(tx, d.Community)
	if err != nil {
		return circle{}, err
	}
	who := circle{kind: "mediators"}
	if placed {
		who.place = place
	}
	mediators, err := communities.Mediators(tx, d.Community)
	for _, m := range mediators {
		if m.Named || !placed {
			who.persons = append(who.persons, m.PersonID)
		}
	}
	who, err = b.reachable(tx, d, who, err)
	if err != nil || placed || len(who.persons) > 0 {
		return who, err
	}
	administrators, err := communities.Administrators(tx, d.Community)
	return b.reachable(tx, d, circle{kind: "administrators", persons: administrators}, err)
}

// reachable leaves out the parties, whoever could not settle this deal, and
// those of whom every platform says that they cannot be written to.
func (b *book) reachable(tx *store.Tx, d Deal, who circle, err error) (circle, error) {
	if err != nil {
		return who, err
	}
	all := who.persons
	who.persons = nil
	for _, person := range all {
		if len(who.persons) == mostTold {
			break
		}
		if d.SideOf(person) != Neither {
			continue
		}
		ids, err := accounts.Identities(tx, person)
		if err != nil {
			return who, err
		}
		appointed, err := appointed(tx, d, person)
		if err != nil {
			return who, err
		}
		if !appointed && slices.ContainsFunc(ids, func(id accounts.Identity) bool { return id.Reach != accounts.ReachNo }) {
			who.persons = append(who.persons, person)
		}
	}
	return who, nil
}

// tellMediator sends everything that there is to go by. If it does not arrive,
// the one who disputed hears of that.
func tellMediator(tx *store.Tx, s sheet, person, name string) error {
	doc := append(s.asksToMediate(), card(s, Neither)...)
	doc = append(doc, s.noteBlocks(Neither)...)
	opener := s.Party(s.Dispute.By)
	_, _, err := outbox.Notify(tx, outbox.Notification{
		Person: person, Kind: "deals.dispute", Once: s.onceFor(person), Subject: s.ID, Repeatable: true,
		Message: chat.Message{Document: doc, Rows: s.settleRows()},
		Sender:  opener.Person, SenderPrefer: opener.Identity, UndeliveredRows: withView(nil, s.Deal),
		Undelivered: chat.Say("deals.undelivered.mediator", chat.Args{"name": chat.Said(name), "deal": handleNode(s.Deal)}),
	})
	return err
}

// tellPlace says little, for nobody knows who reads there; whoever may see the
// deal gets all of it by the button, privately. The one who disputed hears of it
// where the place is closed to the bot by now: else nobody would know.
func tellPlace(tx *store.Tx, s sheet, place chat.PlaceRef) error {
	view := button(s.Deal, "view", chat.StylePrimary, pathView)
	view.Action.Open = true
	opener := s.Party(s.Dispute.By)
	_, _, err := outbox.Notify(tx, outbox.Notification{
		Place: place, Kind: "deals.dispute", Once: s.onceFor("place"), Subject: s.ID, Repeatable: true,
		Message: chat.Message{
			Document: chat.Say("deals.dispute.place", chat.Args{
				"deal": handleNode(s.Deal), "network": networkNode(s.Network), "amount": amountNode(s.Terms),
			}),
			Rows: []chat.Row{chat.Buttons(view)},
		},
		Sender: opener.Person, SenderPrefer: opener.Identity, UndeliveredRows: withView(nil, s.Deal),
		Undelivered: chat.Say("deals.undelivered.place", chat.Args{"deal": handleNode(s.Deal)}),
	})
	return err
}

func (s *sheet) onceFor(whom string) string {
	return "deals:" + s.ID + ":" + strconv.Itoa(s.Version) + ":" + whom
}

// asksToMediate is how a dispute is put before a mediator.
func (s *sheet) asksToMediate() chat.Document {
	where := chat.T("deals.card.no_community")
	if s.community != "" {
		where = chat.Said(s.community)
	}
	return chat.Document{
		chat.Paragraph(chat.T("deals.dispute.asked", chat.Args{
			"name": s.called(s.Dispute.By), "deal": handleNode(s.Deal), "community": where,
		})),
		chat.Quote(chat.Said(s.dispute)),
	}
}
