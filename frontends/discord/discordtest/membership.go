package discordtest

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// admit makes somebody a member and keeps their roles with the guild.
func (s *Server) admit(g *guild, in Member) *member {
	p := s.people[in.Who.ID]
	if p == nil {
		return nil
	}
	g.members = slices.DeleteFunc(g.members, func(m *member) bool { return m.who == p })
	m := &member{who: p, admin: in.Admin, adminRole: g.roles[1].ID, guild: g.id}
	for _, r := range in.Roles {
		if r.ID == "" {
			r.ID = s.newID()
		}
		if !slices.ContainsFunc(g.roles, func(known chat.Role) bool { return known.ID == r.ID }) {
			g.roles = append(g.roles, r)
		}
		m.roles = append(m.roles, r.ID)
	}
	g.members = append(g.members, m)
	g.count()
	return m
}

func (g *guild) count() {
	g.readers = make([]string, len(g.members))
	for i, m := range g.members {
		g.readers[i] = m.who.Ref.ID
	}
}

// Join makes somebody a member of a guild.
func (s *Server) Join(in Member, space chat.SpaceRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[space.ID]
	if g == nil {
		return
	}
	m := s.admit(g, in)
	if m != nil && !g.absent {
		s.dispatch(g, intentMembers, "GUILD_MEMBER_ADD", memberEvent{g.wireMemberOf(m, true), g.id})
	}
	s.touch()
}

// Leave takes somebody out of a guild.
func (s *Server) Leave(who chat.UserRef, space chat.SpaceRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[space.ID]
	if g == nil || g.member(who.ID) == nil {
		return
	}
	g.members = slices.DeleteFunc(g.members, func(m *member) bool { return m.who.Ref == who })
	g.count()
	if !g.absent {
		s.dispatch(g, intentMembers, "GUILD_MEMBER_REMOVE", memberGone{g.id, s.people[who.ID].wire()})
	}
	s.touch()
}

// Kick takes the bot out of a guild, for good.
func (s *Server) Kick(space chat.SpaceRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.guilds[space.ID]; g != nil && !g.absent {
		g.absent = true
		s.dispatch(g, intentGuilds, "GUILD_DELETE", guildGone{ID: g.id})
		s.touch()
	}
}

// Outage makes a guild unavailable, or available again. The bot stays in it.
func (s *Server) Outage(space chat.SpaceRef, out bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[space.ID]
	if g == nil || g.absent || g.out == out {
		return
	}
	g.out = out
	if out {
		s.dispatch(g, intentGuilds, "GUILD_DELETE", guildGone{ID: g.id, Unavailable: true})
	} else {
		s.dispatch(g, intentGuilds, "GUILD_CREATE", s.wireGuildCreate(g))
	}
	s.touch()
}
