package telegramtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// Delivery is one attempt to deliver an update.
type Delivery struct {
	Update int64
	To     string // the server behind the proxy
	Status int    // of its answer; 0: none came
}

// Pauses and bounds of deliveries, by the server source: the second attempt is
// made at once, then the pause doubles, unless the bot asks for another one.
const (
	mostPause      = 60 // seconds, of HookSecond
	hookTime       = 60 * time.Second
	keptDeliveries = 50_000
)

// courier delivers to one webhook until ctx ends. What is in a lane it delivers in
// order, one at a time; lanes side by side.
type courier struct {
	ctx    context.Context
	stop   context.CancelFunc
	hook   webhook
	path   string
	to     []string
	turn   int // whose turn it is behind the proxy
	active int // deliveries under way
}

// dispatch puts a courier in charge of the webhook as it is now. The lock is held.
func (s *Server) dispatch() {
	s.dismiss()
	select {
	case <-s.done:
		return
	default:
	}
	u, err := url.Parse(s.webhook.url)
	if err != nil || s.webhook.url == "" || len(s.proxy) == 0 {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	c := &courier{ctx: ctx, stop: stop, hook: s.webhook, path: u.Path, to: slices.Clone(s.proxy)}
	s.courier = c
	s.couriers.Go(func() { s.rounds(c) })
}

// dismiss ends the courier; deliveries under way are cut. The lock is held.
func (s *Server) dismiss() {
	if s.courier != nil {
		s.courier.stop()
		s.courier = nil
	}
}

// rounds sends off whatever may leave.
func (s *Server) rounds(c *courier) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c.ctx.Err() == nil {
		s.queue.expire(s.opt.Now().UnixMilli())
		if w := s.queue.deliverable(); w != nil && c.active < c.hook.most {
			to := c.to[c.turn%len(c.to)]
			c.turn++
			c.active++
			w.busy, w.taken = true, true
			s.couriers.Go(func() { s.carry(c, w, to) })
			continue
		}
		more := s.queue.more
		s.mu.Unlock()
		select {
		case <-more:
		case <-c.ctx.Done():
		}
		s.mu.Lock()
	}
}

// deliverable is the first update whose lane is free, or nil.
func (q *queue) deliverable() *waiting {
	held := map[string]bool{}
	for _, w := range q.list {
		if w.lane != "" && held[w.lane] {
			continue
		}
		if !w.busy {
			return w
		}
		held[w.lane] = true
	}
	return nil
}

// carry delivers an update once, and where that fails lets it wait.
func (s *Server) carry(c *courier, w *waiting, to string) {
	status, pause, failure := s.knock(c, w.raw, to)
	s.mu.Lock()
	c.active--
	if len(s.deliveries) < keptDeliveries {
		s.deliveries = append(s.deliveries, Delivery{w.id, to, status})
	}
	if failure == "" {
		s.queue.list = slices.DeleteFunc(s.queue.list, func(other *waiting) bool { return other == w })
	} else if c == s.courier {
		s.webhook.failed, s.webhook.why = s.opt.Now().Unix(), failure
	}
	if failure != "" && pause == 0 && w.fails > 0 {
		pause = min(1<<min(w.fails, 10), mostPause)
	}
	w.fails++
	s.queue.wake()
	s.touch()
	s.mu.Unlock()
	if failure == "" {
		return
	}
	select {
	case <-s.opt.After(time.Duration(pause) * s.opt.HookSecond):
	case <-c.ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w.busy = false
	s.queue.wake()
}

// knock makes the request. The failure is in the words of the real server.
func (s *Server) knock(c *courier, raw []byte, to string) (status, pause int, failure string) {
	ctx, cancel := context.WithTimeout(c.ctx, hookTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to+c.path, bytes.NewReader(raw))
	if err != nil {
		return 0, 0, "Failed to resolve host"
	}
	r.Header.Set("Content-Type", "application/json")
	if c.hook.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", c.hook.secret)
	}
	answer, err := s.road.RoundTrip(r)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return 0, 0, "Connection refused"
	case errors.Is(err, context.DeadlineExceeded):
		return 0, 0, "Read timeout expired"
	case err != nil:
		return 0, 0, "Webhook connection closed"
	}
	defer answer.Body.Close() //nolint:errcheck // its status has been read
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0, 0, "Webhook connection closed"
	}
	if answer.StatusCode >= 200 && answer.StatusCode <= 299 {
		return answer.StatusCode, 0, ""
	}
	pause, _ = strconv.Atoi(answer.Header.Get("Retry-After")) // 0 where it says nothing
	return answer.StatusCode, pause, fmt.Sprintf("Wrong response from the webhook: %s", answer.Status)
}

// Delivered lists the attempts to deliver, in the order in which they ended.
func (s *Server) Delivered() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.deliveries)
}
