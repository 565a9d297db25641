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

// guild keeps its readers ready, since every message that is shown asks for
// them; a new slice at each change lets older states keep theirs.
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

// roleIDs is never nil: Discord sends an empty list.
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
		s.dispatch(g, intentGuilds, "GUILD_CREATE", s.wireGuildCreate(g))
	}
	s.touch()
	return c.place()
}

func (g *guild) member(id string) *member {
	for _, m := range g.members {
		if m.who.Ref.ID == id {
			return m
		}
	}
	return nil
}
