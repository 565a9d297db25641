package telegramtest

import (
	"encoding/json"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// deleteMessage refuses a message that is not there: a bot must take that for
// success.
func (s *Server) deleteMessage(c *call) (any, error) {
	if c.number("message_id") == 0 {
		return nil, bad("message identifier is not specified")
	}
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	p := r.posts[c.number("message_id")]
	if p == nil {
		return nil, bad("message to delete not found")
	}
	if err := s.mayDelete(c, p); err != nil {
		return nil, err
	}
	s.remove(p)
	return itWorked()
}

// deleteMessages skips what is not there, as the real one does.
func (s *Server) deleteMessages(c *call) (any, error) {
	var ids []json.Number
	if given, err := c.object("message_ids", &ids); err != nil || !given {
		return nil, bad("message identifiers are not specified")
	}
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		p := r.posts[number(id.String())]
		if p == nil {
			continue
		}
		if err := s.mayDelete(c, p); err != nil {
			return nil, err
		}
		s.remove(p)
	}
	return itWorked()
}

// mayDelete knows no time limit for administrators in a group; in a private
// chat a bot may delete what the person wrote, too.
func (s *Server) mayDelete(c *call, p *post) error {
	if p.in.kind != private && p.in.admin(s.bot) {
		return nil
	}
	if p.in.kind != private && (p.From == nil || p.From.ID != s.bot.user.ID) {
		s.broke(23, "%s: another one's message, without the right", c.method)
		return bad("message can't be deleted")
	}
	if s.opt.Now().Sub(time.Unix(p.Date, 0)) > deleteLife {
		s.broke(10, "%s: the message is older than %s", c.method, deleteLife)
		return bad("message can't be deleted for everyone")
	}
	return nil
}

// remove keeps the post itself, because queries and what people saw point to it.
func (s *Server) remove(p *post) {
	p.gone = true
	delete(p.in.posts, p.ID)
}

// Remove is somebody deleting a message for everybody: in their direct chat,
// or anywhere in a chat that they administer. The bot is not told.
func (s *Server) Remove(who chat.UserRef, message string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	m, err := s.find(p, message)
	if err != nil {
		return err
	}
	mine := m.From != nil && m.From.ID == p.user.ID
	if m.in.kind != private && !m.in.admin(p) && !mine {
		return ErrNotAllowed
	}
	s.remove(m)
	return nil
}

// Stands tells whether a message that somebody saw is still there.
func (s *Server) Stands(who chat.UserRef, message string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return false
	}
	_, err = s.find(p, message)
	return err == nil
}
