package privacy

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// eventErased is part of hashed bytes: never rename it.
const eventErased = "person.erased"

// returnsAtOnce is how many returns one transaction passes on.
const returnsAtOnce = 100

// askErase is /erase_data: it says what would go and what would stay, and asks.
func (s *service) askErase(tx *store.Tx, r *app.Request) (app.Response, error) {
	if err := s.Apps.MayErase(tx, r.Person.ID); err != nil {
		return app.Response{}, err
	}
	doc := chat.Document{
		chat.Paragraph(chat.Bold(chat.T("privacy.erase.asked"))),
		chat.Paragraph(chat.T("privacy.erase.goes")),
	}
	doc = append(append(doc, stays()...), chat.Paragraph(chat.T("privacy.erase.copy", chat.Args{"command": chat.Code("/export_data")})))
	return app.Answer(doc, choice(pathErase, "person", r.Person.ID)), nil
}

// stays says what an erasure does not reach.
func stays() chat.Document {
	return chat.Document{
		chat.Paragraph(chat.T("privacy.erase.stays")),
		chat.Paragraph(chat.T("privacy.erase.remembered")),
		chat.Paragraph(chat.T("privacy.erase.backups")),
	}
}

// choice is what to press; two presses of the first act once.
func choice(path string, args ...string) chat.Row {
	erase := chat.Press(chat.T("privacy.button.erase"), chat.StyleDanger, path, args...)
	erase.Action.Once = true
	return chat.Buttons(erase, chat.Press(chat.T("privacy.button.keep"), chat.StyleSecondary, pathKeep))
}

// keep is the other button.
func keep(_ *store.Tx, r *app.Request) (app.Response, error) {
	return r.Replacing(app.Say("privacy.erase.kept")), nil
}

// eraseSelf is the first button. It names the person, so that it is another button
// for whoever comes back, and an old one does nothing to them.
func (s *service) eraseSelf(tx *store.Tx, r *app.Request) (app.Response, error) {
	if r.Text("person") != r.Person.ID {
		return app.Response{}, fault.New(fault.Again, "privacy.refuse.again")
	}
	if err := s.erase(tx, r, r.Person.ID, ""); err != nil {
		return app.Response{}, err
	}
	doc := append(chat.Say("privacy.erase.done"), stays()...)
	return r.Replacing(app.Answer(doc)), nil
}

// erase removes a person, in one transaction. What others have to say against it,
// and what they remove, comes while the accounts are still known.
func (s *service) erase(tx *store.Tx, r *app.Request, person, as string) error {
	if err := s.Apps.MayErase(tx, person); err != nil {
		return err
	}
	// What stood against an earlier self must not be lost between two erasures.
	if _, err := s.passOnOf(tx, person); err != nil {
		return err
	}
	_, err := audit.Append(tx, audit.Event{
		Type: eventErased, Actor: audit.Actor(r.Person.ID), As: as, Via: string(r.Identity.Ref.Platform), Req: r.Key,
		D: []audit.Field{{Name: "person", Value: audit.Actor(person)}, {Name: "other", Value: ""}},
	})
	if err != nil {
		return err
	}
	if err := s.Apps.Erase(tx, person); err != nil {
		return err
	}
	// What was kept before a link stands under the ids of then.
	former, err := accounts.Former(tx, person)
	if err != nil {
		return err
	}
	for _, id := range append(former, person) {
		for _, forget := range append([]func(*store.Tx, string) error{communities.Forget, outbox.Forget, forgetSent}, s.Forget...) {
			if err := forget(tx, id); err != nil {
				return err
			}
		}
	}
	return accounts.Erase(tx, person)
}

// forgetSent takes a person's accounts out of the records of what was sent.
func forgetSent(tx *store.Tx, person string) error {
	ids, err := accounts.Identities(tx, person)
	for i := 0; i < len(ids) && err == nil; i++ {
		err = outbox.ForgetAccount(tx, ids[i].Ref)
	}
	return err
}

// askEraseOther is /admin erase.
func (s *service) askEraseOther(tx *store.Tx, r *app.Request) (app.Response, error) {
	user, _ := r.User("user")
	if err := s.Apps.MayErase(tx, user.PersonID); err != nil {
		return app.Response{}, err
	}
	ids, err := accounts.Identities(tx, user.PersonID)
	if err != nil {
		return app.Response{}, err
	}
	var known []chat.Node
	for _, id := range ids {
		known = append(known, chat.Span(chat.Said(app.NameOf(id)), chat.Text(" · "), chat.Code(id.Ref.String())))
	}
	doc := chat.Document{
		chat.Paragraph(chat.Bold(chat.T("privacy.admin.asked"))), chat.List(known...), chat.Paragraph(chat.T("privacy.admin.goes")),
	}
	return app.Answer(append(doc, stays()...), choice(pathEraseOther, "person", user.PersonID)), nil
}

// eraseOther is the button of it. Who has no account any more was erased already.
func (s *service) eraseOther(tx *store.Tx, r *app.Request) (app.Response, error) {
	person := r.Text("person")
	ids, err := accounts.Identities(tx, person)
	if err != nil {
		return app.Response{}, err
	}
	if len(ids) == 0 {
		return app.Response{}, fault.New(fault.Again, "privacy.refuse.again")
	}
	if err := s.erase(tx, r, person, "owner"); err != nil {
		return app.Response{}, err
	}
	return r.Replacing(app.Answer(append(chat.Say("privacy.admin.done"), stays()...))), nil
}

// passOn is the job that has what stood against those who came back count again.
func (s *service) passOn(tx *store.Tx, _ jobs.Job, _ []byte) error {
	n, err := s.passOnOf(tx, "")
	if err == nil && n == returnsAtOnce {
		return jobs.ErrMore
	}
	return err
}

func (s *service) passOnOf(tx *store.Tx, person string) (int, error) {
	list, err := accounts.TakeReturns(tx, person, returnsAtOnce)
	for i := 0; i < len(list) && err == nil && s.Return != nil; i++ {
		err = s.Return(tx, list[i].Person, list[i].Erased)
	}
	return len(list), err
}

func prune(tx *store.Tx, _ jobs.Job, _ []byte) error { return accounts.PruneErased(tx) }
