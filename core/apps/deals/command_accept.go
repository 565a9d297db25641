package deals

import (
	"errors"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// accept is /deal accept and every start link: it shows what a code leads to.
// Whatever is wrong with a code, the answer is the same.
func (b *book) accept(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, code, err := b.invited(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if d.Claimed() {
		return b.openCard(tx, d)
	}
	s, err := loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	lead := chat.T("deals.invitation.shown", chat.Args{"name": chat.Said(s.name(SideA))})
	return app.Answer(append(chat.Document{chat.Paragraph(lead)}, card(s, SideB)...),
		chat.Buttons(chat.Press(chat.T("deals.button.confirm"), chat.StylePrimary, pathClaim, "code", code))), nil
}

// claim is [Confirm] on an invitation: the first to press it is B, once.
func (b *book) claim(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, _, err := b.invited(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if d.Claimed() {
		return b.openCard(tx, d)
	}
	if err := b.checkJoin(tx, r.Person.ID, d.Community); err != nil {
		return app.Response{}, err
	}
	after, event, err := b.act(tx, originOf(r), d, Command{
		Act: ActClaim, By: SideB, Claimer: Party{Person: r.Person.ID, Identity: r.Identity.Ref},
	})
	if err != nil {
		return app.Response{}, err
	}
	return b.told(tx, after, event, "")
}

// openCard shows a card to the one person whose link it is.
func (b *book) openCard(tx *store.Tx, d Deal) (app.Response, error) {
	if err := markSeen(tx, d.ID, SideB); err != nil {
		return app.Response{}, err
	}
	s, err := loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	return answer(tx, s, SideB, chat.T("deals.invitation.shown", chat.Args{"name": chat.Said(s.name(SideA))})), nil
}

// invited returns the deal that the argument code opens for the caller. Used,
// expired, wrong, own and blocked all look the same, and count as a try.
func (b *book) invited(tx *store.Tx, r *app.Request) (Deal, string, error) {
	if err := checkGuesses(tx, codeKey(r), codesAnHour); err != nil {
		return Deal{}, "", err
	}
	code, ok := parseCode(r.Text("code"))
	if !ok {
		return Deal{}, "", wrongCode(tx, r)
	}
	d, person, err := loadByCode(tx, code)
	if errors.Is(err, store.ErrNotFound) {
		return Deal{}, "", wrongCode(tx, r)
	}
	if err != nil {
		return Deal{}, "", err
	}
	if d, err = b.sweep(tx, originOf(r), d); err != nil {
		return Deal{}, "", err
	}
	switch {
	case person != "" && person == r.Person.ID && d.SideOf(person) == SideB:
		return d, code, nil // their own card, whatever has become of it
	case d.Claimed() || d.Status != Pending || d.A.Person == r.Person.ID:
		return Deal{}, "", wrongCode(tx, r)
	}
	if err := possible(tx, r, d.A.Person); err != nil {
		return Deal{}, "", err
	}
	return d, code, nil
}

// possible refuses an invitation between two people of whom one has blocked the
// other, in the words of any other refusal.
func possible(tx *store.Tx, r *app.Request, initiator string) error {
	if r.Identity.Bot {
		return fault.New(fault.Input, "deals.refuse.bot")
	}
	blocked, err := accounts.AnyBlock(tx, r.Person.ID, initiator)
	if err != nil {
		return err
	}
	if blocked {
		return wrongCode(tx, r)
	}
	return nil
}
