package bot

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

// who is everything the engine knows of the person behind an interaction.
type who struct {
	identity  accounts.Identity
	person    accounts.Person
	community communities.Community
	standing  communities.Standing
}

// find looks a person and the community up. It reports false when something is
// not known yet or has changed, and refresh has to write it.
func (b *Bot) find(tx *store.Tx, in chat.Interaction) (who, bool, error) {
	var w who
	identity, person, changed, err := accounts.Resolve(tx, in.User, in.Place.Kind == chat.DirectPlace)
	w.identity, w.person = identity, person
	if err != nil || changed {
		return w, false, err
	}
	if in.Place.Space.IsZero() {
		w.standing.Owner = b.owner(tx, identity)
		return w, true, nil
	}
	w.community, w.standing, changed, err = communities.Resolve(tx, b.presence(in, person.ID))
	if err != nil || changed {
		return w, false, err
	}
	w.standing.Owner = b.owner(tx, identity)
	return w, true, nil
}

// presence is what the platform says of a person in a space.
func (b *Bot) presence(in chat.Interaction, person string) communities.Presence {
	return communities.Presence{
		Place: in.Place, User: in.User.Ref, PersonID: person,
		Roles: in.Roles, Administrator: in.Admin, MediatorRole: b.mediatorRole,
	}
}

// refresh writes down who was seen, where and with which rights.
func (b *Bot) refresh(tx *store.Tx, in chat.Interaction) (who, error) {
	var w who
	var err error
	if w.identity, w.person, err = accounts.Refresh(tx, in.User, in.Place.Kind == chat.DirectPlace); err != nil {
		return w, err
	}
	if !in.Place.Space.IsZero() {
		if w.community, w.standing, err = communities.Refresh(tx, b.presence(in, w.person.ID)); err != nil {
			return w, err
		}
	}
	w.standing.Owner = b.owner(tx, w.identity)
	return w, nil
}

// owner reports whether an account, or one linked with it, is an owner's.
func (b *Bot) owner(tx *store.Tx, identity accounts.Identity) bool {
	return b.owners[identity.Ref] || b.ownerPerson(tx, identity.PersonID)
}

func (b *Bot) ownerPerson(tx *store.Tx, person string) bool {
	for ref := range b.owners {
		if identity, err := accounts.Lookup(tx, ref); err == nil && identity.PersonID == person {
			return true
		}
	}
	return false
}

// enterSpace lets a request go on in the space where what it answers was begun,
// wherever it is answered, with the rights that the person was last seen to have
// there. The space may have another id by now.
func (b *Bot) enterSpace(tx *store.Tx, r *app.Request, ref chat.SpaceRef) error {
	if ref.IsZero() || r.Place.Space == ref {
		return nil
	}
	space, community, err := communities.Find(tx, ref)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || r.Place.Space == space.Ref {
		return err
	}
	standing, err := communities.StandingOf(tx, community.ID, r.Person.ID)
	if err != nil {
		return err
	}
	standing.Owner = r.Standing.Owner
	r.Place.Space, r.Place.SpaceName, r.Community, r.Standing = space.Ref, space.Name, community, standing
	r.Zone = b.zones.first(r.Person.Zone, community.Zone)
	r.FromAfar = true
	return nil
}

// reading is whom an answer is written for, as far as the person is known.
func (b *Bot) reading(w who, in chat.Interaction, now time.Time) text.Reader {
	return text.Reader{
		Locale: b.texts.Match(w.person.Locale, in.User.Locale, w.identity.Locale),
		Zone:   b.zones.first(w.person.Zone, w.community.Zone), Now: now,
	}
}

// request is what an app is told of the interaction.
func (b *Bot) request(tx *store.Tx, t task, w who, key string) *app.Request {
	reader := b.reading(w, t.in, tx.Now())
	r := &app.Request{
		Path: t.cmd.Path, Person: w.person, Identity: w.identity, Community: w.community, Place: t.in.Place,
		Standing: w.standing, Key: key, Said: t.in.Text, StartLink: b.startLink,
		Locale: reader.Locale, Zone: reader.Zone,
		Owner: func(person string) bool { return b.ownerPerson(tx, person) },
	}
	if f := b.frontends[t.in.User.Ref.Platform]; f != nil {
		r.Caps = f.Capabilities(t.in.Place.Ref)
	}
	return r
}

// startLink asks the frontends for a link that opens the direct chat.
func (b *Bot) startLink(payload string) (string, bool) {
	for _, platform := range b.platforms() {
		linker, able := b.frontends[platform].(chat.StartLinker)
		if !able {
			continue
		}
		if url, ok := linker.StartLink(payload); ok {
			return url, true
		}
	}
	return "", false
}
