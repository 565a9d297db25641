package telegram

import (
	"context"
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// tries is how often an answer is sent before it is given up, over two minutes.
// Nobody would send it again, and showing it twice is better than never.
const tries = 8

// backoff is the pause after a failed try, counted from 0.
func backoff(try int) time.Duration { return min(time.Second<<min(try, 6), time.Minute) }

// call makes one call and says how it failed. A notification fails at once, for
// the outbox decides; an answer is patient.
func (f *Frontend) call(ctx context.Context, c botapi.Call, patient bool, do func(ctx context.Context) error) *chat.SendError {
	for try := 0; ; try++ {
		failure := botapi.Classify(do(botapi.With(ctx, c)), c)
		if failure == nil || !patient || try == tries-1 || !passing(failure) {
			return failure
		}
		if !f.pause(ctx, max(failure.After, backoff(try))) {
			return failure
		}
	}
}

// passing reports failures that lie with the moment.
func passing(failure *chat.SendError) bool {
	switch failure.Class {
	case chat.Wait, chat.Retry, chat.Unknown, chat.Slow:
		return true
	default:
		return false
	}
}

// fatal reports that Telegram refuses this bot as a whole.
func fatal(err error) bool {
	var failure *chat.SendError
	return errors.As(err, &failure) && failure.Class == chat.Fatal
}

// pause waits; it reports false if ctx ended first.
func (f *Frontend) pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-f.after(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
