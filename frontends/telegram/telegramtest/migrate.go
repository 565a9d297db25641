package telegramtest

import "github.com/parleybot/parley/core/chat"

// Migrate is a group becoming a supergroup: it has a new id, both chats say
// so, and whoever writes to the old id is refused with the new one. The place
// is the zero PlaceRef where there is no such group.
func (s *Server) Migrate(at chat.PlaceRef) chat.PlaceRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.rooms[number(at.ID)]
	if old == nil || old.kind != Group || old.movedTo != 0 {
		return chat.PlaceRef{}
	}
	r := newRoom(s.freeRoom(Supergroup), Supergroup, old.info.Title)
	for _, m := range old.members {
		in := r.join(m.who)
		in.admin, in.anonymous, in.owner = m.admin, m.anonymous, m.owner
	}
	r.muted = old.muted
	s.rooms[r.id] = r
	by := s.someAdmin(old)
	s.notice(old, by, service{MigrateTo: r.id}, 0)
	s.notice(r, s.people[anonymousID], service{MigrateFrom: old.id}, 0)
	old.movedTo = r.id
	return placeRef(r.id, 0)
}
