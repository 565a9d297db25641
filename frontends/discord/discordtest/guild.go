package discordtest

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// Guild is what AddGuild makes. A zero ID is given one. The bot is a member
// unless Absent; Owner is somebody outside the cast unless set.
type Guild struct {
	ID, Name string
	Members  []Member
	Owner    chat.UserRef
	Absent   bool
}

// Member is somebody's standing in a guild. Admin means that they hold a role
// with the permission Administrator.
type Member struct {
	Who   chat.UserRef
	Admin bool
	Roles []chat.Role
}

type guild struct {
	id, name string
	owner    string
	locale   string
	roles    []chat.Role
	members  []*member // in the order in which they joined
	readers  []string  // ids of members; a new slice at each change
	channels []*channel
	commands commandSet
	absent   bool // the bot is not in it
	out      bool // an outage
}

type member struct {
	who   *person
	admin bool
	roles []string
	adminRole,
	guild string
}

func (m *member) roleIDs() []string {
	ids := slices.Clone(m.roles)
	if m.admin {
		ids = append(ids, m.adminRole)
	}
	if ids == nil {
		ids = []string{}
	}
	return ids
}

// AddGuild puts a guild with one text channel, "general", into the world and
// returns that channel. Its members must have been added before.
func (s *Server) AddGuild(in Guild) chat.Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.ID == "" {
		in.ID = s.newID()
	}
	g := &guild{id: in.ID, name: in.Name, owner: in.Owner.ID, locale: defaultLocale, absent: in.Absent}
	if g.owner == "" {
		g.owner = s.newID()
	}
	g.roles = []chat.Role{{ID: g.id, Name: "@everyone"}, {ID: s.newID(), Name: "Administrators"}}
	s.guilds[g.id] = g
	s.ordered = append(s.ordered, g)
	for _, m := range in.Members {
		s.admit(g, m)
	}
	c := s.addChannel(&channel{kind: kindText, guild: g, name: "general"})
	if !g.absent {
		s.dispatch(intentGuilds, "GUILD_CREATE", s.wireGuildCreate(g))
	}
	s.touch()
	return c.place()
}

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

func (g *guild) member(id string) *member {
	for _, m := range g.members {
		if m.who.Ref.ID == id {
			return m
		}
	}
	return nil
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
		s.dispatch(intentMembers, "GUILD_MEMBER_ADD", memberEvent{g.wireMemberOf(m, true), g.id})
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
		s.dispatch(intentMembers, "GUILD_MEMBER_REMOVE", memberGone{g.id, s.people[who.ID].wire()})
	}
	s.touch()
}

// Kick takes the bot out of a guild, for good.
func (s *Server) Kick(space chat.SpaceRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.guilds[space.ID]; g != nil && !g.absent {
		g.absent = true
		s.dispatch(intentGuilds, "GUILD_DELETE", guildGone{ID: g.id})
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
		s.dispatch(intentGuilds, "GUILD_DELETE", guildGone{ID: g.id, Unavailable: true})
	} else {
		s.dispatch(intentGuilds, "GUILD_CREATE", s.wireGuildCreate(g))
	}
	s.touch()
}
