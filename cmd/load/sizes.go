package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/store"
)

// sized is what the mix waited in a ledger of one size.
type sized struct {
	Deals           int
	Seed            seeded
	List, View, Rep time.Duration // p99, nanoseconds in JSON
	Sweep           time.Duration
	CPU             float64
	RSS             int64
	Ratios          [4]float64 // of list, view, rep and sweep, to the smallest ledger
}

// sizes measures the same mix in ledgers of several sizes, on the first platform.
func sizes(ctx context.Context, o options, out io.Writer) error {
	t := table{
		{"deals", 8},
		{"list ms", 8},
		{"view ms", 8},
		{"rep ms", 8},
		{"sweep ms", 8},
		{"to the smallest", 27},
		{"CPU s/10k", 9},
		{"RSS MB", 6},
		{"deals/s seeded", 14},
	}
	var all []sized
	for _, deals := range o.sizes {
		s, err := sizeOf(ctx, o, deals)
		if err != nil {
			return fmt.Errorf("%d deals: %w", deals, err)
		}
		all = append(all, s)
		least := all[0]
		s.Ratios = [4]float64{part99(s.List, least.List), part99(s.View, least.View), part99(s.Rep, least.Rep), part99(s.Sweep, least.Sweep)}
		all[len(all)-1] = s
		if o.json {
			continue
		}
		if len(all) == 1 {
			say(out, "p99 of the mix at %s on %s\n", evenLoad(o), o.platforms[0])
			t.head(out)
		}
		t.row(out, strconv.Itoa(deals), millis(s.List), millis(s.View), millis(s.Rep), millis(s.Sweep),
			fmt.Sprintf("%.2f / %.2f / %.2f / %.2f", s.Ratios[0], s.Ratios[1], s.Ratios[2], s.Ratios[3]),
			fmt.Sprintf("%.2f", s.CPU), megabytes(s.RSS), fmt.Sprintf("%.0f", s.Seed.DealsPerSecond))
	}
	if o.json {
		return printJSON(out, all)
	}
	return nil
}

func part99(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

// sizeOf seeds a ledger, lets the most active of its people mix in it, and then
// lets its time pass.
func sizeOf(ctx context.Context, o options, deals int) (s sized, err error) {
	s.Deals = deals
	if o.ledger, err = os.MkdirTemp(o.folder, "parley-size-"); err != nil {
		return s, fmt.Errorf("make a folder for the ledger: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(o.ledger)) }() //nolint:gosec // the folder was made above, where whoever runs this said
	c, err := seedSettings(o.ledger)
	if err != nil {
		return s, err
	}
	o.persons = max(deals/10, 4*o.people) // half of them are on the platform
	if s.Seed, err = seedLedger(ctx, o, c, o.persons, deals, func(string, ...any) {}); err != nil {
		return s, err
	}
	o.settlers = true
	m, err := mixOn(ctx, o, o.platforms[0])
	if err != nil {
		return s, err
	}
	s.List, s.View, s.Rep, s.CPU, s.RSS = m.of("list").P99, m.of("view").P99, m.of("rep").P99, m.CPU, m.RSS
	s.Sweep, err = sweepTime(ctx, o)
	return s, err
}

const (
	sweeps     = 200
	sweepEvery = 10 * time.Minute
)

// sweepTime lets the clock of a ledger run on, and returns the p99 of what each
// sweep took, its commit included.
func sweepTime(ctx context.Context, o options) (p99 time.Duration, err error) {
	c, err := seedSettings(o.ledger)
	if err != nil {
		return 0, err
	}
	now := time.Now()
	h := house.Furnish(c, nil, slog.New(slog.DiscardHandler))
	_, s, err := h.Open(ctx, func() time.Time { return now }, house.Tuning{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var t tally
	for range sweeps {
		now = now.Add(sweepEvery)
		begin := time.Now()
		err := s.Write(ctx, func(tx *store.Tx) error {
			_, err := h.Recorder.Sweep(tx, 1)
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("sweep: %w", err)
		}
		t.add(time.Now(), time.Since(begin), false)
	}
	return t.quantiles(0.99)[0], nil
}
