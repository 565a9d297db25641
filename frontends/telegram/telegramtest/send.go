package telegramtest

import (
	"strings"
	"unicode"

	"github.com/parleybot/parley/core/chat"
)

func (s *Server) sendMessage(c *call) (any, error) {
	text, entities, err := s.text(c, "text", "entities", maxText)
	if err != nil {
		return nil, err
	}
	if strings.TrimFunc(text, unicode.IsSpace) == "" {
		return nil, bad("message text is empty")
	}
	return s.send(c, message{Text: text, Entities: entities}, nil)
}

// send lets a message of the bot's stand where the call says.
func (s *Server) send(c *call, m message, f *chat.File) (any, error) {
	to, err := s.target(c)
	if err != nil {
		return nil, err
	}
	markup, keys, err := s.markup(c, to.room)
	if err != nil {
		return nil, err
	}
	whisper, err := s.whisperTo(c, to.room, markup)
	if err != nil {
		return nil, err
	}
	if err := s.replyTo(c, to.room, &m); err != nil {
		return nil, err
	}
	if err := s.hurried(c, to.room); err != nil {
		return nil, err
	}
	m.From, m.Thread, m.Markup = s.bot.user, to.thread, markup
	if to.room.kind == Channel {
		m.From, m.SenderChat = nil, to.room.info
	}
	if whisper != nil {
		return s.whisper(to.room, whisper, m, f)
	}
	p := s.keep(to.room, m)
	p.keys, p.file = keys, f
	p.alarm = s.rings(p)
	s.hand(p)
	s.show(p)
	return &p.message, nil
}

// replyTo fills in what a message answers.
func (s *Server) replyTo(c *call, in *room, m *message) error {
	var r struct {
		ID    int64 `json:"message_id"`
		Allow bool  `json:"allow_sending_without_reply"`
	}
	given, err := c.object("reply_parameters", &r)
	if err != nil {
		return err
	}
	if !given {
		r.ID, r.Allow = c.number("reply_to_message_id"), c.truth("allow_sending_without_reply")
	}
	if r.ID == 0 {
		return nil
	}
	p := in.posts[r.ID]
	switch {
	case p != nil && !p.gone:
		m.ReplyTo = p.quoted()
	case !r.Allow:
		return bad("message to be replied not found")
	}
	return nil
}

// hand puts a reply keyboard before the person whom it is for.
func (s *Server) hand(p *post) {
	if p.keys == nil || p.in.kind != private {
		return
	}
	who := p.in.members[0].who
	switch {
	case p.keys.Remove:
		who.keys = nil
	case len(p.keys.Rows) > 0:
		who.keys = p.keys
	}
}

// rings tells whether a message in a group notifies members whom it does not
// address: a name with "@" in its text rings, a text_mention or an answer is
// meant to.
func (s *Server) rings(p *post) bool {
	text, entities := p.Text, p.Entities
	if p.Caption != "" {
		text, entities = p.Caption, p.CapEntities
	}
	if p.in.kind == private || !strings.Contains(text, "@") {
		return false
	}
	_, found := s.written(p.in, text)
	for _, e := range found {
		if e.Type != "mention" || covered(entities, e) {
			continue
		}
		who := p.in.named(mentionedName(text, e))
		answered := p.ReplyTo != nil && p.ReplyTo.From != nil && who != nil && p.ReplyTo.From.ID == who.user.ID
		if who != nil && !answered {
			return true
		}
	}
	return false
}

// covered tells whether an entity of the bot's own makes a place of its text
// something that the platform does not look into.
func covered(own []entity, e entity) bool {
	for _, o := range own {
		switch o.Type {
		case "code", "pre", "text_mention", "text_link":
			if o.Offset <= e.Offset && e.Offset+e.Length <= o.Offset+o.Length {
				return true
			}
		}
	}
	return false
}
