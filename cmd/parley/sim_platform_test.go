package main

import (
	"context"
	"errors"
	"hash/fnv"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// errSimDisk is why a commit failed.
var errSimDisk = &store.Error{Kind: store.IO, Err: errors.New("simulated")}

// simPlatform is a chat app on which messages get lost, arrive although they seem
// lost, come late or overtake those of others.
type simPlatform struct {
	life *simLife
	name chat.Platform
	caps chat.Capabilities

	mu      sync.Mutex
	tries   map[string]int // by destination
	arrived map[string]int // by delivery
	boxes   map[chat.UserRef][]chat.Message
}

func newSimPlatform(l *simLife, name chat.Platform, caps chat.Capabilities) *simPlatform {
	return &simPlatform{
		life: l, name: name, caps: caps, tries: map[string]int{}, arrived: map[string]int{}, boxes: map[chat.UserRef][]chat.Message{},
	}
}

// Platform returns the platform's name.
func (p *simPlatform) Platform() chat.Platform { return p.name }

// Capabilities are the same everywhere.
func (p *simPlatform) Capabilities(chat.PlaceRef) chat.Capabilities { return p.caps }

// Run waits to be stopped: people act through the life.
func (p *simPlatform) Run(ctx context.Context, _ chat.Catalog, _ chat.Core) error {
	<-ctx.Done()
	return nil
}

// StartLink returns a link of the platform, where it has any.
func (p *simPlatform) StartLink(payload string) (string, bool) {
	return "https://t.me/parley_sim_bot?start=" + payload, p.caps.StartLinks == chat.Native
}

// Send does what the seed has in store for this attempt at this reader. The
// messages of one reader come one after the other, so their fates do not depend on
// what else is under way.
func (p *simPlatform) Send(ctx context.Context, d chat.Delivery) (chat.MessageRef, error) {
	fate := p.draw(d)
	switch {
	case fate < 4:
		return chat.MessageRef{}, &chat.SendError{Class: chat.Retry}
	case fate < 8: // it arrived, and nobody knows
		p.arrive(d)
		return chat.MessageRef{}, &chat.SendError{Class: chat.Unknown}
	case fate < 11:
		return chat.MessageRef{}, &chat.SendError{Class: chat.Unknown}
	case fate < 13:
		return chat.MessageRef{}, &chat.SendError{Class: chat.Wait, After: 3 * time.Second}
	case fate < 14:
		return chat.MessageRef{}, &chat.SendError{Class: chat.Unreachable}
	case fate < 20: // it takes its time, and others overtake it
		select {
		case <-time.After(time.Duration(fate-12) * time.Second):
		case <-ctx.Done():
			return chat.MessageRef{}, &chat.SendError{Class: chat.Unknown, Err: ctx.Err()}
		}
	}
	p.arrive(d)
	return chat.MessageRef{Place: chat.PlaceRef{Platform: p.name, ID: d.User.ID + d.Place.ID}, ID: d.ID}, nil
}

// draw returns a number below 100 that depends on the seed, the reader and how
// often the reader was written to.
func (p *simPlatform) draw(d chat.Delivery) uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	to := d.User.ID + "/" + d.Place.ID
	p.tries[to]++
	if p.life.calm() {
		return 99
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(strconv.FormatUint(p.life.seed, 10) + string(p.name) + to + strconv.Itoa(p.tries[to])))
	return h.Sum64() >> 16 % 100
}

func (p *simPlatform) arrive(d chat.Delivery) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.arrived[d.ID]++
	p.boxes[d.User] = append(p.boxes[d.User], d.Message)
}

// inbox returns what a reader was sent, oldest first.
func (p *simPlatform) inbox(user chat.UserRef) []chat.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.boxes[user])
}

// calm reports whether nothing fails any more.
func (l *simLife) calm() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.late
}

// simLog ends the life with the first error that no simulated trouble explains.
type simLog struct{ life *simLife }

// Enabled is true for errors.
func (simLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// Handle keeps what nobody expected.
func (h simLog) Handle(_ context.Context, r slog.Record) error {
	expected := []string{
		"nothing was recorded", "outbox: the store failed; trying again", "jobs: the store failed; trying again",
		"the log could not be signed", "outbox: given up",
	}
	if slices.Contains(expected, r.Message) {
		return nil
	}
	words := r.Message
	r.Attrs(func(a slog.Attr) bool { words += " " + a.String(); return true })
	h.life.mu.Lock()
	defer h.life.mu.Unlock()
	h.life.troubles = append(h.life.troubles, words)
	return nil
}

// WithAttrs and WithGroup change nothing: only the message is looked at.
func (h simLog) WithAttrs([]slog.Attr) slog.Handler { return h }

// WithGroup is described at WithAttrs.
func (h simLog) WithGroup(string) slog.Handler { return h }

// received tells how often each delivery arrived.
func (p *simPlatform) received() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.arrived)
}

// attempts is how often somebody was written to.
func (p *simPlatform) attempts(id string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tries[id+"/"]
}

// platform is where a person is.
func (l *simLife) platform(p *simPerson) *simPlatform {
	if p.user.Ref.Platform == l.d.name {
		return l.d
	}
	return l.tg
}
