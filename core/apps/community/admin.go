package community

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// addMediator is /admin mediator add.
func addMediator(tx *store.Tx, r *app.Request) (app.Response, error) {
	user, _ := r.User("user")
	if user.Bot {
		return app.Response{}, fault.New(fault.Input, "community.mediator.bot")
	}
	added, err := communities.AddMediator(tx, r.Community.ID, user.Ref, user.PersonID, r.Person.ID)
	if err != nil {
		return app.Response{}, err
	}
	if !added {
		return app.Response{}, fault.New(fault.Again, "community.mediator.again", who(user))
	}
	if err := record(tx, r, "mediator.added", r.Community.ID, "mediator", "", audit.Actor(user.PersonID)); err != nil {
		return app.Response{}, err
	}
	return app.Say("community.mediator.added", who(user)), tell(tx, r, user, "community.mediator_added", "community.mediator.you_are")
}

// removeMediator is /admin mediator remove.
func (s *service) removeMediator(tx *store.Tx, r *app.Request) (app.Response, error) {
	user, _ := r.User("user")
	removed, err := communities.RemoveMediator(tx, r.Community.ID, user.PersonID)
	if err != nil {
		return app.Response{}, err
	}
	args := who(user)
	args["role"] = chat.Said(s.roleOf(r.Community))
	if !removed {
		return app.Response{}, fault.New(fault.Again, "community.mediator.not", args)
	}
	if err := record(tx, r, "mediator.removed", r.Community.ID, "mediator", audit.Actor(user.PersonID), ""); err != nil {
		return app.Response{}, err
	}
	return app.Say("community.mediator.removed", args), tell(tx, r, user, "community.mediator_removed", "community.mediator.you_were")
}

// tell lets somebody know what was recorded of them, unless they did it.
func tell(tx *store.Tx, r *app.Request, user accounts.Identity, kind, key string) error {
	if user.PersonID == r.Person.ID {
		return nil
	}
	_, _, err := outbox.Notify(tx, outbox.Notification{
		Person: user.PersonID, Prefer: user.Ref, Kind: kind, Subject: r.Community.ID, Repeatable: true,
		Message: chat.Message{Document: chat.Say(key, chat.Args{"community": chat.Said(r.Community.Name), "admin": who(r.Identity)["name"]})},
	})
	return err
}

// timezone is /admin timezone. Dates of earlier deals stay as they were agreed.
func timezone(tx *store.Tx, r *app.Request) (app.Response, error) {
	name := r.Text("zone")
	loc, err := civil.LoadZone(name)
	if err != nil {
		return app.Response{}, fault.New(fault.Input, "community.zone.wrong", chat.Args{
			"zone": chat.Said(name), "example": chat.Code("Europe/Berlin"),
		})
	}
	zone := loc.String()
	if zone == r.Community.Zone {
		return app.Response{}, fault.New(fault.Again, "community.zone.again", chat.Args{"zone": chat.Code(zone)})
	}
	if err := communities.SetZone(tx, r.Community.ID, zone); err != nil {
		return app.Response{}, err
	}
	return app.Say("community.zone.set", chat.Args{
		"zone": chat.Code(zone), "time": chat.Code(tx.Now().In(loc).Format("15:04")),
	}), record(tx, r, "community.set", r.Community.ID, "zone", r.Community.Zone, zone)
}
