package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// evidence is a small ledger on the disk, with a key, and nobody who has it open.
type evidence struct {
	t       *testing.T
	c       config.Config
	key     string // public
	receipt string // path of the receipt of event 2
	actor   string // of its events
}

func keepEvidence(t *testing.T, name string) *evidence { return keepHistory(t, name, audit.System) }

func keepHistory(t *testing.T, name, actor string) *evidence {
	t.Helper()
	e := &evidence{t: t, actor: actor, c: load(t, map[string]string{
		"DATABASE_PATH": filepath.Join(t.TempDir(), "parley.db"), "LOG_SIGNING_KEY_FILE": filepath.Join(t.TempDir(), "log.key"),
	})}
	e.c.LogOrigin = name
	e.receipt = filepath.Join(t.TempDir(), "3F9A2B01-1.tlog-proof")
	e.log(3)
	return e
}

func load(t *testing.T, env map[string]string) config.Config {
	t.Helper()
	c, err := config.Load(func(name string) (string, bool) { v, ok := env[name]; return v, ok }, filepath.Join(t.TempDir(), ".env"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// open has the database to itself until fn returns.
func (e *evidence) open(fn func(s *store.Store)) {
	e.t.Helper()
	s := storetest.OpenOptions(e.t, store.Options{
		Path: e.c.DatabasePath, Now: storetest.NewClock(storetest.Epoch).Now, Migrations: bot.Migrations(house.Apps(e.c, nil)),
	})
	fn(s)
	if err := s.Close(); err != nil {
		e.t.Error(err)
	}
}

// log appends events, has them signed, and writes a receipt.
func (e *evidence) log(events int) {
	e.t.Helper()
	e.open(func(s *store.Store) {
		l, err := audit.Start(e.t.Context(), audit.Options{Store: s, Name: e.c.LogOrigin, KeyFile: e.c.SigningKeyFile, Rand: storetest.Random(1)})
		if err != nil {
			e.t.Fatal(err)
		}
		e.key = l.Key()
		e.write(s, func(tx *store.Tx) error {
			for range events {
				if _, err := audit.Append(tx, audit.Event{Type: "test.happened", Actor: e.actor, As: audit.System}); err != nil {
					return err
				}
			}
			return nil
		})
		if _, err := l.Checkpoint(e.t.Context()); err != nil {
			e.t.Fatal(err)
		}
		e.write(s, func(tx *store.Tx) error {
			data, err := audit.Receipt(tx, 2)
			if err != nil {
				return err
			}
			return os.WriteFile(e.receipt, data, 0o600)
		})
	})
}

func (e *evidence) write(s *store.Store, fn func(tx *store.Tx) error) {
	e.t.Helper()
	if err := s.Write(e.t.Context(), fn); err != nil {
		e.t.Fatal(err)
	}
}

func (e *evidence) exec(queries ...string) {
	e.t.Helper()
	e.open(func(s *store.Store) {
		e.write(s, func(tx *store.Tx) error {
			for _, query := range queries {
				if _, err := tx.SQL().Exec(query); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// call runs verify or witness and checks the exit code and a part of what it said.
func (e *evidence) call(code int, says string, args ...string) (out string) {
	e.t.Helper()
	var stdout, stderr bytes.Buffer
	std := streams{out: &stdout, err: &stderr}
	run := verify
	if args[0] == "witness" {
		run = witnesses
	}
	got := run(e.t.Context(), e.c, args[1:], std)
	if got != code || !strings.Contains(stdout.String()+stderr.String(), says) {
		e.t.Errorf("%v: exit %d, want %d and %q, said:\n%s%s", args, got, code, says, &stdout, &stderr)
	}
	if code != exitGood && stdout.Len() > 0 {
		e.t.Errorf("%v: wrote %q though it failed", args, &stdout)
	}
	return stdout.String()
}

func TestVerifyLogCommand(t *testing.T) {
	t.Parallel()
	e := keepEvidence(t, "harbor")
	e.call(exitGood, "The log harbor is whole: 4 events, 1 checkpoints", "verify", "log")
	e.call(exitOther, "Usage: parley verify", "verify")
	e.call(exitOther, "Usage: parley verify", "verify", "log", "more")
	e.call(exitOther, "Usage: parley verify", "verify", "fly")
	e.open(func(*store.Store) { e.call(exitOther, "stop the bot first", "verify", "log") })
	e.exec(`DROP TRIGGER audit_events_no_update`, `UPDATE audit_events SET type = 'x' WHERE seq = 2`)
	e.call(exitBroken, "event 2: the columns do not match the payload", "verify", "log")
	e.exec(`UPDATE audit_events SET type = 'test.happened' WHERE seq = 2`)
	e.call(exitBroken, "audit_events_no_update is missing", "verify", "log")

	lost := keepHistory(t, "lagoon", audit.System)
	lost.open(func(s *store.Store) {
		lost.write(s, func(tx *store.Tx) error {
			_, err := audit.Append(tx, audit.Event{Type: deals.EventCreated, Deal: "d", DealSeq: 1})
			return err
		})
	})
	lost.call(exitBroken, "the log knows of 1 deals, the tables of 0", "verify", "log")

	e.c.DatabasePath += ".gone"
	e.call(exitOther, "there is no database", "verify", "log")
	if _, err := os.Stat(e.c.DatabasePath); err == nil {
		t.Error("looking at it made one")
	}
}

// A receipt is checked with the database gone.
func TestVerifyReceiptCommand(t *testing.T) {
	t.Parallel()
	e := keepEvidence(t, "harbor")
	if err := os.Remove(e.c.DatabasePath); err != nil {
		t.Fatal(err)
	}
	out := e.call(exitGood, "The receipt is genuine", "verify", "receipt", e.receipt, "--key", e.key)
	for _, want := range []string{"signed by harbor over 4 events", "Event 2 of the log harbor", `"type":"test.happened"`, "not that nothing followed"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	e.call(exitGood, "genuine", "verify", "receipt", "--key="+e.key, e.receipt)
	e.call(exitOther, "Usage: parley verify", "verify", "receipt", e.receipt)
	e.call(exitOther, "Usage: parley verify", "verify", "receipt", "--key", e.key)
	e.call(exitOther, "is not the public key of a log", "verify", "receipt", e.receipt, "--key", "harbor")
	e.call(exitOther, "is not the public key of a witness", "verify", "receipt", e.receipt, "--key", e.key, "--witness", e.key)
	e.call(exitOther, "no such file", "verify", "receipt", e.receipt+"x", "--key", e.key)
	other := keepEvidence(t, "lagoon")
	e.call(exitBroken, "proves nothing", "verify", "receipt", e.receipt, "--key", other.key)
	data, err := os.ReadFile(e.receipt)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.receipt, bytes.Replace(data, []byte("index 2"), []byte("index 1"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	e.call(exitBroken, "proves nothing", "verify", "receipt", e.receipt, "--key", e.key)
}
