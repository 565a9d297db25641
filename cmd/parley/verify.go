package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/audit/witness"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// Exit codes of the commands about evidence.
const (
	exitBroken = 1 // what was checked is not what it claims to be
	exitOther  = 2 // it could not be checked
)

const verifyUsage = `Usage: parley verify log
       parley verify receipt FILE --key KEY [--key KEY]... [--witness KEY]...

  log       check the whole ledger: events, tree, checkpoints, chains, guards, and deals and reputation against the log
  receipt   check a receipt with the public key of its log, and nothing else

  --key      a public key of the log; two where the log changed its key just then
  --witness  a public key of a witness whose signature stands below the receipt

It exits with 0 when all is well, 1 when the evidence is broken, 2 when it could not be checked.
`

// verify checks the log or a receipt and returns the exit code.
func verify(ctx context.Context, c config.Config, args []string, std streams) (exit int) {
	what := ""
	if len(args) > 0 {
		what, args = args[0], args[1:]
	}
	switch what {
	case "log":
		return verifyLog(ctx, c, args, std)
	case "receipt":
		return verifyReceipt(args, std)
	}
	say(std.err, verifyUsage)
	return exitOther
}

func verifyLog(ctx context.Context, c config.Config, args []string, std streams) int {
	if len(args) > 0 {
		say(std.err, verifyUsage)
		return exitOther
	}
	s, guards, err := openLedger(ctx, c)
	if err != nil {
		return other(std, err)
	}
	err = audit.Complete(ctx, s)
	var report audit.Report
	if err == nil {
		report, err = audit.VerifyLog(ctx, s, house.CheckReplay, guards...)
	}
	err = errors.Join(err, s.Close())
	var broken *audit.Broken
	if errors.As(err, &broken) {
		say(std.err, "parley: the log is not as it was written: "+err.Error()+"\n")
		return exitBroken
	}
	if err != nil {
		return other(std, err)
	}
	say(std.out, fmt.Sprintf("The log %s is whole: %d events, %d checkpoints, root %x.\n", report.Origin, report.Events, report.Checkpoints, report.Root))
	return exitGood
}

// openLedger opens the database that the settings name, which must be there.
func openLedger(ctx context.Context, c config.Config) (*store.Store, []store.Migrations, error) {
	o := house.Ledger(c)
	if _, err := os.Stat(o.Path); o.URL == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no database %s: DATABASE_PATH says which one to look at", o.Path)
	}
	migrations := bot.Migrations(house.Apps(c, nil))
	o.Logger, o.Migrations = c.Logger(io.Discard), migrations
	s, err := store.Open(ctx, o)
	if errors.Is(err, store.ErrInUse) {
		err = fmt.Errorf("%w; stop the bot first, or look at a restored backup", err)
	}
	return s, migrations, err
}

// texts is a flag that may be given more than once.
type texts []string

// String returns all of them.
func (t *texts) String() string { return strings.Join(*t, ", ") }

// Set adds one.
func (t *texts) Set(value string) error { *t = append(*t, value); return nil }

func verifyReceipt(args []string, std streams) int {
	flags := quietFlags("verify receipt")
	var keys, witnesses texts
	flags.Var(&keys, "key", "")
	flags.Var(&witnesses, "witness", "")
	files, err := operands(flags, args)
	if err != nil || len(files) != 1 || len(keys) == 0 {
		say(std.err, verifyUsage)
		return exitOther
	}
	verifiers, err := publicKeys(keys, witnesses)
	if err != nil {
		return other(std, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		return other(std, err)
	}
	p, err := audit.VerifyReceipt(data, verifiers...)
	if err != nil {
		say(std.err, "parley: this receipt proves nothing: "+err.Error()+"\n")
		return exitBroken
	}
	say(std.out, describe(p))
	return exitGood
}

func describe(p audit.Proven) string {
	r := p.Record
	return fmt.Sprintf("The receipt is genuine. It was signed by %s over %d events.\n\n"+
		"Event %d of the log %s, %s: %s\n%s\n\n"+
		"It proves that this was logged, not that nothing followed: for that, ask for newer receipts of the same deal.\n",
		strings.Join(p.SignedBy, ", "), p.Checkpoint.Size, r.Seq, p.Origin, r.At.Format(time.RFC3339Nano), r.Type, r.Payload)
}

// publicKeys reads keys of logs and of witnesses.
func publicKeys(logs, witnesses []string) (keys []note.Verifier, err error) {
	for _, text := range logs {
		k, err := note.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not the public key of a log: %w", text, err)
		}
		keys = append(keys, k)
	}
	for _, text := range witnesses {
		k, err := witness.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not the public key of a witness: %w", text, err)
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func quietFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the usage is said in one place
	return flags
}

// operands parses flags that stand before, between and after what is not a flag.
func operands(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
}

func other(std streams, err error) int {
	say(std.err, "parley: "+err.Error()+"\n")
	return exitOther
}
