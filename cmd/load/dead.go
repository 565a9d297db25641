package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

const (
	// deadRatio is by how much the death of one platform may slow the other.
	deadRatio = 2
	// catchUp is how long the dead one may take to answer what had waited.
	catchUp = time.Minute
)

// span is what happened on one platform in one of the three spans.
type span struct {
	Platform chat.Platform
	When     string // before, during, after
	Answered int
	Failed   int
	P50, P99 time.Duration // nanoseconds in JSON
	First    string        `json:",omitempty"` // why the first one failed
}

// outage is what the death of a platform came to.
type outage struct {
	Spans      []span
	Ratio      float64 // of the other's p99: during to before
	RatioAfter float64 // after to before
	ReturnedIn float64 // seconds until the first answer on the dead one
	CaughtUpIn float64 // seconds until the last answer to what people did there during the outage
}

// dead lets one platform die for a while under an even load on both.
func dead(ctx context.Context, o options, out io.Writer) (err error) {
	dying, other := o.platforms[0], discordtest.Platform
	if dying == other {
		other = telegramtest.Platform
	}
	r, err := raise(ctx, o, dying, other)
	if err != nil {
		return err
	}
	r.crowds[0].patience = r.crowds[0].script.outlasts(o.outage)
	defer func() { err = errors.Join(err, r.end()) }()
	result, err := r.outlive(ctx, o)
	if err != nil {
		return err
	}
	if o.json {
		err = printJSON(out, result)
	} else {
		result.print(out)
	}
	if held := result.judge(out, o, dying); err == nil && !held {
		err = errClaim
	}
	return err
}

// outlive is the three spans. The first crowd is on the platform that dies. What
// people do there during the outage waits, so that its tally is read at the end.
func (r *rig) outlive(ctx context.Context, o options) (outage, error) {
	sick, well := r.crowds[0], r.crowds[1]
	before := r.both(ctx, o)
	before.wait()

	sick.double.Down(true)
	during := r.both(ctx, o)
	during.well.Wait()
	sick.double.Down(false)
	up := time.Now()
	if err := sick.double.Ready(ctx); err != nil {
		return outage{}, fmt.Errorf("wait for the bot to return: %w", err)
	}
	after := r.both(ctx, o)
	after.wait()
	during.wait()

	var result outage
	from, until := during.sickly.span()
	if also, _ := after.sickly.span(); from.IsZero() || also.Before(from) {
		from = also
	}
	result.ReturnedIn, result.CaughtUpIn = from.Sub(up).Seconds(), max(0, until.Sub(up).Seconds())
	for i, b := range []*pair{before, during, after} {
		when := []string{"before", "during", "after"}[i]
		result.Spans = append(result.Spans, spanOf(sick, when, &b.sickly), spanOf(well, when, &b.lively))
	}
	result.Ratio = ratio(result.Spans[3], result.Spans[1])
	result.RatioAfter = ratio(result.Spans[5], result.Spans[1])
	return result, ctx.Err()
}

// pair is the traffic on both platforms in one span.
type pair struct {
	sick, well     sync.WaitGroup
	sickly, lively tally
}

func (p *pair) wait() {
	p.sick.Wait()
	p.well.Wait()
}

func (r *rig) both(ctx context.Context, o options) *pair {
	p := &pair{}
	p.sick.Go(func() { r.crowds[0].pace(ctx, o.rate, o.outage, mixed, &p.sickly) })
	p.well.Go(func() { r.crowds[1].pace(ctx, o.rate, o.outage, mixed, &p.lively) })
	return p
}

func spanOf(c *crowd, when string, t *tally) span {
	s := span{Platform: c.double.Platform(), When: when}
	s.Answered, s.Failed = t.count()
	q := t.quantiles(0.5, 0.99)
	s.P50, s.P99 = q[0], q[1]
	if err := t.err(); err != nil {
		s.First = err.Error()
	}
	return s
}

func ratio(a, b span) float64 { return float64(a.P99) / float64(max(b.P99, 1)) }
