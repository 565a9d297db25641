package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// kinds are the commands of the mix, in the order in which they are told;
// a notice goes from an act of one person to the notification before the other.
var kinds = [...]string{"start", "confirm", "complete", "list", "view", "rep", "ping", "notice"}

// mixture is what the people of the mix waited for each command, and what the bot
// needed for all of them.
type mixture struct {
	figure
	Commands []waited
}

// waited is how long the answers to one command took, nanoseconds in JSON.
type waited struct {
	Command        string
	Count          int
	P50, P99, P999 time.Duration
}

// mixes measures the mix on each platform, and the echo beside it.
func mixes(ctx context.Context, o options, out io.Writer) error {
	var all []mixture
	t := mixTable()
	if !o.json {
		t.head(out)
	}
	for _, p := range o.platforms {
		m, err := mixOn(ctx, o, p)
		if err != nil {
			return err
		}
		all = append(all, m)
		if !o.json {
			m.print(t, out)
		}
		echo, err := echoes(p)
		if err != nil {
			return err
		}
		err = measureOne(ctx, o, p, echo, []string{"ping"}, func(f figure) {
			if all = append(all, mixture{figure: f}); !o.json {
				mixture{figure: f}.print(t, out)
			}
		})
		if err != nil {
			return err
		}
	}
	if o.json {
		return printJSON(out, all)
	}
	return nil
}

// mixOn lets the people of one platform mix at an even rate. A first stretch, which
// is not counted, lets there be deals to confirm, to complete and to look at.
func mixOn(ctx context.Context, o options, p chat.Platform) (m mixture, err error) {
	r, err := raise(ctx, o, p)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	c := r.crowds[0]
	if o.settlers {
		// A ledger that has slept has reminders to send first; the answer comes after.
		if _, err := r.bot.goroutines(); err != nil {
			return m, err
		}
		if err := c.double.Idle(ctx); err != nil {
			return m, fmt.Errorf("wait for what had waited: %w", err)
		}
	}
	people := newMix(c, o.seed)
	var warm tally
	c.loop(ctx, greeters, 24*o.people, people.next, &warm)
	if err := errors.Join(bear(&warm), c.double.Idle(ctx)); err != nil {
		return m, fmt.Errorf("let there be deals: %w", err)
	}
	before, err := r.bot.usage()
	if err != nil {
		return m, err
	}
	t := tally{byKind: map[string][]time.Duration{}}
	begin := time.Now()
	c.pace(ctx, o.rate, o.even, people.next, &t)
	seconds := time.Since(begin).Seconds()
	if err := c.double.Idle(ctx); err != nil {
		return m, fmt.Errorf("wait for what is left: %w", err)
	}
	after, err := r.bot.usage()
	if err != nil {
		return m, err
	}
	m.figure = figure{Platform: p, Bot: "parley", Talk: "mix", Load: evenLoad(o), Seconds: seconds, RSS: after.rss}
	m.Interactions, m.Failed = t.count()
	m.PerSecond, m.DealsPerSecond = float64(m.Interactions)/seconds, float64(t.deals)/seconds
	m.CPU = (after.cpu - before.cpu).Seconds() * 10_000 / float64(max(m.Interactions, 1))
	q := t.quantiles(0.5, 0.99, 0.999)
	m.P50, m.P99, m.P999 = q[0], q[1], q[2]
	for _, kind := range kinds {
		one := tally{took: slices.Clone(t.byKind[kind])}
		q := one.quantiles(0.5, 0.99, 0.999)
		m.Commands = append(m.Commands, waited{kind, len(one.took), q[0], q[1], q[2]})
	}
	return m, bear(&t)
}

// bear is why acts failed, or nil. One in a hundred may: what people are told of
// other deals can come in the place of an answer, and then the next act finds
// another message than it looks for.
func bear(t *tally) error {
	if answered, failed := t.count(); failed*100 <= answered {
		return nil
	}
	return t.err()
}

// of returns how long one command took.
func (m mixture) of(kind string) waited {
	for _, w := range m.Commands {
		if w.Command == kind {
			return w
		}
	}
	return waited{}
}

func mixTable() table {
	return table{
		{"platform", 8},
		{"bot", 6},
		{"load", 12},
		{"command", 8},
		{"n", 6},
		{"per s", 6},
		{"p50 ms", 8},
		{"p99 ms", 8},
		{"p99.9 ms", 8},
		{"CPU s/10k", 9},
		{"RSS MB", 6},
	}
}

func (m mixture) print(t table, out io.Writer) {
	t.row(out, string(m.Platform), m.Bot, m.Load, "all", strconv.Itoa(m.Interactions), fmt.Sprintf("%.0f", m.PerSecond),
		millis(m.P50), millis(m.P99), millis(m.P999), fmt.Sprintf("%.2f", m.CPU), megabytes(m.RSS))
	for _, w := range m.Commands {
		t.row(out, string(m.Platform), m.Bot, m.Load, w.Command, strconv.Itoa(w.Count), fmt.Sprintf("%.0f", float64(w.Count)/m.Seconds),
			millis(w.P50), millis(w.P99), millis(w.P999))
	}
}
