package telegramtest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// errLeft ends a call whose client is gone.
var errLeft = errors.New("telegramtest: the client left")

// leaving is how long a poll that another one displaced may take to notice
// that its own client is gone: a bot that restarts is no second poller.
const leaving = 500 * time.Millisecond

// hold is how long a short poll waits that came before, by the server source.
const hold = 3 * time.Second

// getUpdates confirms first and hands over then; the newest poll wins over one
// that is still under way, as on the real server.
func (s *Server) getUpdates(c *call) (any, error) {
	if s.webhook.url != "" {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if err := s.allow(c); err != nil {
		return nil, err
	}
	offset, limit := c.number("offset"), int(c.number("limit"))
	if limit < 1 || limit > 100 {
		limit = 100
	}
	mine := &poller{gone: make(chan struct{})}
	if s.queue.poller != nil {
		close(s.queue.poller.gone)
	}
	s.queue.poller, s.queue.polled = mine, true
	defer func() {
		if s.queue.poller == mine {
			s.queue.poller = nil
		}
	}()
	if offset < 0 {
		s.broke(15, "getUpdates: offset %d deletes updates", offset)
		s.queue.list = s.queue.list[max(0, len(s.queue.list)+int(offset)):]
	}
	s.queue.confirm(offset)
	s.touch()
	timeout := time.Duration(min(max(c.number("timeout"), 0), 50)) * time.Second
	if s.repeated(offset) && s.opt.Holds {
		timeout = max(timeout, hold)
	}
	return s.poll(c, mine, limit, timeout)
}

// repeated tells whether a poll asks for the same as one just before it.
func (s *Server) repeated(offset int64) bool {
	q, now := &s.queue, s.opt.Now()
	same := offset == q.lastOffset && now.Sub(q.lastPoll) < hold
	q.lastOffset, q.lastPoll = offset, now
	return same
}

// poll waits for updates no longer than the timeout.
func (s *Server) poll(c *call, mine *poller, limit int, timeout time.Duration) (any, error) {
	var over <-chan time.Time
	for {
		s.queue.expire(s.opt.Now().UnixMilli())
		if all := s.queue.take(limit); all != nil {
			return all, nil
		}
		if timeout == 0 {
			return json.RawMessage("[]"), nil
		}
		if over == nil {
			over, mine.held = s.opt.After(timeout), true
			s.touch()
		}
		more := s.queue.more
		s.mu.Unlock()
		var err error
		select {
		case <-more:
		case <-over:
			timeout = 0
		case <-mine.gone:
			err = s.displaced(c)
		case <-c.ctx.Done():
			err = errLeft
		case <-s.done:
			err = errLeft
		}
		s.mu.Lock()
		if err != nil {
			return nil, s.judge(err)
		}
	}
}

// Polled waits until a bot holds a long poll, or until ctx ends. Some bots forget
// what they find waiting when they start: only from then on is everything new.
func (s *Server) Polled(ctx context.Context) error {
	for {
		changed := s.Changed()
		s.mu.Lock()
		held := s.queue.poller != nil && s.queue.poller.held
		s.mu.Unlock()
		if held {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// displaced tells how a poll ends that another poll, or a webhook, took the
// place of. The lock is not held.
func (s *Server) displaced(c *call) error {
	t := time.NewTimer(leaving)
	defer t.Stop()
	select {
	case <-c.ctx.Done():
		return errLeft
	case <-s.done:
		return errLeft
	case <-t.C:
		return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	}
}

// judge words a displaced poll's end by what displaced it.
func (s *Server) judge(err error) error {
	if errors.Is(err, errLeft) {
		return err
	}
	if s.webhook.url != "" {
		return conflict("terminated by setWebhook request")
	}
	s.broke(16, "getUpdates: a second poller")
	return err
}

// allow remembers which kinds of updates the bot asks for.
func (s *Server) allow(c *call) error {
	var kinds []string
	given, err := c.object("allowed_updates", &kinds)
	if err != nil || !given {
		return err
	}
	if len(kinds) == 0 {
		s.queue.allowed = nil
		return nil
	}
	if !slices.Contains(kinds, "chat_member") {
		s.broke(18, "%s: allowed_updates without chat_member", c.method)
	}
	s.queue.allowed = kinds
	return nil
}
