package pretend

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// Place is somewhere to talk; Name is how people call it.
type Place struct {
	chat.Place
	Name string
}

// Space describes a guild or group with one place to talk in.
type Space struct {
	Ref       chat.SpaceRef
	Name      string
	Place     chat.PlaceRef
	PlaceName string
}

// Member is what somebody is in a space.
type Member struct {
	Who   chat.UserRef
	Roles []chat.Role
	Admin bool
}

type space struct {
	Space
	members []Member
	gone    bool            // the bot was removed
	former  []chat.PlaceRef // references the place had before
}

func (s *space) place() Place {
	return Place{Name: s.PlaceName, Place: chat.Place{
		Ref: s.Place, Kind: chat.GroupPlace, Space: s.Ref, SpaceName: s.Name,
	}}
}

func (s *space) member(who chat.UserRef) (Member, bool) {
	i := slices.IndexFunc(s.members, func(m Member) bool { return m.Who == who })
	if i < 0 {
		return Member{}, false
	}
	return s.members[i], true
}

// AddSpace puts a space with its members into the world.
func (w *World) AddSpace(s Space, members ...Member) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spaces = append(w.spaces, &space{Space: s, members: members})
}

// Places returns where somebody can talk: the direct chat first, then the
// places of the spaces they are a member of.
func (w *World) Places(who chat.UserRef) []Place {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return nil
	}
	places := []Place{direct(p)}
	for _, s := range w.spaces {
		if _, in := s.member(who); in {
			places = append(places, s.place())
		}
	}
	return places
}

// Standing returns what somebody is in the space of a place, or false.
func (w *World) Standing(who chat.UserRef, at chat.PlaceRef) (Member, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.spaceAt(at)
	if s == nil {
		return Member{}, false
	}
	return s.member(who)
}

// Join makes somebody a member of a space, and tells the core.
func (w *World) Join(ref chat.SpaceRef, m Member) error {
	return w.membership(ref, m.Who, chat.MemberJoined, m)
}

// Leave takes somebody out of a space, and tells the core.
func (w *World) Leave(ref chat.SpaceRef, who chat.UserRef) error {
	return w.membership(ref, who, chat.MemberLeft)
}

func (w *World) membership(ref chat.SpaceRef, who chat.UserRef, kind chat.EventKind, now ...Member) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, s := w.person(who), w.space(ref)
	if p == nil || s == nil {
		return ErrNoPlace
	}
	s.members = append(slices.DeleteFunc(s.members, func(m Member) bool { return m.Who == who }), now...)
	w.observe(who.String(), chat.Event{Kind: kind, User: p.User, Place: s.place().Place, Space: s.Ref})
	return nil
}

// Move gives a space and its place a new id, as a group that became a
// supergroup, and tells the core.
func (w *World) Move(from chat.SpaceRef, id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.space(from)
	if s == nil {
		return ErrNoPlace
	}
	s.former = append(s.former, s.Place)
	s.Ref.ID, s.Place.ID = id, id
	w.observe(from.String(), chat.Event{Kind: chat.SpaceMoved, Space: from, NewSpace: s.Ref, Place: s.place().Place})
	return nil
}

// Remove takes the bot out of a space, and tells the core.
func (w *World) Remove(ref chat.SpaceRef) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.space(ref)
	if s == nil {
		return ErrNoPlace
	}
	s.gone = true
	w.observe(ref.String(), chat.Event{Kind: chat.SpaceClosed, Space: ref, Place: s.place().Place})
	return nil
}

func (w *World) space(ref chat.SpaceRef) *space {
	i := slices.IndexFunc(w.spaces, func(s *space) bool { return s.Ref == ref })
	if i < 0 {
		return nil
	}
	return w.spaces[i]
}

func (w *World) spaceAt(at chat.PlaceRef) *space {
	i := slices.IndexFunc(w.spaces, func(s *space) bool { return s.Place == at })
	if i < 0 {
		return nil
	}
	return w.spaces[i]
}

// readers are those who see what stands in a place.
func (w *World) readers(at chat.PlaceRef) []chat.UserRef {
	if s := w.spaceAt(at); s != nil {
		all := make([]chat.UserRef, len(s.members))
		for i, m := range s.members {
			all[i] = m.Who
		}
		return all
	}
	for _, p := range w.people {
		if DirectRef(p.Ref) == at {
			return []chat.UserRef{p.Ref}
		}
	}
	return nil
}

// shareSpace reports whether two people can mention each other.
func (w *World) shareSpace(a, b chat.UserRef) bool {
	return slices.ContainsFunc(w.spaces, func(s *space) bool {
		_, here := s.member(a)
		_, there := s.member(b)
		return here && there
	})
}

func (w *World) placeName(at chat.PlaceRef) string {
	if s := w.spaceAt(at); s != nil {
		return s.PlaceName
	}
	return directName
}
