// Command load measures the bot: pretended people on the doubles of the
// platforms talk to it in a process of its own, over HTTP and websockets, and
// what they wait for its answers is reported, beside a bot that only echoes.
//
//	load                 the figures of both platforms
//	load soak            many interactions: do memory and goroutines stay flat?
//	load dead            one platform dies for a while: what does the other feel?
//	load peers           ours beside what people would use instead, which it installs
//	load mix             people who start, confirm, complete and look, by command
//	load sizes           the same mix in ledgers of several sizes
//	load seed            two years of deals into the empty ledger that the settings name
//	load echo PLATFORM   the bot that only echoes, as the figures start it
//	load bot             the bot, as all of them start it
//
// It exits with 0 when all went well, 1 when something failed or a claim did
// not hold, and 2 when it was called wrongly. It reads the CPU time and memory
// of the bot from /proc, so it needs Linux.
//
// The runs are figures.go, soak.go and dead.go; people.go, script.go, drive.go
// and even.go are the people, double.go the platforms they are on. A rig (rig.go)
// joins them with a bot in a process of its own (process.go, proc.go), which is
// this program again: bot.go or echo.go. The bots it is compared with are listed in
// peer.go and lie in peers. A new kind of talk is a function in
// script.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes.
const (
	exitGood   = 0
	exitFailed = 1
	exitUsage  = 2
)

// errClaim ends a run whose figures did not hold what is promised of them.
var errClaim = errors.New("not everything held")

// streams are where the program talks and listens.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run is main with everything handed in. It returns the exit code.
func run(ctx context.Context, args []string, std streams) int {
	mode := ""
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		mode, args = args[0], args[1:]
	}
	o, rest, err := readOptions(mode, args, std.err)
	if errors.Is(err, flag.ErrHelp) {
		return exitGood
	}
	if err != nil {
		return exitUsage
	}
	switch mode {
	case "":
		err = figures(ctx, o, std.out)
	case "soak":
		err = soak(ctx, o, std.out)
	case "dead":
		err = dead(ctx, o, std.out)
	case "peers":
		err = comparePeers(ctx, o, std.out)
	case "seed":
		err = seed(ctx, o, std.out)
	case "mix":
		err = mixes(ctx, o, std.out)
	case "sizes":
		err = sizes(ctx, o, std.out)
	case "echo":
		err = echo(ctx, rest, std)
	case "bot":
		err = profiled(o.profile, func() error { return serve(ctx, std) })
	default:
		err = fmt.Errorf("there is no command %q", mode)
	}
	if err != nil {
		say(std.err, "load: %v\n", err)
		return exitFailed
	}
	return exitGood
}

// say writes to a stream whose reader may be gone, which is no reason to fail.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
