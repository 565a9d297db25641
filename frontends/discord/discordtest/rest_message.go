package discordtest

import (
	"encoding/json"
	"slices"
	"strconv"
)

func (s *Server) listMessages(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	limit := 50
	if text := c.query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			return refuse(s.breach(0, "limit", "1 to 100"))
		}
		limit = n
	}
	found := at.after(c.query.Get("after"), limit)
	if id := c.query.Get("before"); id != "" {
		found = at.before(id, limit)
	}
	list := []wireMessage{}
	for _, m := range found {
		list = append(list, s.wireMessage(m))
	}
	return ok(list)
}

func (s *Server) getMessage(c *call) (answer, *refusal) {
	m, no := s.reachMessage(c)
	if no != nil {
		return refuse(no)
	}
	return ok(s.wireMessage(m))
}

func (s *Server) reachMessage(c *call) (*message, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return nil, no
	}
	m := s.find(at, c.vars[1])
	if m == nil {
		return nil, unknown(10008, "Message")
	}
	return m, nil
}

// postMessage checks the form of a message before the place for it, as Discord
// does, so that a broken request never looks like a closed chat.
func (s *Server) postMessage(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	var b messageBody
	if no := s.decode(c, c.body, &b); no != nil {
		return refuse(no)
	}
	if no := first(s.checkMessage(c, &b), s.mayWrite(c, at)); no != nil {
		return refuse(no)
	}
	if m := s.sameNonce(at, b); m != nil {
		return ok(s.wireMessage(m))
	}
	m := &message{id: s.newID(), channel: at, author: s.app.bot, created: c.at, nonce: b.Nonce, tts: b.TTS}
	if b.Flags != nil {
		m.flags = *b.Flags & flagSilent
	}
	if no := s.refer(m, b.Reference); no != nil {
		return refuse(no)
	}
	if no := s.fill(c, m, &b); no != nil {
		return refuse(no)
	}
	s.publish(m)
	s.rememberNonce(m)
	return ok(s.wireMessage(m))
}

func (s *Server) refer(m *message, r *reference) *refusal {
	if r == nil || r.MessageID == "" {
		return nil
	}
	to := s.find(m.channel, r.MessageID)
	if to == nil && (r.FailIfAbsent == nil || *r.FailIfAbsent) {
		return invalidForm("message_reference", "Unknown message")
	}
	m.answers = to
	return nil
}

func (s *Server) patchMessage(c *call) (answer, *refusal) {
	m, no := s.reachMessage(c)
	if no != nil {
		return refuse(no)
	}
	if m.author != s.app.bot {
		return refuse(forbidden(50005, "Cannot edit a message authored by another user"))
	}
	if m.channel.archived {
		return refuse(s.archivedThread(c))
	}
	return s.revise(c, m)
}

// revise applies the body of a PATCH to a message.
func (s *Server) revise(c *call, m *message) (answer, *refusal) {
	var b messageBody
	if no := s.decode(c, c.body, &b); no != nil {
		return refuse(no)
	}
	if no := s.checkMessage(c, &b); no != nil {
		return refuse(no)
	}
	if no := s.edit(c, m, &b); no != nil {
		return refuse(no)
	}
	return ok(s.wireMessage(m))
}

// deleteMessage needs no permission for the bot's own messages.
func (s *Server) deleteMessage(c *call) (answer, *refusal) {
	m, no := s.reachMessage(c)
	if no != nil {
		return refuse(no)
	}
	if m.author != s.app.bot && s.botMay(m.channel)&manageMessages == 0 {
		s.violate(28, "%s %s: a permission is missing", c.method, c.route)
		return refuse(forbidden(50013, "Missing Permissions"))
	}
	s.remove(m)
	return done()
}

// remove deletes a message.
func (s *Server) remove(m *message) {
	s.forget(m)
	s.messages.queue = slices.DeleteFunc(s.messages.queue, func(other *message) bool { return other == m })
	if m.only != "" {
		return
	}
	gone := map[string]string{"id": m.id, "channel_id": m.channel.id}
	intent := intentDirect
	if m.channel.guild != nil {
		gone["guild_id"], intent = m.channel.guild.id, intentMessages
	}
	s.dispatch(m.channel.guild, intent, "MESSAGE_DELETE", gone)
}

func jsonText(text string) json.RawMessage {
	b, _ := json.Marshal(text)
	return b
}
