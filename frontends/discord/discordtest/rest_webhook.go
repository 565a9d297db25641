package discordtest

import (
	"net/http"
	"strings"
)

const mostWebhooks = 15 // of one channel

// webhook posts into a channel under a name of its own.
type webhook struct {
	id, token, name string
	channel         *channel
}

type wireWebhook struct {
	ID            string   `json:"id"`
	Type          int      `json:"type"`
	Name          string   `json:"name"`
	Token         string   `json:"token"`
	URL           string   `json:"url"`
	ChannelID     string   `json:"channel_id"`
	GuildID       string   `json:"guild_id"`
	Avatar        *string  `json:"avatar"`
	ApplicationID string   `json:"application_id"`
	User          wireUser `json:"user"`
}

func (s *Server) wireWebhookOf(h *webhook) wireWebhook {
	return wireWebhook{
		ID: h.id, Type: 1, Name: h.name, Token: h.token, URL: s.url + "/api/webhooks/" + h.id + "/" + h.token,
		ChannelID: h.channel.id, GuildID: h.channel.guild.id, ApplicationID: s.app.id, User: s.selfWire(),
	}
}

// postWebhook looks at the name first: a reserved one is refused whoever asks.
func (s *Server) postWebhook(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	var b struct {
		Name   string  `json:"name"`
		Avatar *string `json:"avatar"`
	}
	if no := s.decode(c, c.body, &b); no != nil {
		return refuse(no)
	}
	name := strings.ToLower(b.Name)
	if strings.Contains(name, "discord") || strings.Contains(name, "clyde") {
		return refuse(s.breach(31, "name", "%q is reserved", b.Name))
	}
	if b.Name == "" || length(b.Name) > 80 {
		return refuse(s.breach(0, "name", "1 to 80 characters"))
	}
	if at.guild == nil || at.thread() || s.botMay(at)&manageWebhooks == 0 {
		s.violate(28, "%s %s: a permission is missing", c.method, c.route)
		return refuse(forbidden(50013, "Missing Permissions"))
	}
	if len(s.hooksOf(at)) >= mostWebhooks {
		return refuse(bad(30007, "Maximum number of webhooks reached (15)"))
	}
	h := &webhook{id: s.newID(), name: b.Name, channel: at}
	h.token = "aG9vazo" + h.id
	s.hooks[h.id] = h
	return ok(s.wireWebhookOf(h))
}

func (s *Server) hooksOf(at *channel) []wireWebhook {
	all := []wireWebhook{}
	for _, h := range s.hooks {
		if h.channel == at {
			all = append(all, s.wireWebhookOf(h))
		}
	}
	return all
}

func (s *Server) listWebhooks(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	return ok(s.hooksOf(at))
}

// hook returns a webhook that still lives. Rule 33 is to use one that does not.
func (s *Server) hook(c *call) (*webhook, *refusal) {
	h := s.hooks[c.vars[0]]
	if h == nil || len(c.vars) > 1 && h.token != c.vars[1] || s.channels[h.channel.id] == nil {
		s.violate(33, "%s %s: no such webhook", c.method, c.route)
		return nil, unknown(errUnknownWebhook, "Webhook")
	}
	return h, nil
}

func (s *Server) deleteWebhook(c *call) (answer, *refusal) {
	h, no := s.hook(c)
	if no != nil {
		return refuse(no)
	}
	delete(s.hooks, h.id)
	return done()
}

// executeHook posts by a webhook of a channel, or of one of its threads.
func (s *Server) executeHook(c *call) (answer, *refusal) {
	h, no := s.hook(c)
	if no != nil {
		return refuse(no)
	}
	var b messageBody
	if no := first(s.decode(c, c.body, &b), s.checkMessage(c, &b)); no != nil {
		return refuse(no)
	}
	at := h.channel
	if id := c.query.Get("thread_id"); id != "" {
		thread := s.channels[id]
		if thread == nil || thread.parent != at {
			return refuse(unknown(10003, "Channel"))
		}
		at = thread
	}
	if at.archived {
		return refuse(s.archivedThread(c))
	}
	m := &message{
		id: s.newID(), channel: at, author: h.id, authorName: h.name, created: c.at,
		hook: h.id, application: s.app.id, tts: b.TTS,
	}
	if b.Username != "" {
		m.authorName = b.Username
	}
	if no := s.fill(c, m, &b); no != nil {
		return refuse(no)
	}
	s.publish(m)
	if c.query.Get("wait") != "true" {
		return answer{http.StatusNoContent, nil}, nil
	}
	return ok(s.wireMessage(m))
}
