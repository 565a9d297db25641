package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Types of interactions, as Discord numbers them.
const (
	interactionCommand   = 2
	interactionComponent = 3
	interactionComplete  = 4
	interactionForm      = 5
)

// Types of components that people use.
const (
	componentButton = 2
	componentPerson = 5
)

var errUnreadable = errors.New("discord: not enough of the event could be read")

// decode reads an interaction and what the core is to know of it.
func (g *guilds) decode(raw json.RawMessage, at time.Time) (wireInteraction, chat.Interaction, error) {
	var w wireInteraction
	if err := read(raw, &w); err != nil {
		return w, chat.Interaction{}, err
	}
	who := w.who()
	// Without these there is nobody to answer or nothing to answer with.
	if w.ID == "" || w.Token == "" || who.Ref.ID == "" || w.channel() == "" {
		return w, chat.Interaction{}, errUnreadable
	}
	// The data's shape hangs on the type of interaction, so that it is read apart.
	var d wireData
	if err := read(w.Data, &d); err != nil {
		return w, chat.Interaction{}, err
	}
	// Both have to say so: the first hangs on what the act was allowed by, the
	// second lacks what is out of order.
	if w.where() == contextGuild && w.foreign() && !g.has(w.GuildID) {
		elsewhere := contextOther
		w.Context = &elsewhere
	}
	in := chat.Interaction{EventID: string(w.ID), User: who, Place: g.whereabouts(w), At: at}
	if w.where() == contextGuild {
		in.Roles, in.Admin = g.standing(w.GuildID, wireID(who.Ref.ID), w.Member)
	}
	if w.Message != nil {
		in.Message = messageRef(string(w.channel()), string(w.Message.ID))
	}
	return w, in, d.fill(&in, w.Type)
}

// fill sets what the person did. Whatever is not a button, a form or one of our own
// pickers counts as a select: it has values.
func (d wireData) fill(in *chat.Interaction, kind int) error {
	switch kind {
	case interactionCommand, interactionComplete:
		in.Kind = chat.Invoke
		var focused *wireOption
		in.Path, in.Args, focused = d.command()
		if in.Path == "" {
			return errUnreadable
		}
		if kind == interactionComplete { // a command that is still being typed
			in.Kind = chat.Complete
			if focused != nil {
				in.Option, in.Text = focused.Name, chat.Value{Text: focused.text()}
			}
		}
	case interactionComponent:
		in.Kind, in.Token = chat.Pressed, token(d.CustomID)
		switch {
		case d.CustomID == pickPerson && d.ComponentType == componentPerson && len(d.Values) == 1:
			id, _ := json.Marshal(d.Values[0]) // a string: it cannot fail
			in.Kind, in.Token = chat.Answer, ""
			in.Text = d.Resolved.value(wireOption{Type: optionUser, Value: id})
		case d.ComponentType != componentButton:
			in.Kind, in.Choice = chat.Chose, strings.Join(d.Values, ",")
		}
	case interactionForm:
		in.Kind, in.Token, in.Fields = chat.Submit, token(d.CustomID), map[string]chat.Value{}
		collect(d.Components, in.Fields)
	default:
		return fmt.Errorf("discord: interaction of type %d: %w", kind, errUnreadable)
	}
	return nil
}

// whereabouts is where an interaction happened. A group that the bot is not in
// has no space: nobody's community.
func (g *guilds) whereabouts(w wireInteraction) chat.Place {
	switch w.where() {
	case contextGuild:
		return g.place(w.GuildID, w.channel())
	case contextDirect:
		return chat.Place{Ref: placeRef(w.channel()), Kind: chat.DirectPlace}
	}
	return chat.Place{Ref: placeRef(w.channel()), Kind: chat.GroupPlace}
}

// collect finds the filled-in fields of a form, however deep they are nested:
// Discord has wrapped them differently before.
func collect(components []json.RawMessage, fields map[string]chat.Value) {
	for _, raw := range components {
		var c struct {
			CustomID   string            `json:"custom_id"`
			Value      *string           `json:"value"`
			Values     []string          `json:"values"`
			Component  json.RawMessage   `json:"component"`
			Components []json.RawMessage `json:"components"`
		}
		if read(raw, &c) != nil {
			continue // what is no component holds no field
		}
		switch {
		case c.Value != nil:
			fields[c.CustomID] = chat.Value{Text: *c.Value}
		case c.Values != nil:
			fields[c.CustomID] = chat.Value{Text: strings.Join(c.Values, ",")}
		}
		if c.Component != nil {
			collect([]json.RawMessage{c.Component}, fields)
		}
		collect(c.Components, fields)
	}
}
