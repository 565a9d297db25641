package telegramtest

import "encoding/json"

func (s *Server) forwardMessage(c *call) (any, error) {
	from, err := s.source(c, c.number("message_id"))
	if err != nil {
		return nil, err
	}
	return s.send(c, from.forwarded(), from.file)
}

func (s *Server) copyMessage(c *call) (any, error) {
	from, err := s.source(c, c.number("message_id"))
	if err != nil {
		return nil, err
	}
	m := from.content()
	if _, given := c.params["caption"]; given {
		if m.Caption, m.CapEntities, err = s.text(c, "caption", "caption_entities", maxCaption); err != nil {
			return nil, err
		}
	}
	sent, err := s.send(c, m, from.file)
	return messageID(sent), err
}

func (s *Server) forwardMessages(c *call) (any, error) { return s.several(c, (*post).forwarded) }

func (s *Server) copyMessages(c *call) (any, error) { return s.several(c, (*post).content) }

// several sends many messages again; those that are not there are skipped.
func (s *Server) several(c *call, as func(*post) message) (any, error) {
	var ids []json.Number
	if given, err := c.object("message_ids", &ids); err != nil || !given {
		return nil, bad("message identifiers are not specified")
	}
	sent := []any{}
	for _, id := range ids {
		from, err := s.source(c, number(id.String()))
		if err != nil {
			continue
		}
		one, err := s.send(c, as(from), from.file)
		if err != nil {
			return nil, err
		}
		sent = append(sent, messageID(one))
	}
	if len(sent) == 0 {
		return nil, bad("there are no messages to forward")
	}
	return sent, nil
}

// source finds what is to be sent again; the bot must be in that chat, too.
func (s *Server) source(c *call, id int64) (*post, error) {
	r, err := s.reach(c, "from_chat_id")
	if err != nil {
		return nil, err
	}
	p := r.posts[id]
	if p == nil {
		return nil, bad("message to forward not found")
	}
	return p, nil
}

// content is what a message says, without where and by whom.
func (p *post) content() message {
	return message{
		Text: p.Text, Entities: p.Entities, Document: p.Document, Photo: p.Photo,
		Caption: p.Caption, CapEntities: p.CapEntities,
	}
}

func (p *post) forwarded() message {
	m := p.content()
	m.Origin = &origin{Type: "user", Date: p.Date, User: p.From}
	if p.SenderChat != nil {
		m.Origin = &origin{Type: "channel", Date: p.Date, Chat: p.SenderChat, Number: p.ID}
	}
	return m
}

func messageID(sent any) any {
	m, _ := sent.(*message)
	if m == nil {
		return nil
	}
	return struct {
		ID int64 `json:"message_id"`
	}{m.ID}
}
