package account

import (
	"errors"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// confirm is one side's yes. With the second one the two are one person.
func (s *service) confirm(tx *store.Tx, r *app.Request) (app.Response, error) {
	l, asA, err := find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	_, there := sides(l, asA)
	l, err = accounts.ConfirmLink(tx, l.ID, r.Identity)
	if err != nil {
		return app.Response{}, refusedLink(l, there, err)
	}
	if l.State == accounts.LinkAsked {
		return r.Replacing(app.Say("account.link.confirmed", who(there))), nil
	}
	moved := l.Moved[0]
	// Asked again: much may have happened since the code was typed.
	if err := s.MayLink(tx, moved.From, moved.To); err != nil {
		return app.Response{}, err
	}
	if err := s.follow(tx, l); err != nil {
		return app.Response{}, err
	}
	if err := record(tx, r, "person.linked", "", moved.To, moved.From); err != nil {
		return app.Response{}, err
	}
	// The answer's buttons are for the person they are now.
	if r.Person, err = accounts.Get(tx, moved.To); err != nil {
		return app.Response{}, err
	}
	here, there := sides(l, asA)
	if err := notify(tx, l, there, "account.linked", outbox.Notification{Message: linked(l, here)}); err != nil {
		return app.Response{}, err
	}
	return r.Replacing(app.Response{Reply: chat.Reply{Message: linked(l, there)}}), nil
}

// linked says that two accounts are one person, with the way back.
func linked(l accounts.Link, other accounts.Identity) chat.Message {
	return chat.Message{
		Document: chat.Document{
			chat.Paragraph(chat.T("account.link.merged", who(other))),
			chat.Paragraph(chat.T("account.link.undo_until", chat.Args{"time": chat.Time(l.UndoUntil(), chat.StyleDateTime)})),
		},
		Rows: []chat.Row{chat.Buttons(chat.Press(chat.T("account.button.undo"), chat.StyleSecondary, pathUndo, "link", l.ID))},
	}
}

// decline is one side's no.
func decline(tx *store.Tx, r *app.Request) (app.Response, error) {
	l, asA, err := find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	here, there := sides(l, asA)
	if l, err = accounts.DeclineLink(tx, l.ID, r.Person.ID); err != nil {
		return app.Response{}, refusedLink(l, there, err)
	}
	err = notify(tx, l, there, "account.link_declined", outbox.Notification{
		Message: chat.Message{Document: chat.Say("account.link.declined_there", who(here))},
	})
	return r.Replacing(app.Say("account.link.declined")), err
}

// undo makes two persons again.
func (s *service) undo(tx *store.Tx, r *app.Request) (app.Response, error) {
	l, asA, err := find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if err := s.MayUnlink(tx, r.Person.ID, l.MergedAt); err != nil {
		return app.Response{}, err
	}
	l, err = accounts.UndoLink(tx, l.ID, r.Person.ID)
	if errors.Is(err, accounts.ErrLinkOver) {
		return app.Response{}, fault.New(fault.Expired, "account.link.undo_over")
	}
	if err != nil {
		return app.Response{}, err
	}
	if err := s.follow(tx, l); err != nil {
		return app.Response{}, err
	}
	if err := record(tx, r, "person.unlinked", "", l.Moved[0].From, l.Moved[0].To); err != nil {
		return app.Response{}, err
	}
	here, there := sides(l, asA)
	err = notify(tx, l, there, "account.unlinked", outbox.Notification{
		Message: chat.Message{Document: chat.Say("account.link.undone", who(here))},
	})
	return r.Replacing(app.Say("account.link.undone", who(there))), err
}

// follow lets everything that belongs to the moved accounts go with them.
func (s *service) follow(tx *store.Tx, l accounts.Link) error {
	for _, m := range l.Moved {
		if err := communities.Moved(tx, m.Identity, m.From, m.To); err != nil {
			return err
		}
		if err := s.Moved(tx, m.Identity, m.From, m.To); err != nil {
			return err
		}
	}
	return nil
}

// find returns the link of a button and whether the person acts on its side A:
// while the sides are two persons the person tells, then the account.
func find(tx *store.Tx, r *app.Request) (l accounts.Link, asA bool, err error) {
	l, err = accounts.FindLink(tx, r.Text("link"), r.Person.ID)
	if errors.Is(err, store.ErrNotFound) {
		return l, false, fault.New(fault.NotFound, "account.link.unknown")
	}
	if l.A.PersonID == l.B.PersonID {
		return l, r.Identity.Ref != l.B.Ref, err
	}
	return l, l.A.PersonID == r.Person.ID, err
}

func sides(l accounts.Link, asA bool) (here, there accounts.Identity) {
	if asA {
		return l.A, l.B
	}
	return l.B, l.A
}

// refusedLink says why a link goes no further.
func refusedLink(l accounts.Link, there accounts.Identity, err error) error {
	switch {
	case errors.Is(err, accounts.ErrLinkAgain):
		return fault.New(fault.Again, "account.link.again", who(there))
	case errors.Is(err, accounts.ErrSamePerson):
		return fault.New(fault.Again, "account.link.same_person")
	case errors.Is(err, accounts.ErrLinkOver) && l.State == accounts.LinkMerged:
		return fault.New(fault.Again, "account.link.same_person")
	case errors.Is(err, accounts.ErrLinkOver):
		return fault.New(fault.Expired, "account.link.over")
	}
	return err
}
