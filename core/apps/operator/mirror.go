package operator

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// Mirror is a log handler that hands everything on to another one and remembers
// errors, to be told in the channels of the operator. An error of the same words
// is told at most once an hour, with how often it came; and nothing that concerns
// the mirror's own messages is remembered, so that a channel that cannot be
// written to never gives rise to more to write.
type Mirror struct {
	next   slog.Handler
	held   *held
	detail string // what With added
	own    bool   // With said that it is about the mirror
}

// quiet is how long an error that was told is not told again.
const quiet = time.Hour

// What the mirror remembers at most: different errors in all, and for one message.
const (
	maxHeld = 200
	maxTold = 10
)

// NewMirror returns a mirror in front of next. now is the clock; nil is time.Now.
func NewMirror(next slog.Handler, now func() time.Time) *Mirror {
	if now == nil {
		now = time.Now
	}
	return &Mirror{next: next, held: &held{now: now, errors: map[string]*trouble{}}}
}

// Enabled reports whether a record of that level goes anywhere.
func (m *Mirror) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelError || m.next.Enabled(ctx, level)
}

// Handle remembers an error and hands the record on.
func (m *Mirror) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError && !m.own {
		m.remember(r)
	}
	if !m.next.Enabled(ctx, r.Level) {
		return nil
	}
	return m.next.Handle(ctx, r)
}

func (m *Mirror) remember(r slog.Record) {
	detail, own := m.detail, false
	r.Attrs(func(a slog.Attr) bool {
		detail, own = detail+say(a), own || concernsMirror(a)
		return !own
	})
	if !own {
		m.held.add(r.Message, short(r.Message+detail))
	}
}

// WithAttrs returns a mirror whose records all carry the attributes.
func (m *Mirror) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := *m
	with.next = m.next.WithAttrs(attrs)
	for _, a := range attrs {
		with.detail += say(a)
		with.own = with.own || concernsMirror(a)
	}
	return &with
}

// WithGroup returns a mirror whose next handler groups what follows. In one line
// for people, groups would only be noise.
func (m *Mirror) WithGroup(name string) slog.Handler {
	with := *m
	with.next = m.next.WithGroup(name)
	return &with
}

func concernsMirror(a slog.Attr) bool { return a.Key == "kind" && a.Value.String() == kindMirror }

// say is an attribute in one line.
func say(a slog.Attr) string {
	value, _, _ := strings.Cut(a.Value.Resolve().String(), "\n")
	return " · " + a.Key + " " + value
}

// held are the errors that wait to be told, and those that were told lately.
type held struct {
	now func() time.Time

	mu     sync.Mutex
	errors map[string]*trouble // by the words of the message
	order  []string            // the same, oldest first
	lost   int                 // errors for which there was no room
}

// trouble is one error, however often it came.
type trouble struct {
	text  string // of the latest
	count int    // since it was last told
	told  time.Time
}

func (h *held) add(message, text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.errors[message]
	if t == nil && len(h.errors) >= maxHeld {
		h.lost++
		return
	}
	if t == nil {
		t = &trouble{}
		h.errors[message] = t
		h.order = append(h.order, message)
	}
	t.text = text
	t.count++
}

// due returns what is to be told now, oldest first, and what is to be called once
// it is sure that it will be.
func (h *held) due() (list []trouble, lost int, told func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	var messages []string
	for _, message := range h.order {
		t := h.errors[message]
		if t.count == 0 || now.Sub(t.told) < quiet || len(list) == maxTold {
			continue
		}
		list = append(list, *t)
		messages = append(messages, message)
	}
	lost = h.lost
	return list, lost, func() { h.told(messages, list, lost, now) }
}

// told keeps what came meanwhile, and forgets what has been quiet for long enough.
func (h *held) told(messages []string, list []trouble, lost int, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lost -= lost
	for i, message := range messages {
		h.errors[message].count -= list[i].count
		h.errors[message].told = at
	}
}

// forget makes room: an error that was told, did not come again and could be told
// anew is as good as a new one.
func (h *held) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	left := h.order[:0]
	for _, message := range h.order {
		if t := h.errors[message]; t.count == 0 && now.Sub(t.told) >= quiet {
			delete(h.errors, message)
			continue
		}
		left = append(left, message)
	}
	h.order = left
}
