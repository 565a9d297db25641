package rep

import (
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// showHere is the button that shows a private card to everybody where it was
// asked for. Two presses show it once.
func showHere(r *app.Request, person string) chat.Button {
	args := []string{"person", person, "place", r.Place.Ref.String()}
	if network := r.Text("network"); network != allNetworks {
		args = append(args, "network", network)
	}
	button := chat.Press(chat.T("rep.button.show"), chat.StyleSecondary, pathShow, args...)
	button.Action.Once = true
	return button
}

// show is what the button does. Where the private card went to the direct chat,
// the one for everybody is sent to the place.
func (s *Service) show(tx *store.Tx, r *app.Request) (app.Response, error) {
	l, err := current(tx)
	if err != nil {
		return app.Response{}, err
	}
	// This holds up every other change: nothing is drawn that was not drawn for
	// the private card.
	drawn := func(course []point) ([]byte, error) { return s.pictures.find(course), nil }
	out, err := answer(l, r, r.Text("person"), drawn)
	if err != nil {
		return app.Response{}, err
	}
	platform, id, _ := strings.Cut(r.Text("place"), ":")
	place := chat.PlaceRef{Platform: chat.Platform(platform), ID: id}
	if place == r.Place.Ref {
		out.Audience = chat.Public
		return out, nil
	}
	_, _, err = outbox.Notify(tx, outbox.Notification{Place: place, Kind: "rep.shown", Message: out.Message})
	return app.Say("rep.shown"), wrap("show a card", err)
}
