package pretend

import (
	"context"
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// privatePayload is the payload of "Open privately": the frontend's own, which
// the core is not asked about while an answer waits.
const privatePayload = "private"

// What is remembered of a direct chat, so that a restarted sandbox still knows
// whom the bot may write to.
const (
	reachStarted = "started"
	reachClosed  = "closed"
)

// Start is somebody pressing Start, with the payload of the link that led
// there, or "".
func (w *World) Start(who chat.UserRef, payload string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return ErrNobody
	}
	return w.start(w.frontend(who.Platform), p, payload)
}

func (w *World) start(f *Frontend, p *person, payload string) error {
	if !f.profile.StartFirst {
		return ErrElsewhere
	}
	w.unlock(f, p)
	if payload == privatePayload {
		// After a restart nothing is held any more: then it is a plain Start.
		if len(p.held) > 0 {
			f.release(p)
			return nil
		}
		payload = ""
	}
	words := []chat.Value{{Text: "start"}}
	if payload != "" {
		words = append(words, chat.Value{Text: payload})
	}
	w.act(p, direct(p), chat.Interaction{Kind: chat.Invoke, Words: words})
	return nil
}

// Arrive makes somebody one who pressed Start long ago: the core is not told.
func (w *World) Arrive(who chat.UserRef) error {
	return w.change(who, func(p *person) { p.Started = true })
}

// Close is somebody closing the direct chat: blocking the bot.
func (w *World) Close(who chat.UserRef) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return ErrNobody
	}
	f := w.frontend(who.Platform)
	p.Closed = true
	f.remember(p, reachClosed)
	if f.profile.TellsBlocks {
		w.observe(who.String(), chat.Event{Kind: chat.Blocked, User: p.User, Place: direct(p).Place})
	}
	return nil
}

// Reopen is somebody opening the direct chat again after closing it.
func (w *World) Reopen(who chat.UserRef) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return ErrNobody
	}
	w.unlock(w.frontend(who.Platform), p)
	return nil
}

// unlock makes the direct chat open; the core is told where the platform tells.
func (w *World) unlock(f *Frontend, p *person) {
	if p.Started && !p.Closed {
		return
	}
	p.Started, p.Closed = true, false
	f.remember(p, reachStarted)
	if f.profile.TellsBlocks {
		w.observe(p.Ref.String(), chat.Event{Kind: chat.Started, User: p.User, Place: direct(p).Place})
	}
}

// remember queues the fact in the person's lane, so that the newest one wins.
func (f *Frontend) remember(p *person, state string) {
	f.queue.add(event{lane: p.Ref.String(), fact: &fact{key: reachKey(p.Ref), value: state}})
	f.world.touch()
}

func reachKey(who chat.UserRef) string { return string(who.Platform) + "/reach/" + who.ID }

// recallReach restores who can be written to from what an earlier process
// remembered. What happened in this process counts more.
func (f *Frontend) recallReach(ctx context.Context, core chat.Core) error {
	for _, p := range f.world.People() {
		if p.Ref.Platform != f.profile.Platform || p.Started || p.Closed {
			continue
		}
		state, err := core.Recall(ctx, reachKey(p.Ref))
		if err != nil {
			return fmt.Errorf("pretend: recall who can be reached: %w", err)
		}
		if state == "" {
			continue
		}
		if err := f.world.change(p.Ref, func(p *person) {
			p.Started, p.Closed = true, state == reachClosed
		}); err != nil {
			return err
		}
	}
	return nil
}

func isDirect(place chat.PlaceRef) bool { return strings.HasPrefix(place.ID, directPrefix) }

// validPayload holds a start payload to the alphabet that the real platform
// takes: 1 to 64 of A-Z a-z 0-9 _ -.
func validPayload(payload string) bool {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return payload != "" && len(payload) <= 64 && strings.Trim(payload, alphabet) == ""
}
