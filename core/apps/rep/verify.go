package rep

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// verify is /admin verify: deals with this person count in full from now on, in
// the past too. With the first one the policy is rooted for ever.
func (s *Service) verify(tx *store.Tx, r *app.Request) (app.Response, error) {
	user, _ := r.User("user")
	if user.Bot {
		return app.Response{}, fault.New(fault.Input, "rep.verify.bot").On("user")
	}
	already, err := isVerified(tx, user.PersonID)
	if err != nil {
		return app.Response{}, err
	}
	if already {
		return app.Response{}, fault.New(fault.Again, "rep.verify.again", who(user))
	}
	if _, err := verifyAccount(tx, user.Ref, user.PersonID); err != nil {
		return app.Response{}, err
	}
	if err := changed(tx, r, user, "person.verified"); err != nil {
		return app.Response{}, err
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("rep.verify.done", who(user))), chat.Paragraph(chat.T("rep.verify.replay")),
	}), tell(tx, r, user, "rep.verify.you_are")
}

// unverify is /admin unverify. The policy stays rooted.
func (s *Service) unverify(tx *store.Tx, r *app.Request) (app.Response, error) {
	user, _ := r.User("user")
	was, err := unverifyPerson(tx, user.PersonID)
	if err != nil {
		return app.Response{}, err
	}
	if !was {
		return app.Response{}, fault.New(fault.Again, "rep.verify.not", who(user))
	}
	if err := changed(tx, r, user, "person.unverified"); err != nil {
		return app.Response{}, err
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("rep.verify.undone", who(user))), chat.Paragraph(chat.T("rep.verify.replay")),
	}), tell(tx, r, user, "rep.verify.you_were")
}

// changed logs a change of who is verified and has history read again.
func changed(tx *store.Tx, r *app.Request, user accounts.Identity, kind string) error {
	by := change{
		cause: kind + ":" + user.PersonID, policy: Rooted, actor: audit.Actor(r.Person.ID), as: string(app.Owner),
		via: string(r.Identity.Ref.Platform), req: r.Key,
	}
	_, err := audit.Append(tx, audit.Event{
		Type: kind, Actor: by.actor, As: by.as, Via: by.via, Req: by.req,
		D: []audit.Field{{Name: "person", Value: audit.Actor(user.PersonID)}, {Name: "other", Value: ""}},
	})
	if err != nil {
		return wrap("log "+kind, err)
	}
	return ask(tx, by)
}

// tell lets somebody know what was logged of them, unless they did it.
func tell(tx *store.Tx, r *app.Request, user accounts.Identity, key string) error {
	if user.PersonID == r.Person.ID {
		return nil
	}
	_, _, err := outbox.Notify(tx, outbox.Notification{
		Person: user.PersonID, Prefer: user.Ref, Kind: "rep.verified", Repeatable: true,
		Message: chat.Message{Document: chat.Say(key)},
	})
	return wrap("tell of it", err)
}

// who names an account.
func who(id accounts.Identity) chat.Args {
	return chat.Args{"name": chat.Said(app.NameOf(id)), "platform": app.PlatformName(id.Ref.Platform)}
}
