package deals

import (
	"github.com/parleybot/parley/core/accounts/code"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// finish records the deal that was reviewed. A refusal leaves the review open.
func (b *book) finish(tx *store.Tx, r *app.Request, s *app.State) (app.Response, error) {
	d, err := b.readDraft(tx, r, s)
	if err != nil {
		return app.Response{}, err
	}
	if err := b.checkDraft(tx, r, d); err != nil {
		return app.Response{}, err
	}
	deal, err := b.open(tx, originOf(r), d.proposal, d.usernames)
	if err != nil {
		return app.Response{}, err
	}
	if d.invitation() {
		return b.invite(tx, r, deal)
	}
	lead := "deals.news.proposed"
	if s.Get(stepReview) == reviewConfirm {
		lead = "deals.news.proposed_confirmed"
		if deal, _, err = b.act(tx, originOf(r), deal, Command{Act: ActConfirm, By: SideA}); err != nil {
			return app.Response{}, err
		}
	}
	sheet, err := b.loadSheet(tx, deal)
	if err != nil {
		return app.Response{}, err
	}
	unreached, err := b.unreached(tx, r, sheet)
	if err != nil {
		return app.Response{}, err
	}
	// One message for both events: to B they are one thing.
	err = tell(tx, sheet, SideB, news{
		kind: "proposed", sender: r.Person.ID, undelivered: unreached,
		lead: chat.T(lead, chat.Args{"name": sheet.called(SideA)}),
	})
	if err != nil {
		return app.Response{}, err
	}
	return answer(tx, sheet, SideA, chat.T("deals.said.proposed", chat.Args{"name": sheet.called(SideB)})), nil
}

// unreached is what A reads if B cannot be written to: how B gets at the card,
// with a link that works for B alone where a link leads B to the bot.
func (b *book) unreached(tx *store.Tx, r *app.Request, s sheet) (chat.Document, error) {
	args := chat.Args{"name": s.called(SideB), "deal": handleNode(s.Deal), "command": chat.Code("/deal confirm " + s.Handle)}
	if r.StartLink == nil || !b.Opens(s.B.Identity.Platform) {
		return chat.Say("deals.undelivered.proposal", args), nil
	}
	symbols := code.New(tx.Random, code.Long)
	link, ok := r.StartLink(linkPrefix + "-" + symbols)
	if !ok {
		return chat.Say("deals.undelivered.proposal", args), nil
	}
	if err := keepCode(tx, symbols, s.ID, s.B.Person); err != nil {
		return nil, err
	}
	args["link"] = chat.Link(link, chat.Text(link))
	return chat.Say("deals.undelivered.proposal_link", args), nil
}

// invite makes the code of an invitation and tells A how to hand it over. The
// code stands in this answer alone.
func (b *book) invite(tx *store.Tx, r *app.Request, d Deal) (app.Response, error) {
	symbols := code.New(tx.Random, code.Long)
	if err := keepCode(tx, symbols, d.ID, ""); err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	doc := chat.Document{chat.Paragraph(chat.T("deals.invitation.made"))}
	if r.StartLink != nil {
		if link, ok := r.StartLink(linkPrefix + "-" + symbols); ok {
			doc = append(doc, chat.Paragraph(chat.T("deals.invitation.link", chat.Args{"link": chat.Link(link, chat.Text(link))})))
		}
	}
	doc = append(doc,
		chat.Paragraph(chat.T("deals.invitation.code", chat.Args{
			"code": chat.Code(spaced(symbols)), "command": chat.Code("/deal accept " + spaced(symbols)),
		})),
		chat.Paragraph(chat.T("deals.invitation.discord")),
		chat.Paragraph(chat.T("deals.invitation.then")))
	return app.Answer(append(doc, card(s, SideA)...), withView(s.buttons(SideA, tx.Now()), d)...), nil
}
