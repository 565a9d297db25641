package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/audit/witness"
	"github.com/parleybot/parley/core/store"
)

const witnessUsage = `Usage: parley witness request [--old SIZE]
       parley witness key --dir FOLDER [--name NAME]
       parley witness cosign REQUEST --log KEY [--log KEY]... --dir FOLDER [--name NAME]
       parley witness check REQUEST COSIGNATURE --log KEY [--log KEY]... --witness KEY

An agency asks another one to vouch that its log only ever grows:
  request   at the agency: write a request for the newest checkpoint; --old is the
            size that the witness saw last, 0 (the default) for the first time; the bot may
            run meanwhile
  cosign    at the witness: look at a request and write the line that vouches for it
  check     at either: see that the line is the witness's and fits the request
  key       at the witness: write its public key, making one under NAME where there is none

It exits with 0 when all is well, 1 when the evidence is broken (a fork, an older log, a wrong
signature), 2 on any other error.
`

// witnesses runs the commands about witnesses and returns the exit code.
func witnesses(ctx context.Context, c config.Config, args []string, std streams) (exit int) {
	what := ""
	if len(args) > 0 {
		what, args = args[0], args[1:]
	}
	flags := quietFlags("witness " + what)
	var w witnessCall
	flags.Int64Var(&w.old, "old", 0, "")
	flags.Var(&w.logs, "log", "")
	flags.StringVar(&w.folder, "dir", "", "")
	flags.StringVar(&w.name, "name", "", "")
	flags.StringVar(&w.witness, "witness", "", "")
	files, err := operands(flags, args)
	w.files = files
	switch {
	case err != nil:
	case what == "request" && len(files) == 0 && w.old >= 0:
		return w.request(ctx, c, std)
	case what == "key" && len(files) == 0 && w.folder != "":
		return w.key(std)
	case what == "cosign" && len(files) == 1 && w.folder != "" && len(w.logs) > 0:
		return w.cosign(std)
	case what == "check" && len(files) == 2 && w.witness != "" && len(w.logs) > 0:
		return w.check(std)
	}
	say(std.err, witnessUsage)
	return exitOther
}

// witnessCall is what one of the commands was called with.
type witnessCall struct {
	old                   int64
	logs                  texts
	folder, name, witness string
	files                 []string
}

func (w *witnessCall) request(ctx context.Context, c config.Config, std streams) int {
	var r witness.Request
	_, err := withLedger(ctx, c, func(s *store.Store, _ []store.Migrations) error {
		return s.Read(ctx, func(tx *store.Tx) (err error) { r, err = witness.NewRequest(tx, w.old); return err })
	})
	if err != nil {
		return other(std, err)
	}
	say(std.out, string(r.Format()))
	return exitGood
}

func (w *witnessCall) key(std streams) int {
	it, err := witness.Open(w.folder, w.name, rand.Reader, time.Now)
	if err != nil {
		return other(std, err)
	}
	say(std.out, it.Key()+"\n")
	return exitGood
}

func (w *witnessCall) cosign(std streams) int {
	keys, err := publicKeys(w.logs, nil)
	if err != nil {
		return other(std, err)
	}
	request, err := os.ReadFile(w.files[0])
	if err != nil {
		return other(std, err)
	}
	it, err := witness.Open(w.folder, w.name, rand.Reader, time.Now)
	if err != nil {
		return other(std, err)
	}
	line, err := it.Cosign(request, keys...)
	if witness.Refused(err) {
		say(std.err, "parley: not vouched for: "+err.Error()+"\n")
		return exitBroken
	}
	if err != nil {
		return other(std, err)
	}
	say(std.out, line)
	return exitGood
}

func (w *witnessCall) check(std streams) int {
	keys, err := publicKeys(w.logs, []string{w.witness})
	if err != nil {
		return other(std, err)
	}
	var files [2][]byte
	for i, name := range w.files {
		if files[i], err = os.ReadFile(name); err != nil {
			return other(std, err)
		}
	}
	r, err := witness.ParseRequest(files[0])
	if err != nil {
		return other(std, err)
	}
	c, signers, err := audit.OpenCheckpoint(append(r.Checkpoint, files[1]...), keys...)
	if last := len(signers) - 1; err == nil && signers[last].KeyHash() != keys[len(keys)-1].KeyHash() {
		err = errors.New("the last line is not the witness's")
	}
	if err != nil {
		say(std.err, "parley: nobody vouches for this: "+err.Error()+"\n")
		return exitBroken
	}
	say(std.out, fmt.Sprintf("%s vouches for %s with %d events.\n", signers[len(signers)-1].Name(), c.Origin, c.Size))
	return exitGood
}
