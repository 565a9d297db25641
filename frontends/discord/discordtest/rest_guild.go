package discordtest

import "slices"

// mine returns a guild that the bot is in and can reach.
func (s *Server) mine(id string) (*guild, *refusal) {
	g := s.guilds[id]
	if g == nil {
		return nil, unknown(10004, "Guild")
	}
	if g.absent {
		return nil, forbidden(50001, "Missing Access")
	}
	return g, nil
}

func (s *Server) getGuild(c *call) (answer, *refusal) {
	g, no := s.mine(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	return ok(g.wire())
}

func (s *Server) getGuildChannels(c *call) (answer, *refusal) {
	g, no := s.mine(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	return ok(g.wireChannels(s, false))
}

func (s *Server) getGuildRoles(c *call) (answer, *refusal) {
	g, no := s.mine(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	return ok(g.wireRoles())
}

// getMember shows a member; the bot is one too, with its permissions where the
// members' are.
func (s *Server) getMember(c *call) (answer, *refusal) {
	g, no := s.mine(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	if id := c.vars[1]; id == s.app.bot || id == "@me" {
		return ok(s.wireGuildCreate(g).Members[0])
	}
	m := g.member(c.vars[1])
	if m == nil {
		return refuse(unknown(10007, "Member"))
	}
	return ok(g.wireMemberOf(m, true))
}

// RoleID returns the id of a guild's role by its name, or "".
func (s *Server) RoleID(space, name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[space]
	if g == nil {
		return ""
	}
	for _, r := range slices.Backward(g.roles) {
		if r.Name == name {
			return r.ID
		}
	}
	return ""
}
