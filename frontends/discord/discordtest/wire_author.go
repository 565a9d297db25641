package discordtest

import "fmt"

func (s *Server) wireOriginOf(o *origin) *wireOrigin {
	w := &wireOrigin{ID: o.id, Type: o.kind, User: s.people[o.user].wire(), Owners: o.owners, Message: o.message}
	if o.kind == kindForm && o.trigger != nil {
		w.Trigger = s.wireOriginOf(o.trigger)
	}
	return w
}

// authorOf shows who wrote a message: a person, the bot, or a webhook.
func (s *Server) authorOf(m *message) wireUser {
	if u, known := s.userWire(m.author); known {
		return u
	}
	return wireUser{ID: m.author, Username: m.authorName, Discriminator: "0000", Bot: true}
}

func (s *Server) userWire(id string) (wireUser, bool) {
	if id == s.app.bot {
		return s.selfWire(), true
	}
	if p := s.people[id]; p != nil {
		return p.wire(), true
	}
	return wireUser{}, false
}

func (a *attachment) wire(base string, ephemeral bool) wireAttachment {
	url := fmt.Sprintf("%s/attachments/%s/%s/%s?ex=1&is=1&hm=1", base, a.channel, a.id, a.name)
	return wireAttachment{
		ID: a.id, Filename: a.name, Size: len(a.data), URL: url, ProxyURL: url,
		ContentType: a.media, Description: a.description, Ephemeral: ephemeral,
	}
}
