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
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	return app.Answer(append(chat.Document{s.proposes()}, card(s, SideB)...),
		chat.Buttons(chat.Press(chat.T("deals.button.confirm"), chat.StylePrimary, pathClaim, "code", code))), nil
}

// claim is [Confirm] on an invitation: the first to press it is B, once. To press
// it twice changes nothing.
func (b *book) claim(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, _, err := b.invited(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if d.Claimed() && !d.Status.Open() {
		return app.Response{}, refuseStatus(d.Status)
	}
	if d.Claimed() {
		return b.openCard(tx, d, chat.Paragraph(chat.T("deals.refuse.again")))
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

// openCard shows a card to the counterparty whose code it is. The invitation to
// read stands above it while there is something to decide.
func (b *book) openCard(tx *store.Tx, d Deal, lead ...chat.Node) (app.Response, error) {
	if err := markSeen(tx, d.ID, SideB); err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	if d.Status == Pending && !d.B.Confirmed {
		lead = []chat.Node{s.proposes()}
	}
	return app.Answer(append(lead, card(s, SideB)...), withView(s.buttons(SideB, tx.Now()), d)...), nil
}

// proposes is how a card begins for somebody who is asked to agree.
func (s *sheet) proposes() chat.Node {
	return chat.Paragraph(chat.T("deals.invitation.shown", chat.Args{"name": s.called(SideA)}))
}

// invited returns the deal that the argument code opens for the caller. Used,
// expired, wrong, own and blocked all look the same, and count as a try. The
// counterparty of the deal guesses nothing and sees it whatever became of it.
func (b *book) invited(tx *store.Tx, r *app.Request) (Deal, string, error) {
	code, ok := parseCode(r.Text("code"))
	if !ok {
		return Deal{}, "", wrongCode(tx, r)
	}
	d, personal, err := loadByCode(tx, code)
	if errors.Is(err, store.ErrNotFound) {
		return Deal{}, "", wrongCode(tx, r)
	}
	if err != nil {
		return Deal{}, "", err
	}
	if d, err = b.sweep(tx, originOf(r), d); err != nil {
		return Deal{}, "", err
	}
	if d.Claimed() && d.B.Person == r.Person.ID {
		return d, code, nil
	}
	if err := checkGuesses(tx, codeKey(r), codesAnHour); err != nil {
		return Deal{}, "", err
	}
	if personal || d.Claimed() || d.Status != Pending || d.A.Person == r.Person.ID {
		return Deal{}, "", wrongCode(tx, r)
	}
	return d, code, possible(tx, r, d.A.Person)
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
