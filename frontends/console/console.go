package console

import (
	"context"
	"io"
	"time"

	"github.com/parleybot/parley/frontends/console/pretend"
)

// Options are what a console works with. World, In and Out are required.
type Options struct {
	World *pretend.World
	In    io.Reader // lines of a script; a terminal is read from the process's own
	Out   io.Writer
	// Interactive says that people sit at a terminal; otherwise lines are read
	// and answered one after the other, without colour.
	Interactive bool
	// Settle waits until nothing is left that the engine would do by itself now:
	// notifications on their way, work that is due. nil: nothing to wait for.
	Settle func(ctx context.Context) error
	// Advance lets time pass. nil: "/wait" does not exist.
	Advance func(ctx context.Context, d time.Duration) error
	// History is the file that keeps what was typed at a terminal; "": none.
	History string
	// Colour allows colours at a terminal.
	Colour bool
}

// Run talks until the input ends, somebody types /quit, or ctx ends; all three
// are a clean end. The frontends of the world must be running.
func Run(ctx context.Context, opt Options) error {
	if opt.Interactive {
		return runTerminal(ctx, opt)
	}
	return runLines(ctx, opt)
}

// greeting is the three lines with which the sandbox opens.
const greeting = `Parley's sandbox: people on two pretended chat apps share one real ledger.
You are alice. Type /deal start, press buttons by number; /as bob makes you bob.
/who lists the people, /keys what works here, /help the bot's own, /quit ends it.
`
