// Command parley is the bot. It runs on the platforms whose tokens are set. With
// no token it opens the sandbox: people on two pretended chat apps who talk to
// the real engine over the real store.
//
//	parley            run
//	parley --demo     the sandbox with a small ledger to look at
//	parley check      say what is configured, and what the platforms say to it
//	parley version
//	parley verify     check the log or a receipt
//	parley witness    vouch for the log of another installation
//	parley backup     make or verify a backup
//	parley restore    make a ledger of a backup
//	parley migrate    bring a database up to date, and let the bot in
//	parley copy       move a ledger between SQLite and PostgreSQL
//
// It exits with 0 when all went well, 1 when something failed, and 2 when it was
// called or configured wrongly.
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

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
)

// Exit codes.
const (
	exitGood   = 0
	exitFailed = 1
	exitUsage  = 2
)

// streams are where the program talks and listens.
type streams struct {
	in       io.Reader
	out, err io.Writer
	terminal bool // people sit at in and out
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	std := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stdin) && isTerminal(os.Stdout)}
	os.Exit(run(ctx, os.Args[1:], os.LookupEnv, std))
}

// run is main with everything handed in. It returns the exit code.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), std streams) int {
	flags := flag.NewFlagSet("parley", flag.ContinueOnError)
	flags.SetOutput(std.err)
	demo := flags.Bool("demo", false, "fill an empty sandbox with a small ledger to look at")
	flags.Usage = func() { say(std.err, usage) }
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitGood
		}
		return exitUsage
	}
	c, err := config.Load(lookup, ".env")
	if err != nil {
		say(std.err, "parley: "+err.Error()+"\n")
		return exitUsage
	}
	rest := flags.Args()
	if len(rest) > 0 {
		if does, known := tools()[rest[0]]; known {
			return does(ctx, c, rest[1:], std)
		}
	}
	switch flags.Arg(0) {
	case "":
		err = serve(ctx, c, std, *demo)
	case "check":
		err = check(ctx, c, std.out)
	case "version":
		say(std.out, "parley "+house.Version()+"\n")
	default:
		say(std.err, fmt.Sprintf("parley: there is no command %q\n\n%s", flags.Arg(0), usage))
		return exitUsage
	}
	if err != nil {
		say(std.err, "parley: "+err.Error()+"\n")
		return exitFailed
	}
	return exitGood
}

// tools are the commands that look after a ledger. Each has options and exit codes
// of its own.
func tools() map[string]func(ctx context.Context, c config.Config, args []string, std streams) int {
	return map[string]func(context.Context, config.Config, []string, streams) int{
		"verify": verify, "witness": witnesses, "backup": backupCommand, "restore": restoreCommand,
		"migrate": migrateCommand, "copy": copyCommand,
	}
}

const usage = `Usage: parley [--demo] [command]

  (none)    run the bot; with no token set, the sandbox
  check     say what is configured, whether the platforms accept it and the database opens
  version   say which version this is
  verify    check the log, or a receipt, offline
  witness   vouch for another installation's log, or have one's own vouched for
  backup    make a backup, or verify one
  restore   make a ledger of a backup
  migrate   bring the database up to date and, in PostgreSQL, let the bot's role in
  copy      move a ledger from SQLite to PostgreSQL, or back

  --demo    fill an empty sandbox with a small ledger to look at

Settings come from the environment and from a file .env; see .env.example.
`

// say writes to a stream whose reader may be gone, which is no reason to fail.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
