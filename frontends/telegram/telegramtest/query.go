package telegramtest

import (
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// keptQueries is how many presses are remembered.
const keptQueries = 4096

// pressed is one press of a button.
type pressed struct {
	who      *person
	on       *post
	at       time.Time
	answered bool
}

// Press is somebody pressing the button of a message, or the key under it,
// that has this label. A link is opened.
func (s *Server) Press(who chat.UserRef, message, label string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	on, err := s.find(p, message)
	if err != nil {
		return err
	}
	if on.Markup != nil {
		for _, row := range on.Markup.Rows {
			for _, b := range row {
				if b.Text == label {
					return s.pressButton(p, on, b)
				}
			}
		}
	}
	if p.keys != nil && p.keys == on.keys {
		return s.pressKey(p, on.in, label)
	}
	return ErrNoButton
}

// pressButton queues a press with the message as it stands now: a bot may read
// the buttons of its own card there.
func (s *Server) pressButton(p *person, on *post, b button) error {
	if b.URL != "" {
		return s.open(p, b.URL)
	}
	if b.Data == "" {
		return ErrNoButton
	}
	id := strconv.FormatInt(p.user.ID<<32|s.next(), 10)
	s.queries[id] = &pressed{who: p, on: on, at: s.opt.Now()}
	s.queryOrder = append(s.queryOrder, id)
	if len(s.queryOrder) > keptQueries {
		delete(s.queries, s.queryOrder[0])
		s.queryOrder = s.queryOrder[1:]
	}
	shown := on.message
	s.push(&update{Query: &query{
		ID: id, From: p.user, Message: &shown, Data: b.Data, Instance: strconv.FormatInt(-on.in.id, 10),
	}}, p)
	return nil
}

// Choose fails: this platform has no selects.
func (s *Server) Choose(chat.UserRef, string, string) error { return ErrNoForm }

// Submit fails: this platform has no forms.
func (s *Server) Submit(chat.UserRef, map[string]string) error { return ErrNoForm }

// answerQuery takes one answer per press. The real server words all three ways
// of being late alike, so only the violations tell them apart.
func (s *Server) answerQuery(c *call) (any, error) {
	const late = "query is too old and response timeout expired or query ID is invalid"
	id := c.params["callback_query_id"]
	q := s.queries[id]
	switch {
	case q == nil:
		return nil, bad(late)
	case q.answered:
		s.broke(7, "answerCallbackQuery: the press has its answer")
		return nil, bad(late)
	case s.opt.Now().Sub(q.at) > queryLife:
		s.broke(8, "answerCallbackQuery: %s after the press", s.opt.Now().Sub(q.at).Round(time.Second))
		return nil, bad(late)
	}
	text := c.params["text"]
	if units(text) > maxToast {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	if url := c.params["url"]; url != "" {
		s.checkLink(c, url)
		if err := s.open(q.who, url); err != nil {
			return nil, bad("URL_INVALID")
		}
	}
	q.answered = true
	if text != "" {
		s.remember(q.who, frontendtest.Seen{ID: "q" + id, Place: q.on.place(), Group: q.on.in.kind != private, Notice: true, Text: text})
	}
	return itWorked()
}
