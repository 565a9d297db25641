package pretend

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Options are the things a World takes from outside. The zero value is ready.
type Options struct {
	// Prefix begins every event and message id. It must differ between two runs
	// on one database, because the engine answers an event that it has seen
	// before with its stored reply. Random when empty.
	Prefix string
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Pause tells how long to wait before an event that was not recorded is
	// handed over again, counted from 1; a short growing pause when nil.
	Pause func(attempt int) time.Duration
	// Tries is after how many failures the person is shown the refusal instead;
	// 0 means 5, a negative number means never.
	Tries int
	// Confirmed is told of every event that the platform counts as handled. It
	// must not block.
	Confirmed func(p chat.Platform, eventID string)
}

// World is everything that is pretended. It is safe for concurrent use.
type World struct {
	opt Options

	mu        sync.Mutex
	serial    int64
	people    []*person
	spaces    []*space
	platforms []*Frontend
	messages  map[chat.MessageRef]*message
	log       []Entry
	broken    []string
	changed   chan struct{}
}

// Errors of people's acts: what a person cannot do, as opposed to what the bot
// refuses.
var (
	ErrNobody     = errors.New("pretend: no such person")
	ErrNoPlace    = errors.New("pretend: no such place, or not a member of it")
	ErrNotStarted = errors.New("pretend: press Start first")
	ErrClosed     = errors.New("pretend: the direct chat is closed")
	ErrNoMessage  = errors.New("pretend: no such message, or it is not visible")
	ErrNoButton   = errors.New("pretend: no such button or choice")
	ErrNoForm     = errors.New("pretend: no form is open")
	ErrElsewhere  = errors.New("pretend: that link belongs to another app")
)

// New returns a world with nobody in it.
func New(opt Options) *World {
	if opt.Prefix == "" {
		var b [5]byte
		_, _ = rand.Read(b[:]) // never fails since Go 1.24
		opt.Prefix = hex.EncodeToString(b[:])
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Pause == nil {
		opt.Pause = func(attempt int) time.Duration {
			return min(50*time.Millisecond<<min(attempt-1, 6), time.Second)
		}
	}
	if opt.Tries == 0 {
		opt.Tries = 5
	}
	return &World{opt: opt, messages: map[chat.MessageRef]*message{}, changed: make(chan struct{})}
}

// Add puts a platform into the world and returns its frontend.
func (w *World) Add(p Profile) *Frontend {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := &Frontend{world: w, profile: p, queue: newQueue()}
	w.platforms = append(w.platforms, f)
	return f
}

// Frontends returns the platforms in the order in which they were added.
func (w *World) Frontends() []*Frontend {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.platforms)
}

// Changed returns a channel that is closed at the next change of anything that
// people can see or that waits for the core. Take it before you look.
func (w *World) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// Violations lists what the core asked for and no platform of that kind could
// have done: a token that is too long, a form where there are none.
func (w *World) Violations() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.broken)
}

// touch wakes everybody who waits for a change. The lock is held.
func (w *World) touch() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// nextID makes an id that no other event or message has, here or in another
// run on the same database.
func (w *World) nextID(kind string) string {
	w.serial++
	return w.opt.Prefix + "-" + kind + strconv.FormatInt(w.serial, 10)
}

func (w *World) frontend(p chat.Platform) *Frontend {
	for _, f := range w.platforms {
		if f.profile.Platform == p {
			return f
		}
	}
	return nil
}
