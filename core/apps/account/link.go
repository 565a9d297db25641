package account

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// So many wrong codes may an account type in an hour: a code has 40 random bits
// and lives for minutes, so that is far from enough to find one.
const (
	mostTries = 5
	triesTime = time.Hour
)

// link is /link: it makes a code, or takes one.
func (s *service) link(tx *store.Tx, r *app.Request) (app.Response, error) {
	if r.Text("code") != "" {
		return s.accept(tx, r)
	}
	code, expires, err := accounts.OfferLink(tx, r.Identity)
	if err != nil {
		return app.Response{}, err
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("account.link.code", chat.Args{"code": chat.Code(code)})),
		chat.Paragraph(chat.T("account.link.code_use", chat.Args{
			"command": chat.Code("/link " + code), "time": chat.Time(expires, chat.StyleRelative),
		})),
	}), nil
}

// accept takes a code and asks both sides whether they are one person.
func (s *service) accept(tx *store.Tx, r *app.Request) (app.Response, error) {
	key := "link:" + r.Identity.Ref.String()
	tries, frees, err := accounts.Count(tx, key, triesTime)
	if err != nil {
		return app.Response{}, err
	}
	if tries >= mostTries {
		return app.Response{}, fault.New(fault.Limit, "account.link.tries", chat.Args{"time": chat.Time(frees, chat.StyleRelative)})
	}
	l, err := accounts.AcceptCode(tx, r.Identity, r.Text("code"))
	if f := refusedCode(r, err); f != nil {
		if fault.Is(f, fault.NotFound) {
			return app.Response{}, app.Refuse(f, func(tx *store.Tx) error { return accounts.Bump(tx, key, triesTime) })
		}
		return app.Response{}, f
	}
	if err != nil {
		return app.Response{}, err
	}
	if err := s.MayLink(tx, l.A.PersonID, l.B.PersonID); err != nil {
		return app.Response{}, err
	}
	err = notify(tx, l, l.A, "account.link_asked", outbox.Notification{
		Message: ask(l, "account.link.asked", l.B),
		Expires: l.AskedAt.Add(accounts.ConfirmTime), Priority: outbox.Urgent,
		Sender: l.B.PersonID, SenderPrefer: l.B.Ref, Undelivered: chat.Say("account.link.undelivered", who(l.A)),
	})
	return app.Response{Reply: chat.Reply{Message: ask(l, "account.link.typed", l.A)}}, err
}

// refusedCode says why a code was not accepted; nil means that it was, or that
// the error is not a refusal. Wrong tries are the ones not found.
func refusedCode(r *app.Request, err error) *fault.Fault {
	switch {
	case errors.Is(err, accounts.ErrCodeWrong):
		return fault.New(fault.NotFound, "account.link.wrong")
	case errors.Is(err, accounts.ErrCodeUsed):
		return fault.New(fault.NotFound, "account.link.used")
	case errors.Is(err, accounts.ErrCodeExpired):
		return fault.New(fault.NotFound, "account.link.expired")
	case errors.Is(err, accounts.ErrCodeOwn):
		return fault.New(fault.Input, "account.link.own")
	case errors.Is(err, accounts.ErrSamePlatform):
		return fault.New(fault.Input, "account.link.same_platform", chat.Args{"platform": app.PlatformName(r.Identity.Ref.Platform)})
	case errors.Is(err, accounts.ErrSamePerson):
		return fault.New(fault.Again, "account.link.same_person")
	}
	return nil
}

// ask is the question to one side, naming the account on the other.
func ask(l accounts.Link, key string, other accounts.Identity) chat.Message {
	return chat.Message{
		Document: chat.Document{
			chat.Paragraph(chat.T(key, who(other))),
			chat.Paragraph(chat.T("account.link.means")),
		},
		Rows: []chat.Row{chat.Buttons(
			chat.Press(chat.T("account.button.confirm"), chat.StylePrimary, pathConfirm, "link", l.ID),
			chat.Press(chat.T("account.button.no"), chat.StyleDanger, pathDecline, "link", l.ID),
		)},
	}
}

// notify tells one side of a link something, on the account that is concerned.
func notify(tx *store.Tx, l accounts.Link, to accounts.Identity, kind string, n outbox.Notification) error {
	n.Person, n.Prefer, n.Kind, n.Subject, n.Repeatable = to.PersonID, to.Ref, kind, l.ID, true
	_, _, err := outbox.Notify(tx, n)
	return err
}
