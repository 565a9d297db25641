package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// seedSpan is how long the life of a seeded ledger was. It ends now.
const seedSpan = 2 * 365 * 24 * time.Hour

// seeded is what a seed made.
type seeded struct {
	Persons, Links, Deals, Events int
	Seconds                       float64
	DealsPerSecond                float64
}

// seed fills the empty ledger that the settings name with a life of two years.
func seed(ctx context.Context, o options, out io.Writer) error {
	c, err := config.Load(os.LookupEnv, ".env")
	if err != nil {
		return err
	}
	made, err := seedLedger(ctx, o, c, o.persons, o.deals, func(format string, args ...any) {
		if !o.json {
			say(out, format, args...)
		}
	})
	if err != nil {
		return err
	}
	if o.json {
		return printJSON(out, made)
	}
	say(out, "%d persons, %d links, %d deals, %d events in %.0f s: %.0f deals a second\n",
		made.Persons, made.Links, made.Deals, made.Events, made.Seconds, made.DealsPerSecond)
	return nil
}

// seeder makes a ledger through the product's own functions, under a clock of its
// own that jumps from one step of the life to the next.
type seeder struct {
	house  *house.House
	store  *store.Store
	chance *rand.Rand
	clock  atomic.Int64 // UTC milliseconds
	begin  time.Time
	end    time.Time

	people   []settler
	active   *rand.Zipf // draws ranks: few people make most deals
	friend   *rand.Zipf // draws how far the counterparty is: most have few
	lives    lives
	made     seeded
	mediator string
}

func (s *seeder) now() time.Time { return time.UnixMilli(s.clock.Load()).UTC() }

// seedLedger fills the ledger of the settings, which must be empty.
func seedLedger(ctx context.Context, o options, c config.Config, persons, deals int, tell func(string, ...any)) (made seeded, err error) {
	s := &seeder{chance: rand.New(rand.NewPCG(o.seed, 2)), end: time.Now().UTC().Truncate(time.Minute)} //nolint:gosec // a ledger that can be repeated
	s.begin = s.end.Add(-seedSpan)
	s.clock.Store(s.begin.UnixMilli())
	s.active = rand.NewZipf(s.chance, 1.2, float64(persons)/100+1, uint64(persons-1))
	s.friend = rand.NewZipf(s.chance, 1.5, 2, uint64(min(persons-2, 200)))
	started := time.Now()
	s.house = house.Furnish(c, nil, slog.New(slog.DiscardHandler))
	if _, s.store, err = s.house.Open(ctx, s.now, house.Tuning{}); err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, s.store.Close()) }()
	if err := s.empty(ctx); err != nil {
		return made, err
	}
	if err := s.settle(ctx, persons); err != nil {
		return made, err
	}
	tell("%d persons after %.0f s\n", persons, time.Since(started).Seconds())
	if err := s.live(ctx, deals, tell); err != nil {
		return made, err
	}
	s.made.Persons, s.made.Seconds = persons, time.Since(started).Seconds()
	s.made.DealsPerSecond = float64(s.made.Deals) / s.made.Seconds
	return s.made, nil
}

// empty fails where the log holds anything younger than the seed begins.
func (s *seeder) empty(ctx context.Context) error {
	return s.store.Read(ctx, func(tx *store.Tx) error {
		last, err := audit.LastAt(tx)
		if err == nil && last.After(s.begin) {
			err = errors.New("the ledger is not empty, and a seed belongs into an empty one")
		}
		return err
	})
}

const (
	// seedStep is how many deals begin in one step of the life, which is one commit.
	seedStep = 25
	// seedLongest is how long a step may be: nobody acts in between.
	seedLongest = 6 * time.Hour
)

// live lets the two years pass.
func (s *seeder) live(ctx context.Context, deals int, tell func(string, ...any)) error {
	steps := max(deals/seedStep, int(seedSpan/seedLongest))
	signed := steps / 104 // about once a week
	for step := range steps {
		s.clock.Store(s.begin.Add(seedSpan / time.Duration(steps+1) * time.Duration(step+1)).UnixMilli())
		until := deals * (step + 1) / steps
		err := s.store.Write(ctx, func(tx *store.Tx) error {
			if err := s.pass(tx); err != nil {
				return err
			}
			for s.made.Deals < until {
				if err := s.propose(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("seed: step %d of %d: %w", step, steps, err)
		}
		if step%signed == signed-1 || step == steps-1 {
			if err := s.house.Checkpoint(ctx); err != nil {
				return fmt.Errorf("seed: %w", err)
			}
		}
		if step%(steps/10) == 0 {
			tell("%d deals, %d events\n", s.made.Deals, s.made.Events)
		}
	}
	return nil
}

// seedSettings are those of a ledger in a folder.
func seedSettings(folder string) (config.Config, error) {
	own := map[string]string{
		"DATABASE_PATH": filepath.Join(folder, "load.db"), "LOG_SIGNING_KEY_FILE": filepath.Join(folder, "load.key"),
		"BACKUP_DIR": filepath.Join(folder, "backups"),
	}
	return config.Load(func(name string) (string, bool) { v, set := own[name]; return v, set }, "")
}
