package chat

import (
	"context"
	"errors"
	"time"
)

// Frontend joins one platform to the core.
type Frontend interface {
	// Platform is constant. It may be called before Run.
	Platform() Platform
	// Capabilities tells what a place can do; the zero place asks for a direct
	// chat. It does not block.
	Capabilities(place PlaceRef) Capabilities
	// Run takes interactions in and hands them to the core until ctx ends. It
	// blocks, and returns nil when it was asked to stop. Interactions of one
	// person (or, for messages, of one place) are handed over in order, and an
	// event is confirmed to the platform only after Handle has returned.
	Run(ctx context.Context, catalog Catalog, core Core) error
	// Send delivers one notification and may block on the platform's pace. Any
	// error is a *SendError. It is safe for concurrent use, during Run only.
	Send(ctx context.Context, d Delivery) (MessageRef, error)
}

// StartLinker is implemented by frontends that can make a link which opens the
// direct chat with the bot and hands over a payload (1-64 of A-Z a-z 0-9 _ -).
type StartLinker interface {
	StartLink(payload string) (url string, ok bool)
}

// Editor is implemented by frontends that can replace a message they sent.
type Editor interface {
	Edit(ctx context.Context, ref MessageRef, m Message) error
}

// Checker is implemented by frontends that can look at their set-up before they
// run: the token, permissions, intents, privacy settings. It changes nothing on
// the platform, and may block on it.
type Checker interface {
	Check(ctx context.Context) []Finding
}

// Finding is one thing a check found, in plain English for whoever runs the bot.
// Fix says what to click where; it is empty where nothing needs to be done.
type Finding struct {
	Good bool
	What string
	Fix  string
}

// Core is what a frontend needs from the engine.
type Core interface {
	// Handle runs an interaction to its end and returns the answer, localised
	// and with every token filled in. An error matching ErrNotRecorded means
	// that nothing was decided: a frontend whose platform redelivers leaves the
	// event unconfirmed; the reply that comes with it says so to the person,
	// for platforms that do not.
	Handle(ctx context.Context, in Interaction) (Reply, error)
	// Observe takes in what happened without a person asking something of the
	// bot. It is as durable as Handle.
	Observe(ctx context.Context, ev Event) error
	// Lease holds a name for this process until it is released or the process
	// dies: one poller per token, one process per shard. It blocks until it has
	// it or ctx ends.
	Lease(ctx context.Context, name string) (release func(), err error)
	// Share tells which part of what a platform takes, by Capabilities.PerSecond,
	// this process may send it as notifications from now on, up to 1; with 0 they
	// are left to the process that holds the lease. Where a frontend says nothing,
	// all processes have the same share.
	Share(p Platform, share float64)
	// Quarantine keeps an event that could not be read, so that it counts as
	// handled and can be looked at later.
	Quarantine(ctx context.Context, p Platform, eventID string, raw []byte, cause error) error
	// Remember keeps a small fact for a frontend; Recall returns it, or "".
	Remember(ctx context.Context, key, value string) error
	Recall(ctx context.Context, key string) (string, error)
}

// ErrNotRecorded is matched by the errors of Handle and Observe after which
// nothing was recorded and the same event may come again.
var ErrNotRecorded = errors.New("chat: nothing was recorded")

// SendClass says what a failed send means. The frontend classifies, the outbox
// decides.
type SendClass string

// The classes of failed sends.
const (
	Wait        SendClass = "wait"        // too fast: pause that destination (or all), no attempt counted
	Retry       SendClass = "retry"       // had no effect: try again later
	Unknown     SendClass = "unknown"     // may or may not have had its effect
	Unreachable SendClass = "unreachable" // this person cannot be written to now
	Slow        SendClass = "slow"        // the platform wants fewer new conversations
	Gone        SendClass = "gone"        // the place no longer exists for us
	Forbidden   SendClass = "forbidden"   // the place does not let us write
	Late        SendClass = "late"        // the interaction it answered is over
	Full        SendClass = "full"        // the place takes no more; another one is needed
	Invalid     SendClass = "invalid"     // our mistake: never repeated
	Fatal       SendClass = "fatal"       // the platform refuses this bot as a whole
	Moved       SendClass = "moved"       // the place has a new reference: MovedTo
)

// SendError is how a Send failed. After is how long to wait where the platform
// said so; All is set when the whole platform, not one place, is to wait.
type SendError struct {
	Class   SendClass
	After   time.Duration
	All     bool
	MovedTo PlaceRef
	Err     error
}

// Error returns the class and the cause.
func (e *SendError) Error() string {
	if e.Err == nil {
		return "send: " + string(e.Class)
	}
	return "send: " + string(e.Class) + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }
