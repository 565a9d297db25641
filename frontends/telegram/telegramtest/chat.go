package telegramtest

// getChat carries what ChatFullInfo requires; colours and gifts mean nothing here.
func (s *Server) getChat(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	type permissions struct {
		Send bool `json:"can_send_messages"`
	}
	full := struct {
		*chatInfo
		Accent      int             `json:"accent_color_id"`
		Reactions   int             `json:"max_reaction_count"`
		Gifts       map[string]bool `json:"accepted_gift_types"`
		Permissions *permissions    `json:"permissions,omitempty"`
	}{chatInfo: r.info, Reactions: 11, Gifts: map[string]bool{
		"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
		"premium_subscription": false, "gifts_from_channels": false,
	}}
	if r.kind != private && r.kind != Channel {
		full.Permissions = &permissions{Send: !r.muted}
	}
	return full, nil
}

// getChatAdministrators leaves other bots out unless it is asked for them, as
// the real one does: a list that counts on them is wrong.
func (s *Server) getChatAdministrators(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if r.kind == private {
		return nil, bad("there are no administrators in the private chat")
	}
	all := []map[string]any{}
	for _, m := range r.members {
		if m.admin && (!m.who.user.IsBot || m.who == s.bot || c.truth("return_bots")) {
			all = append(all, r.memberOf(m.who))
		}
	}
	return all, nil
}

// getChatMember of others is only certain to work for administrators, so here
// it works for nobody else.
func (s *Server) getChatMember(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	p := s.people[c.number("user_id")]
	if p == nil {
		return nil, bad("invalid user_id specified")
	}
	if p != s.bot && r.kind != private && !r.admin(s.bot) {
		return nil, bad("CHAT_ADMIN_REQUIRED")
	}
	return r.memberOf(p), nil
}

func (s *Server) getChatMemberCount(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	return len(r.members), nil
}

// sendChatAction shows nothing: what matters is that it is refused where a
// message would be.
func (s *Server) sendChatAction(c *call) (any, error) {
	if _, err := s.target(c); err != nil {
		return nil, err
	}
	if c.params["action"] == "" {
		return nil, bad("wrong parameter action in request")
	}
	return itWorked()
}

// leaveChat also tells the bot what it did itself, as the real server does: a
// bot that asks its core twice must cope.
func (s *Server) leaveChat(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if r.kind == private {
		return nil, bad("chat not found")
	}
	was := r.memberOf(s.bot)
	r.leave(s.bot)
	s.standing(r, s.bot, s.bot, was, r.memberOf(s.bot))
	return itWorked()
}

// pinChatMessage changes nothing that people see here; it is there for the
// right that it needs.
func (s *Server) pinChatMessage(c *call) (any, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if r.kind != private && !r.admin(s.bot) {
		s.broke(23, "%s: without the right to pin", c.method)
		return nil, bad("not enough rights to manage pinned messages in the chat")
	}
	if r.posts[c.number("message_id")] == nil {
		return nil, bad("message to pin not found")
	}
	return itWorked()
}
