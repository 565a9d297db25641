package bot

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/trace"
)

// Handled is what Options.Handled is told of one interaction.
type Handled struct {
	Platform chat.Platform
	Kind     chat.InteractionKind
	Command  string // path of the command; "" where it means none
	Outcome  Outcome
	Took     time.Duration // until the answer was decided, waiting for one's turn included
}

// Outcome is how an interaction ended.
type Outcome string

// The outcomes. Only Broken is a mistake of ours.
const (
	Answered Outcome = "answered"
	Declined Outcome = "refused" // the person was told why not
	Busy     Outcome = "busy"    // nothing was recorded; it may come again
	Broken   Outcome = "failed"  // the person got an id to quote
)

func outcomeOf(err error) Outcome {
	if err == nil {
		return Answered
	}
	if _, refused := fault.As(err); refused {
		return Declined
	}
	if passing(err) || errors.Is(err, chat.ErrNotRecorded) {
		return Busy
	}
	return Broken
}

// trouble is an error that is no answer to the person.
func trouble(err error) error {
	if err == nil {
		return nil // looking for a fault would cost an allocation
	}
	if _, refused := fault.As(err); refused {
		return nil
	}
	return err
}

// report tells of an interaction that ended with err.
func (b *Bot) report(in chat.Interaction, command string, err error, begun time.Time) {
	if b.handled == nil {
		return
	}
	b.handled(Handled{
		Platform: in.User.Ref.Platform, Kind: in.Kind, Command: command, Outcome: outcomeOf(err), Took: time.Since(begun),
	})
}

// span begins the trace of an interaction. Its reference is not worth its hash
// where nobody traces.
func (b *Bot) span(ctx context.Context, in chat.Interaction) (context.Context, func(error)) {
	if b.trace == nil {
		return b.trace.Begin(ctx, trace.Op{})
	}
	return b.trace.Begin(ctx, trace.Op{
		Name: "interaction", Kind: string(in.Kind), Platform: string(in.User.Ref.Platform), ID: in.Reference(),
	})
}

var errNoServer = errors.New("bot: this process serves no HTTP: set HTTP_ADDR")

// Mount serves h under path for a frontend, where the process has a server.
func (b *Bot) Mount(path string, h http.Handler) (func(), error) {
	if b.web == nil {
		return nil, errNoServer
	}
	return b.web.Mount(path, h)
}
