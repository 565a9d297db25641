package telegramtest

import (
	"encoding/json"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// topicColor is the icon colour that the platform gives a topic by itself.
const topicColor = 7322096

// AddTopic makes a topic that has existed for a while: nobody is told. The
// place is the zero PlaceRef where the chat is no forum.
func (s *Server) AddTopic(at chat.PlaceRef, name string) chat.PlaceRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[number(at.ID)]
	if r == nil || r.topics == nil {
		return chat.PlaceRef{}
	}
	p := s.keep(r, message{service: &service{TopicMade: &topicMade{name, topicColor}}})
	r.topics[p.ID] = &topic{name: name}
	return placeRef(r.id, p.ID)
}

// CloseTopic is an administrator closing a topic; the bot is told.
func (s *Server) CloseTopic(at chat.PlaceRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, thread, t := s.topic(at)
	if t == nil {
		return ErrNoPlace
	}
	t.closed = true
	s.notice(r, s.someAdmin(r), service{TopicClosed: json.RawMessage("{}")}, thread)
	return nil
}

// DeleteTopic is an administrator deleting a topic. The platform tells nobody.
func (s *Server) DeleteTopic(at chat.PlaceRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, thread, t := s.topic(at)
	if t == nil {
		return ErrNoPlace
	}
	r.dropTopic(thread)
	return nil
}

func (s *Server) topic(at chat.PlaceRef) (*room, int64, *topic) {
	id, thread, _ := strings.Cut(at.ID, "/")
	r := s.rooms[number(id)]
	if r == nil {
		return nil, 0, nil
	}
	return r, number(thread), r.topics[number(thread)]
}

// dropTopic takes the messages along: edits of them must fail.
func (r *room) dropTopic(thread int64) {
	delete(r.topics, thread)
	for id, p := range r.posts {
		if p.Thread == thread || id == thread {
			p.gone = true
			delete(r.posts, id)
		}
	}
}

// forum finds the forum of a call that the bot may change.
func (s *Server) forum(c *call) (*room, error) {
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	if r.topics == nil {
		return nil, bad("the chat is not a forum")
	}
	if !r.admin(s.bot) {
		s.broke(23, "%s: without the right to manage topics", c.method)
		return nil, bad("not enough rights to create a topic")
	}
	return r, nil
}

// createTopic makes the topic's first message, whose id is the topic's.
func (s *Server) createTopic(c *call) (any, error) {
	r, err := s.forum(c)
	if err != nil {
		return nil, err
	}
	name := c.params["name"]
	if n := units(name); n < 1 || n > 128 {
		return nil, bad("TOPIC_TITLE_INVALID")
	}
	p := s.keep(r, message{From: s.bot.user, service: &service{TopicMade: &topicMade{name, topicColor}}})
	r.topics[p.ID] = &topic{name: name}
	return struct {
		Thread int64 `json:"message_thread_id"`
		topicMade
	}{p.ID, topicMade{name, topicColor}}, nil
}

// changeTopic finds a topic of the call's and changes it; unchanged is refused.
func (s *Server) changeTopic(c *call, how func(*room, int64, *topic) (changed bool)) (any, error) {
	r, err := s.forum(c)
	if err != nil {
		return nil, err
	}
	thread := c.number("message_thread_id")
	t := r.topics[thread]
	if t == nil {
		s.broke(13, "%s: no topic %d in chat %d", c.method, thread, r.id)
		return nil, bad("TOPIC_ID_INVALID")
	}
	if !how(r, thread, t) {
		return nil, bad("TOPIC_NOT_MODIFIED")
	}
	return itWorked()
}

func (s *Server) closeTopic(c *call) (any, error) {
	return s.changeTopic(c, func(_ *room, _ int64, t *topic) bool { return t.close(true) })
}

func (s *Server) reopenTopic(c *call) (any, error) {
	return s.changeTopic(c, func(_ *room, _ int64, t *topic) bool { return t.close(false) })
}

func (t *topic) close(closed bool) bool {
	changed := t.closed != closed
	t.closed = closed
	return changed
}

func (s *Server) editTopic(c *call) (any, error) {
	return s.changeTopic(c, func(_ *room, _ int64, t *topic) bool {
		changed := t.name != c.params["name"]
		t.name = c.params["name"]
		return changed
	})
}

func (s *Server) deleteTopic(c *call) (any, error) {
	return s.changeTopic(c, func(r *room, thread int64, _ *topic) bool {
		r.dropTopic(thread)
		return true
	})
}
