package bot

import (
	"context"
	"log/slog"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace"
)

// Options is what an engine is made of. Store, Apps and Frontends are required;
// the store must have been opened with Migrations(Apps).
type Options struct {
	Store     *store.Store
	Apps      []app.App
	Frontends []chat.Frontend
	Owners    []chat.UserRef
	Logger    *slog.Logger // default slog.Default()
	About     About
	// Budget is how long one interaction may hold the writer; default 2 s.
	Budget time.Duration
	// RestartAfter is how long a frontend that failed rests before its first new
	// start; the rest doubles up to a minute. Default 1 s.
	RestartAfter time.Duration
	// MediatorRole is the name of the role whose members mediate where a
	// community has not chosen another; "" is communities.DefaultMediatorRole.
	MediatorRole string
	// LogOrigin names the audit log at the first start; "" makes a name up.
	LogOrigin string
	// Counted is told of every command that was answered, outside any transaction;
	// failed says that it came to nothing through no fault of the person's.
	Counted func(command string, failed bool)
	// Handled is told of every interaction that came in, outside any transaction.
	Handled func(Handled)
	// Outbox and Jobs may set what those rooms tell of their work: Attempted, Ended
	// and Tried. The rest of their options is the engine's.
	Outbox func(*outbox.Options)
	Jobs   func(*jobs.Options)
	Trace  trace.Start // a span for each interaction, job and send; nil: none
	// Web serves what frontends mount; nil where the process serves nothing.
	Web chat.Mounter
	// Workers run beside the outbox and the jobs, by name, and end with them.
	Workers map[string]func(ctx context.Context) error
	// Settle does at once what would be done soon; Bot.Settle calls it. nil: nothing.
	Settle func(ctx context.Context) error
	// StopWithin is how long a stop may take in all; default 15 s.
	StopWithin time.Duration
}

// About is what /about says of this installation.
type About struct {
	Version string
	Source  string        // https address of the source code
	LogKey  func() string // returns the public key of the audit log; nil where it is not signed
}

// The time budget of one interaction inside its transaction: the writer is
// shared, so a slow one is reported, and ended before it holds up the others.
const (
	budgetWarn = 50 * time.Millisecond
	budgetEnd  = 2 * time.Second  // the default of Options.Budget
	queueEnd   = 20 * time.Second // waiting for the writer included
)

// cardLife is how long a button works; keptFor is how long what is over is kept:
// stored answers, and the rows behind expired buttons, which get a friendly
// answer for so long.
const (
	cardLife = 30 * 24 * time.Hour
	keptFor  = 30 * 24 * time.Hour
)
