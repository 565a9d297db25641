package telegramtest

import "strings"

// target is where a message is to stand.
type target struct {
	room   *room
	thread int64
}

// reach finds the chat of a call that the bot takes part in.
func (s *Server) reach(c *call, field string) (*room, error) {
	raw := c.params[field]
	if raw == "" {
		return nil, bad(field + " is empty")
	}
	id := number(strings.TrimSpace(raw))
	if id > 0 {
		return s.reachPerson(c, id)
	}
	r := s.rooms[id]
	switch {
	case r == nil:
		return nil, bad("chat not found")
	case r.movedTo != 0:
		s.broke(12, "%s: chat %d is now %d", c.method, r.id, r.movedTo)
		return nil, migrated(r.movedTo)
	case r.kicked:
		return nil, forbidden("bot was kicked from the " + r.info.Type + " chat")
	case r.byID[s.bot.user.ID] == nil:
		return nil, forbidden("bot is not a member of the " + r.info.Type + " chat")
	}
	return r, nil
}

// reachPerson refuses in one fixed order: the most lasting cause first, because
// a bot acts on what it is told.
func (s *Server) reachPerson(c *call, id int64) (*room, error) {
	p := s.people[id]
	switch {
	case p == nil || p == s.bot:
		return nil, bad("chat not found")
	case p.gone:
		return nil, forbidden("user is deactivated")
	case p.user.IsBot:
		return nil, forbidden("bot can't send messages to bots")
	case p.blocked:
		return nil, forbidden("bot was blocked by the user")
	case !p.started:
		s.broke(11, "%s: user %d never pressed Start", c.method, id)
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return s.direct(p), nil
}

// target finds the chat and topic of a call, if the bot may write there.
func (s *Server) target(c *call) (target, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return target{}, err
	}
	admin := r.admin(s.bot)
	if r.kind == Channel && !admin {
		return target{}, bad("need administrator rights in the channel chat")
	}
	if r.muted && !admin {
		return target{}, bad("not enough rights to send text messages to the chat")
	}
	thread := c.number("message_thread_id")
	if thread == 0 {
		return target{room: r}, nil
	}
	t := r.topics[thread]
	if t == nil {
		s.broke(13, "%s: no topic %d in chat %d", c.method, thread, r.id)
		return target{}, bad("message thread not found")
	}
	if t.closed && !admin {
		s.broke(13, "%s: topic %d in chat %d is closed", c.method, thread, r.id)
		return target{}, bad("TOPIC_CLOSED")
	}
	return target{r, thread}, nil
}

// own finds a message of the bot's by the fields of an edit.
func (s *Server) own(c *call) (*post, error) {
	if c.params["inline_message_id"] != "" {
		return nil, bad("MESSAGE_ID_INVALID")
	}
	if c.params["chat_id"] == "" || c.number("message_id") == 0 {
		s.broke(22, "%s: neither message nor inline id", c.method)
		return nil, bad("message identifier is not specified")
	}
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	p := r.posts[c.number("message_id")]
	if p == nil || p.gone {
		return nil, bad("message to edit not found")
	}
	if p.From == nil || p.From.ID != s.bot.user.ID {
		if p.SenderChat == nil || r.kind != Channel || !r.admin(s.bot) {
			return nil, bad("message can't be edited")
		}
	}
	return p, nil
}
