package community

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// What can be said instead of a place.
const (
	placeHere = "here"
	placeOff  = "off"
)

// placeMediators is /admin mediator place: where mediators are told of disputes.
// Nothing said means here; "off" has them told one by one again.
func (s *service) placeMediators(tx *store.Tx, r *app.Request) (app.Response, error) {
	if r.Has("where") && r.Has("place") {
		return app.Response{}, fault.New(fault.Input, "community.place.both").On("where")
	}
	place, name := r.Place.Ref, r.Place.SpaceName
	switch {
	case r.Has("place"):
		place, name = r.Args["place"].Place, r.Text("place")
	case r.Text("where") == placeOff:
		place, name = chat.PlaceRef{}, ""
	}
	holds, _, err := communities.SettingsOf(tx, r.Community.ID, s.defaults)
	if err != nil {
		return app.Response{}, err
	}
	if holds.MediatorPlace == place {
		return app.Response{}, fault.New(fault.Again, "community.place.again")
	}
	if err := communities.SetMediatorPlace(tx, r.Community.ID, place, r.Place.Space, name); err != nil {
		return app.Response{}, err
	}
	if err := record(tx, r, "community.set", r.Community.ID, communities.KeyMediatorPlace, refText(holds.MediatorPlace), refText(place)); err != nil {
		return app.Response{}, err
	}
	if place.IsZero() {
		return app.Say("community.place.cleared"), nil
	}
	return app.Answer(chat.Document{chat.Paragraph(placeText(r, "community.place.set", place, name))}), greetPlace(tx, r, place, name)
}

// placeText says something of a place, which a reader who stands in it calls here.
func placeText(r *app.Request, key string, place chat.PlaceRef, name string) chat.Node {
	if place == r.Place.Ref {
		return chat.T(key + "_here")
	}
	return chat.T(key, chat.Args{"place": chat.Said(name)})
}

// greetPlace says in the place what will be told there. If that cannot be sent,
// neither could a dispute be, and the administrator hears of it now.
func greetPlace(tx *store.Tx, r *app.Request, place chat.PlaceRef, name string) error {
	if err := outbox.Enable(tx, place); err != nil {
		return err
	}
	_, _, err := outbox.Notify(tx, outbox.Notification{
		Place: place, Kind: "community.mediator_place", Subject: r.Community.ID,
		Message: chat.Message{Document: chat.Say("community.place.greeting", chat.Args{"community": chat.Said(r.Community.Name)})},
		Sender:  r.Person.ID, SenderPrefer: r.Identity.Ref,
		Undelivered: chat.Say("community.place.closed", chat.Args{"place": chat.Said(name)}),
	})
	return err
}

func refText(place chat.PlaceRef) string {
	if place.IsZero() {
		return ""
	}
	return place.String()
}
