package discord

import (
	"context"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// directs are the direct chats that are known, by user. Opening one costs a
// request of a kind that Discord watches, so the core remembers them, too.
type directs struct {
	mu    sync.Mutex
	known map[string]string
}

// knownDirects bounds the memory; what is forgotten is recalled or asked again.
const knownDirects = 4096

// directKey names the fact that holds a person's direct chat.
func directKey(user string) string { return "discord:direct:" + user }

func newDirects() *directs { return &directs{known: map[string]string{}} }

// learn notes a direct chat; where there is no room, any other is forgotten.
func (d *directs) learn(user, channel string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.known) >= knownDirects {
		for someone := range d.known {
			delete(d.known, someone)
			break
		}
	}
	d.known[user] = channel
}

// of returns the channel of a person, or "".
func (d *directs) of(user string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.known[user]
}

// forget drops a direct chat.
func (d *directs) forget(user string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, user)
}

// inDirect runs send with a person's direct chat. A chat that was remembered may
// be another bot's, whose token this one had before: it is opened anew then.
func (s *session) inDirect(ctx context.Context, user string, send func(channel string) error) error {
	channel, err := s.openDirect(ctx, user)
	if err != nil {
		return err
	}
	err = send(channel)
	if class := classOf(err); err == nil || class != chat.Gone && class != chat.Forbidden {
		return err
	}
	s.directs.forget(user)
	another, failed := s.openAnew(ctx, user)
	if failed != nil {
		return failed
	}
	if another == channel {
		return err
	}
	return send(another)
}

// openDirect returns the channel of a direct chat.
func (s *session) openDirect(ctx context.Context, user string) (string, error) {
	if channel := s.directs.of(user); channel != "" {
		return channel, nil
	}
	if channel, err := s.core.Recall(ctx, directKey(user)); err == nil && channel != "" {
		s.directs.learn(user, channel)
		return channel, nil
	}
	return s.openAnew(ctx, user)
}

// openAnew asks Discord for the channel of a direct chat.
func (s *session) openAnew(ctx context.Context, user string) (string, error) {
	channel, err := s.api.OpenDirect(ctx, user)
	if err != nil {
		return "", unreachable(err)
	}
	s.directs.learn(user, channel)
	if err := s.core.Remember(ctx, directKey(user), channel); err != nil {
		s.log.Warn("discord: a direct chat is not remembered", "cause", err)
	}
	return channel, nil
}

// unreachable turns what Discord says of people with whom no direct chat can be
// opened into what it means.
func unreachable(err error) error {
	switch classOf(err) {
	case chat.Invalid, chat.Gone, chat.Forbidden:
		return &chat.SendError{Class: chat.Unreachable, Err: err}
	}
	return err
}
