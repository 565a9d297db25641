package deals

import (
	"time"

	"golang.org/x/text/language"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/store"
)

// What can be answered to the review.
const (
	reviewCreate  = "create"
	reviewConfirm = "confirm" // create, and confirm for the initiator's side
)

// askReview shows everything once more, amounts and the end in two forms each,
// so that a misreading shows before anything is recorded.
func (b *book) askReview(tx *store.Tx, r *app.Request, s *app.State) (app.Prompt, error) {
	label := chat.T("deals.review.title")
	if !answered(s) {
		return app.Prompt{Label: label}, nil // asked for its label only
	}
	d, err := b.readDraft(tx, r, s)
	if err != nil {
		return app.Prompt{}, err
	}
	p := app.Prompt{
		Document: chat.Document{chat.Title(label), chat.Fields(d.fields(r)...), chat.Paragraph(chat.T("deals.review.both"))},
		Label:    label, Closed: true, Primary: reviewCreate,
		Choices: []chat.Choice{{Value: reviewCreate, Label: chat.T("deals.button.create")}},
	}
	if !d.invitation() {
		p.Primary = reviewConfirm
		p.Choices = append(p.Choices, chat.Choice{Value: reviewConfirm, Label: chat.T("deals.button.create_confirm")})
	}
	return p, nil
}

// answered reports whether there is enough to review. The engine also asks for
// the labels of steps that lie ahead.
func answered(s *app.State) bool {
	for _, step := range []string{stepNetwork, stepMine, stepTheirs, stepType, stepAmount, stepDue} {
		if s.Get(step) == "" {
			return false
		}
	}
	return s.Get(factAsked) == "" || s.Get(stepCommunity) != ""
}

// fields are the draft as its author reads it; the card of the deal follows once
// there is one.
func (d draft) fields(r *app.Request) []chat.Node {
	t := d.proposal.Terms
	with := chat.T("deals.review.anybody")
	if !d.invitation() {
		with = chat.T("deals.card.party", chat.Args{
			"name": chat.Said(app.NameOf(d.with)), "platform": app.PlatformName(d.with.Ref.Platform),
		})
	}
	community := chat.T("deals.card.no_community")
	if d.community.ID != "" {
		community = chat.Said(d.community.Name)
	}
	return []chat.Node{
		chat.Field(chat.T("deals.review.with"), with),
		chat.Field(chat.T("deals.card.network"), networkNode(t.Network)),
		chat.Field(chat.T("deals.form.mine"), chat.Said(d.usernames[0])),
		chat.Field(chat.T("deals.form.theirs"), chat.Said(d.usernames[1])),
		chat.Field(chat.T("deals.card.type"), typeNode(t.Type)),
		chat.Field(chat.T("deals.card.amount"), amountTwice(t, r.Locale)...),
		chat.Field(chat.T("deals.card.due"), dateNode(t.DueDate), chat.Text(" · "), endNode(t.DueAt, d.loc, r.Locale)),
		chat.Field(chat.T("deals.card.community"), community),
	}
}

// amountTwice is an amount in the reader's language, and plain where that differs.
func amountTwice(t Terms, locale string) []chat.Node {
	plain := t.Amount.Plain()
	if t.Amount.Format(language.Make(locale)) == plain {
		return []chat.Node{amountNode(t)}
	}
	return []chat.Node{amountNode(t), chat.Text(" · "), chat.Code(plain)}
}

// endNode is the instant at which the due date is over, in the deal's zone and
// in UTC. It is for the caller only: notices are read in other languages.
func endNode(end time.Time, loc *time.Location, locale string) chat.Node {
	tag := language.Make(locale)
	utc := civil.DisplayTime(end, time.UTC, tag)
	if there := civil.DisplayTime(end, loc, tag); there != utc {
		return chat.T("deals.review.end_both", chat.Args{
			"there": chat.Text(there), "zone": chat.Text(loc.String()), "utc": chat.Text(utc),
		})
	}
	return chat.T("deals.review.end_utc", chat.Args{"utc": chat.Text(utc)})
}
