package discordtest

import (
	"context"
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
	if c == nil || !c.has(who.ID) || c.kind == kindForum {
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

// Ready waits until the bot is connected and has registered commands, or ctx
// ends.
func (s *Server) Ready(ctx context.Context) error {
	return s.until(ctx, func() bool { return s.registered() && s.listened() })
}

func (s *Server) registered() bool {
	if s.global.set {
		return true
	}
	for _, g := range s.ordered {
		if g.commands.set {
			return true
		}
	}
	return false
}

func (s *Server) listened() bool {
	for _, l := range s.gateway.links {
		if l.live() {
			return true
		}
	}
	return false
}

// Idle waits until nobody waits for an answer to an act, no request is under
// way and every event has been written, or ctx ends. Acts whose time is over
// by the server's clock are no longer waited for.
func (s *Server) Idle(ctx context.Context) error {
	return s.until(ctx, func() bool {
		for _, l := range s.gateway.links {
			if !l.idle() {
				return false
			}
		}
		return s.flight == 0 && s.interactions.unanswered(s.opt.Now()) == 0
	})
}

// until waits for a condition that is asked under the lock at every change.
func (s *Server) until(ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		now, changed := holds(), s.changed
		s.mu.Unlock()
		if now {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.closing:
			return context.Canceled
		}
	}
}
