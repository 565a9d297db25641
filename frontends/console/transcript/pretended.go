package transcript

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// Pretended returns the sandbox's world as one for conversations.
func Pretended(w *pretend.World) World { return &pretended{World: w} }

type pretended struct {
	*pretend.World
	shown int // the last entry that was looked at
}

func (w *pretended) Find(name string) (chat.UserRef, bool) {
	p, known := w.World.Find(name)
	return p.Ref, known
}

func (w *pretended) Place(who chat.UserRef, name string) (chat.PlaceRef, bool) {
	if name == "" {
		return pretend.DirectRef(who), true
	}
	places := w.Places(who)
	i := slices.IndexFunc(places, func(o pretend.Place) bool { return o.Name == name })
	if i < 0 {
		return chat.PlaceRef{}, false
	}
	return places[i].Ref, true
}

func (w *pretended) Type(who chat.UserRef, at chat.PlaceRef, text string) error {
	return refusal(w.World.Type(who, at, text))
}

func (w *pretended) Reply(who chat.UserRef, at chat.PlaceRef, text string) error {
	m, some := w.NewestMessage(who, at)
	if !some {
		return fmt.Errorf("%s sees nothing to reply to", who.ID)
	}
	return refusal(w.World.Reply(who, m.Ref, text))
}

// Press finds the button on messages as they stand now.
func (w *pretended) Press(who chat.UserRef, label string) error {
	for m := range w.messages(who) {
		for i, b := range m.Buttons() {
			if strings.EqualFold(console.Plain(b.Label), label) {
				return refusal(w.World.Press(who, m.Ref, i))
			}
		}
	}
	return fmt.Errorf("%s sees no button %q", who.ID, label)
}

func (w *pretended) Choose(who chat.UserRef, label string) error {
	for m := range w.messages(who) {
		for _, s := range m.Selects {
			for _, o := range s.Choices {
				if strings.EqualFold(console.Plain(o.Label), label) {
					return refusal(w.World.Choose(who, m.Ref, o.Value))
				}
			}
		}
	}
	return fmt.Errorf("%s sees no choice %q", who.ID, label)
}

// messages yields what the bot wrote to somebody, newest first.
func (w *pretended) messages(who chat.UserRef) func(func(pretend.Message) bool) {
	return func(yield func(pretend.Message) bool) {
		for _, e := range slices.Backward(w.Entries(0, who)) {
			m, visible := w.Message(who, e.Message.Ref)
			if visible && !yield(m) {
				return
			}
		}
	}
}

func (w *pretended) Submit(who chat.UserRef, fields map[string]string) error {
	return refusal(w.World.Submit(who, fields))
}

func (w *pretended) Open(who chat.UserRef, link string) error {
	return refusal(w.World.Open(who, link))
}

func (w *pretended) Start(who chat.UserRef, payload string) error {
	return refusal(w.World.Start(who, payload))
}

func (w *pretended) Close(who chat.UserRef) error  { return refusal(w.World.Close(who)) }
func (w *pretended) Reopen(who chat.UserRef) error { return refusal(w.World.Reopen(who)) }

func (w *pretended) Redeliver(who chat.UserRef) error {
	if !w.World.Redeliver(who) {
		return fmt.Errorf("%s has not done anything", who.ID)
	}
	return nil
}

func (w *pretended) Rename(who chat.UserRef, name string) error { return w.World.Rename(who, name, "") }

func (w *pretended) Leave(who chat.UserRef) error {
	for _, place := range w.Places(who)[1:] {
		return w.World.Leave(place.Space, who)
	}
	return fmt.Errorf("%s is nowhere to leave", who.ID)
}

func (w *pretended) Fresh(first chat.UserRef) [][]string {
	fresh := w.Entries(w.shown, chat.UserRef{})
	w.shown += len(fresh)
	var sights [][]string
	for _, e := range console.Order(w.World, first, fresh) {
		if e.Kind != pretend.Typed {
			sights = append(sights, console.Describe(w.World, e))
		}
	}
	return sights
}

// refusal makes what the pretended platform says to a person a Refusal.
func refusal(err error) error {
	for _, said := range []error{
		pretend.ErrNotStarted, pretend.ErrClosed, pretend.ErrNoPlace, pretend.ErrElsewhere, pretend.ErrNoForm,
	} {
		if errors.Is(err, said) {
			return Refusal(strings.TrimPrefix(err.Error(), "pretend: "))
		}
	}
	return err
}
