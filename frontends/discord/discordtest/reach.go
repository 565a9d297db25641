package discordtest

// mayWrite refuses where the bot cannot write: rules 26 to 28.
func (s *Server) mayWrite(c *call, at *channel) *refusal {
	if at.kind == kindDirect {
		return s.mayWriteTo(c, at.people[0])
	}
	need := SendMessages
	if at.thread() {
		need = SendInThreads
	}
	if len(c.files) > 0 {
		need |= AttachFiles
	}
	if s.botMay(at)&need != need {
		s.violate(28, "%s %s: a permission is missing", c.method, c.route)
		return forbidden(50013, "Missing Permissions")
	}
	if at.archived {
		return s.archivedThread(c)
	}
	if at.kind == kindForum {
		return bad(50008, "Cannot send messages in a non-text channel")
	}
	return nil
}

func (s *Server) mayWriteTo(c *call, p *person) *refusal {
	if p.closed {
		s.violate(26, "%s %s: the direct chat is closed", c.method, c.route)
		return forbidden(50007, "Cannot send messages to this user")
	}
	if !p.installed && !s.common(p) {
		s.violate(26, "%s %s: no guild in common", c.method, c.route)
		return forbidden(50278, "Cannot send messages to this user due to having no mutual guilds")
	}
	return nil
}
