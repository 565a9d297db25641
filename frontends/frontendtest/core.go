package frontendtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// Core is an engine without a database: it remembers what it is told and
// answers what its script says. It is safe for concurrent use.
type Core struct {
	mu       sync.Mutex
	script   func(chat.Interaction) chat.Reply
	failures int
	attempts []chat.Interaction
	handled  []chat.Interaction
	observed []chat.Event
	facts    map[string]string
	strange  []string
	changed  chan struct{}
}

var _ chat.Core = (*Core)(nil)

// NewCore returns a core that answers each interaction with what script
// returns for it. A nil script answers nothing.
func NewCore(script func(chat.Interaction) chat.Reply) *Core {
	return &Core{script: script, facts: map[string]string{}, changed: make(chan struct{})}
}

// Script replaces the script.
func (c *Core) Script(script func(chat.Interaction) chat.Reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.script = script
}

// Fail makes the next n calls of Handle and Observe fail with ErrNotRecorded.
func (c *Core) Fail(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failures = n
}

// Handle records the interaction and answers by the script.
func (c *Core) Handle(ctx context.Context, in chat.Interaction) (chat.Reply, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.attempts = append(c.attempts, in)
	defer c.touch()
	if err := ctx.Err(); err != nil {
		return chat.Reply{}, fmt.Errorf("frontendtest: %w: %w", chat.ErrNotRecorded, err)
	}
	if c.failures > 0 {
		c.failures--
		refusal := chat.Document{chat.Paragraph(chat.Text("Nothing was recorded; please repeat."))}
		return chat.Reply{Message: chat.Message{Document: refusal}}, fmt.Errorf("frontendtest: %w", chat.ErrNotRecorded)
	}
	c.handled = append(c.handled, in)
	if c.script == nil {
		return chat.Reply{}, nil
	}
	return c.script(in), nil
}

// Observe records the event.
func (c *Core) Observe(_ context.Context, ev chat.Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.touch()
	if c.failures > 0 {
		c.failures--
		return fmt.Errorf("frontendtest: %w", chat.ErrNotRecorded)
	}
	c.observed = append(c.observed, ev)
	return nil
}

// Lease gives every lease at once: nobody else asks.
func (c *Core) Lease(context.Context, string) (func(), error) { return func() {}, nil }

// Share is not recorded: there is no outbox.
func (c *Core) Share(chat.Platform, float64) {}

// Quarantine records what could not be read.
func (c *Core) Quarantine(_ context.Context, _ chat.Platform, eventID string, _ []byte, cause error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.strange = append(c.strange, fmt.Sprintf("%s: %v", eventID, cause))
	return nil
}

// Remember keeps a fact.
func (c *Core) Remember(_ context.Context, key, value string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.touch()
	c.facts[key] = value
	return nil
}

// Recall returns a fact, or "".
func (c *Core) Recall(_ context.Context, key string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.facts[key], nil
}

// Facts returns everything that was remembered.
func (c *Core) Facts() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.facts)
}

// Handled returns the interactions that were taken, in that order.
func (c *Core) Handled() []chat.Interaction {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.handled)
}

// Attempts returns every call of Handle, the failed ones too.
func (c *Core) Attempts() []chat.Interaction {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.attempts)
}

// Observed returns the events that were taken, in that order.
func (c *Core) Observed() []chat.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.observed)
}

// Quarantined returns what the frontend could not read, with the reason.
func (c *Core) Quarantined() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.strange)
}

// Changed returns a channel that is closed at the next call of the core. Take
// it before you look.
func (c *Core) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

func (c *Core) touch() {
	close(c.changed)
	c.changed = make(chan struct{})
}
