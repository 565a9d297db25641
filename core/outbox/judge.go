package outbox

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// maxTries is how often a notification is tried, not counting the attempts that
// the platform merely asked to make later.
const maxTries = 6

// What a platform is given where it asks for time without saying how much.
const (
	defaultWait = time.Second
	defaultSlow = 10 * time.Minute
)

// backoff returns how long to wait after the given number of tries: 1, 3, 9, 27
// and 60 seconds. All of them fit a platform that recognises a repetition for two
// minutes.
func backoff(tries int) time.Duration {
	d := time.Second
	for range tries - 1 {
		d *= 3
	}
	return min(d, time.Minute)
}

// verdict is what follows from an attempt. State is Ready where it is to be made
// again, after delay.
type verdict struct {
	state   State
	delay   time.Duration
	counted bool // a try against the limit
	unsure  bool // it may have had its effect

	unreachable bool // the identity cannot be written to
	disable     bool // the place takes no more
	move        bool // the place has another reference
}

// judge decides what follows from a failed attempt at e: the tables D9 and T8 of
// the platforms' documents. recognised is how long from now the platform would
// know a repetition of the message for what it is; 0 for not at all.
func judge(e entry, direct bool, failure *chat.SendError, recognised time.Duration) verdict {
	switch failure.Class {
	// These three say nothing about the message, so they do not use up its tries;
	// what they say about the platform is the pacer's business.
	case chat.Wait:
		return verdict{state: Ready, delay: orElse(failure.After, defaultWait)}
	case chat.Slow:
		return verdict{state: Ready, delay: orElse(failure.After, defaultSlow)}
	case chat.Fatal:
		return verdict{state: Ready}
	case chat.Retry:
		return judgeRetry(e, failure)
	case chat.Unreachable:
		return judgeUnreachable(direct)
	case chat.Gone, chat.Forbidden:
		// A direct chat that is gone says that this identity cannot be reached; the
		// person may have another one.
		if direct {
			return judgeUnreachable(direct)
		}
		return verdict{state: State(failure.Class), disable: true}
	case chat.Moved:
		// Two moves in a row would be a circle as likely as a journey.
		if direct || e.moves > 0 || failure.MovedTo.IsZero() || failure.MovedTo == e.place {
			return verdict{state: Dead}
		}
		return verdict{state: Ready, move: true}
	case chat.Late, chat.Full, chat.Invalid:
		return verdict{state: Dead}
	}
	return judgeUnknown(e, recognised)
}

func judgeRetry(e entry, failure *chat.SendError) verdict {
	v := verdict{state: Ready, counted: true, delay: max(backoff(e.tries+1), failure.After)}
	if e.tries+1 < maxTries {
		return v
	}
	v.state = Dead
	if !e.unsure.IsZero() {
		v.state = Unknown // an earlier attempt may have arrived
	}
	return v
}

// judgeUnknown repeats only what the platform will recognise, or what may be
// read twice.
func judgeUnknown(e entry, recognised time.Duration) verdict {
	v := verdict{state: Ready, counted: true, unsure: true, delay: backoff(e.tries + 1)}
	if e.tries+1 >= maxTries || (!e.repeatable && v.delay >= recognised) {
		v.state = Unknown
	}
	return v
}

func judgeUnreachable(direct bool) verdict {
	if !direct {
		return verdict{state: Unreachable}
	}
	return verdict{state: Ready, unreachable: true}
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// asSendError reads a frontend's error. One that breaks the contract says nothing
// about the effect, so it is unknown.
func asSendError(err error) *chat.SendError {
	var failure *chat.SendError
	if errors.As(err, &failure) {
		return failure
	}
	return &chat.SendError{Class: chat.Unknown, Err: err}
}
