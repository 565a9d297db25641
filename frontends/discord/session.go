package discord

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/lane"
)

// session is one Run: the core it serves and what is under way.
type session struct {
	*Frontend
	core    chat.Core
	catalog chat.Catalog
	guilds  *guilds
	directs *directs
	held    *held
	lanes   lane.Lanes
	shares  shares

	work     context.Context // ends when nobody waits for the core any more
	stopWork context.CancelFunc
	out      context.Context // ends when answers are given up
	stopOut  context.CancelFunc

	mu      sync.Mutex
	closing bool
	running sync.WaitGroup // what was begun before closing
	late    sync.WaitGroup // apologies to those who came after it
}

// open makes a session current, so that notifications can be sent.
func (f *Frontend) open(ctx context.Context, catalog chat.Catalog, core chat.Core) *session {
	s := &session{
		Frontend: f, core: core, catalog: catalog,
		guilds: newGuilds(), directs: newDirects(), held: newHeld(),
	}
	// What has begun is finished although the context that began it has ended.
	lasting := context.WithoutCancel(ctx)
	s.work, s.stopWork = context.WithCancel(lasting)
	s.out, s.stopOut = context.WithCancel(lasting)
	f.current.Store(s)
	return s
}

// start runs fn beside, unless the session is closing.
func (s *session) start(fn func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.running.Go(fn)
	return true
}

// enlist takes the next position of a lane at once, and runs fn beside unless
// the session is closing. fn must enter exactly once.
func (s *session) enlist(lane string, fn func(enter enterLane)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	enter := s.lanes.Enter(lane)
	s.running.Go(func() { fn(enter) })
	return true
}

// enterLane waits for a position in a lane and runs its function there.
type enterLane func(ctx context.Context, fn func()) error

// drain takes nothing new in and waits for what is under way: first for the
// core, then for the answers, never for ever.
func (s *session) drain() {
	const lanesEnd, answersEnd, giveUp = 10 * time.Second, 3 * time.Second, time.Second
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	// A handler that never returns must not keep the process: this one goroutine
	// is left behind then.
	done := make(chan struct{})
	go func() { s.running.Wait(); close(done) }()
	for _, step := range []struct {
		patience time.Duration
		then     func()
	}{{lanesEnd, s.stopWork}, {answersEnd, s.stopOut}, {giveUp, func() {}}} {
		select {
		case <-done:
			return
		case <-s.after(step.patience):
			s.log.Warn("discord: work is still under way at the end", "waited", step.patience)
			step.then()
		}
	}
}

// end releases what the session holds. Those who came late are told so while
// Discord takes it; a Discord that hangs does not keep the process.
func (s *session) end() {
	const lateEnd = 2 * time.Second
	told := make(chan struct{})
	go func() { s.late.Wait(); close(told) }()
	select {
	case <-told:
	case <-s.after(lateEnd):
	}
	s.stopWork()
	s.stopOut()
	<-told
	s.current.CompareAndSwap(s, nil)
}

// words is a message of the core's words that the frontend says itself.
func (s *session) words(locale, key string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(s.text(locale, key)))}}
}

// text falls back to the first language, as a reader may not be known yet.
func (s *session) text(locale, key string) string {
	if s.catalog.Text == nil {
		return key
	}
	if locale == "" && len(s.catalog.Locales) > 0 {
		locale = s.catalog.Locales[0]
	}
	return s.catalog.Text(locale, key)
}

// guarded runs fn and logs a panic instead of ending the process.
func (s *session) guarded(what string, fn func()) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("discord: panic", "in", what, slog.Any("cause", p))
		}
	}()
	fn()
}

// pause waits on the injected clock, but no longer than the context lives; it
// reports whether the time is over.
func (f *Frontend) pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-f.after(d):
		return true
	case <-ctx.Done():
		return false
	}
}
