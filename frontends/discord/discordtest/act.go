package discordtest

import (
	"errors"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Errors of people's acts: what a person cannot do on Discord, whatever the
// bot would make of it.
var (
	ErrNobody    = errors.New("discordtest: no such person")
	ErrNoPlace   = errors.New("discordtest: no such place, or it is not theirs")
	ErrClosed    = errors.New("discordtest: the direct chat is closed")
	ErrNoCommand = errors.New("discordtest: no such command in the picker")
	ErrOption    = errors.New("discordtest: the client does not take that option")
	ErrNoMessage = errors.New("discordtest: no such message, or it is not visible")
	ErrNoButton  = errors.New("discordtest: no such button or choice, or it cannot be pressed")
	ErrNoForm    = errors.New("discordtest: no form is open, or it does not take that")
	ErrUnheard   = errors.New("discordtest: nobody answered in time")
)

// Type is somebody writing a line in a place. "/path name:value …", or with
// the values in order, calls a registered command; "@handle" names somebody.
// Any other line is a message.
func (s *Server) Type(who chat.UserRef, at chat.PlaceRef, line string) error {
	return s.typed(who, at, line, nil)
}

// SendFile is Type with a file: for the first option that takes one, or
// attached to the message.
func (s *Server) SendFile(who chat.UserRef, at chat.PlaceRef, line string, file chat.File) error {
	return s.typed(who, at, line, &file)
}

func (s *Server) typed(who chat.UserRef, at chat.PlaceRef, line string, file *chat.File) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, c, err := s.stand(who, at)
	if err != nil {
		return err
	}
	if rest, is := strings.CutPrefix(strings.TrimSpace(line), "/"); is {
		return s.invoke(p, c, rest, file)
	}
	return s.say(p, c, line, nil, file)
}

// Reply is somebody answering a message that they see, which pings its author
// as Discord's clients do.
func (s *Server) Reply(who chat.UserRef, message, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.sees(who, message)
	if err != nil {
		return err
	}
	p, c, err := s.stand(who, m.channel.ref())
	if err != nil {
		return err
	}
	if m.only != "" {
		return ErrNoMessage // what only the caller sees cannot be answered
	}
	return s.say(p, c, line, m, nil)
}

// stand returns who and where, if that person can write there now.
func (s *Server) stand(who chat.UserRef, at chat.PlaceRef) (*person, *channel, error) {
	p, c := s.people[who.ID], s.channels[at.ID]
	if p == nil {
		return nil, nil, ErrNobody
	}
	if c == nil || !c.has(who.ID) || c.kind == kindForum || c.locked {
		return nil, nil, ErrNoPlace
	}
	if c.kind == kindDirect && p.closed {
		return nil, nil, ErrClosed
	}
	return p, c, nil
}

// sees returns a message that somebody has before them.
func (s *Server) sees(who chat.UserRef, id string) (*message, error) {
	m := s.messages.byID[id]
	if m == nil || m.loading || !m.channel.has(who.ID) || m.only != "" && m.only != who.ID {
		return nil, ErrNoMessage
	}
	return m, nil
}

// say puts a person's words into a channel and tells the bot. Writing in an
// archived thread opens it again.
func (s *Server) say(p *person, c *channel, line string, to *message, file *chat.File) error {
	if c.kind == kindDirect {
		p.opened = true
	}
	c.archived = false
	m := &message{id: s.newID(), channel: c, author: p.Ref.ID, created: s.opt.Now(), answers: to}
	m.content = s.mentioned(line, m)
	if to != nil {
		m.mention(to.author)
	}
	if file != nil {
		m.files = []*attachment{s.addFile(c.id, upload{file.Name, file.Media, file.Data})}
	}
	s.keep(m)
	s.tell("MESSAGE_CREATE", m)
	s.touch()
	return nil
}

// mentioned turns "@handle" into the mention that a client sends.
func (s *Server) mentioned(line string, m *message) string {
	words := strings.Split(line, " ")
	for i, word := range words {
		if id := s.called(word); id != "" {
			words[i] = "<@" + id + ">"
			m.mention(id)
		}
	}
	return strings.Join(words, " ")
}

func (m *message) mention(id string) {
	for _, known := range m.mentions {
		if known == id {
			return
		}
	}
	m.mentions = append(m.mentions, id)
}

// called returns the id of whom "@handle" or "<@id>" names, or "".
func (s *Server) called(word string) string {
	if id, is := strings.CutPrefix(word, "<@"); is {
		id = strings.TrimSuffix(id, ">")
		if _, known := s.userWire(id); known {
			return id
		}
		return ""
	}
	handle, is := strings.CutPrefix(word, "@")
	if !is || handle == "" {
		return ""
	}
	if strings.EqualFold(handle, s.app.name) {
		return s.app.bot
	}
	for id, p := range s.people {
		if strings.EqualFold(p.Handle, handle) {
			return id
		}
	}
	return ""
}
