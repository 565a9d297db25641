package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// figure is what one run of acts came to.
type figure struct {
	Platform       chat.Platform
	Bot            string
	Talk           string
	Load           string
	Interactions   int     // answered
	Failed         int     // not answered, or not possible
	Seconds        float64 // the run took
	PerSecond      float64
	DealsPerSecond float64
	P50, P99, P999 time.Duration // from act to answer, nanoseconds in JSON
	CPU            float64       // seconds of the bot, user and system, per 10,000 interactions
	RSS            int64         // resident memory of the bot at the end, bytes
}

// figures measures both bots on each platform.
func figures(ctx context.Context, o options, out io.Writer) error {
	var all []figure
	t := figuresTable()
	if !o.json {
		t.head(out)
	}
	tell := func(f figure) {
		all = append(all, f)
		if !o.json {
			t.row(out, f.cells()...)
		}
	}
	for _, p := range o.platforms {
		if err := measure(ctx, o, p, tell); err != nil {
			return err
		}
	}
	if o.json {
		return printJSON(out, all)
	}
	say(out, "\n%s", notes(o))
	return nil
}

// measure measures both bots on one platform.
func measure(ctx context.Context, o options, p chat.Platform, tell func(figure)) error {
	ours, err := own(o)
	if err != nil {
		return err
	}
	if err := measureOne(ctx, o, p, ours, []string{"deals", "reads"}, tell); err != nil {
		return err
	}
	echo, err := echoes(p)
	if err != nil {
		return err
	}
	return measureOne(ctx, o, p, echo, []string{"ping"}, tell)
}

func measureOne(ctx context.Context, o options, p chat.Platform, bot candidate, talks []string, tell func(figure)) (err error) {
	r, err := raiseFor(ctx, o, bot, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	if talks[0] == "deals" {
		if err := r.mingle(ctx, o); err != nil {
			return err
		}
	}
	for _, talk := range talks {
		for i := range len(o.inFlight) + 1 {
			f, err := r.figure(ctx, o, talk, i)
			if err != nil {
				return err
			}
			tell(f)
		}
	}
	return nil
}

// mingle brings the conversations to different steps, so that each moment of
// what is measured has its share of all steps, and everybody has a deal or two
// to list.
func (r *rig) mingle(ctx context.Context, o options) error {
	var t tally
	c := r.crowds[0]
	c.loop(ctx, greeters, 2*len(c.script.deal)*o.people, creations, &t)
	return t.err()
}

func talkOf(name string) talk {
	return map[string]talk{"deals": creations, "reads": reads, "ping": pings}[name]
}

// evenLoad names the load that begins its acts evenly.
func evenLoad(o options) string { return strconv.FormatFloat(o.rate, 'g', -1, 64) + "/s, even" }

// figure runs the i-th closed loop, or the even one after the last of them.
func (r *rig) figure(ctx context.Context, o options, name string, i int) (figure, error) {
	c := r.crowds[0]
	f := figure{Platform: c.double.Platform(), Bot: r.candidate.name, Talk: name}
	before, err := r.bot.usage()
	if err != nil {
		return f, err
	}
	var t tally
	begin := time.Now()
	if i < len(o.inFlight) {
		f.Load = strconv.Itoa(o.inFlight[i]) + " in flight"
		c.loop(ctx, o.inFlight[i], o.n, talkOf(name), &t)
	} else {
		f.Load = evenLoad(o)
		c.pace(ctx, o.rate, o.even, talkOf(name), &t)
	}
	f.Seconds = time.Since(begin).Seconds()
	if err := c.double.Idle(ctx); err != nil {
		return f, fmt.Errorf("wait for what is left: %w", err)
	}
	after, err := r.bot.usage()
	if err != nil {
		return f, err
	}
	f.Interactions, f.Failed = t.count()
	f.PerSecond, f.DealsPerSecond = float64(f.Interactions)/f.Seconds, float64(t.deals)/f.Seconds
	q := t.quantiles(0.5, 0.99, 0.999)
	f.P50, f.P99, f.P999 = q[0], q[1], q[2]
	f.CPU = (after.cpu - before.cpu).Seconds() * 10_000 / float64(max(f.Interactions, 1))
	f.RSS = after.rss
	return f, t.err()
}
