package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// compared is one bot of the comparison, or why it is not there.
type compared struct {
	figure
	Commits string  // what one deal commits
	OfOurs  float64 // of our rate
	OfEcho  float64 // of the echo's rate
	Missing string  `json:",omitempty"`
}

// comparePeers measures ours, the echo and every peer, one after another on the
// same doubles, by the act that makes a deal.
func comparePeers(ctx context.Context, o options, out io.Writer) error {
	var all []compared
	t := peerTable()
	if !o.json {
		t.head(out)
	}
	for _, platform := range o.platforms {
		entrants, err := entrantsOf(ctx, o, platform)
		if err != nil {
			return err
		}
		var here []compared
		for _, e := range entrants {
			rows := e.run(ctx, o, platform)
			if err := ctx.Err(); err != nil {
				return err
			}
			here = append(here, rows...)
			relate(here)
			for _, row := range here[len(here)-len(rows):] {
				if !o.json {
					t.row(out, row.cells()...)
				}
			}
		}
		all = append(all, here...)
	}
	if o.json {
		return printJSON(out, all)
	}
	tellTargets(out, o, all)
	say(out, "%s", peerNotes)
	return nil
}

// entrant is a bot of the comparison; missing is why it cannot run.
type entrant struct {
	candidate candidate
	missing   error
}

// entrantsOf are the bots on a platform: the echo and ours first, because what the
// others reach is told in parts of theirs.
func entrantsOf(ctx context.Context, o options, platform chat.Platform) ([]entrant, error) {
	echo, err := echoes(platform)
	if err != nil {
		return nil, err
	}
	ours, err := own(o)
	if err != nil {
		return nil, err
	}
	echo.script, ours.script = echoScript, oneEvent
	all := []entrant{{candidate: echo}, {candidate: ours}}
	for _, p := range peers() {
		if p.platform != platform {
			continue
		}
		folder, err := p.installed(ctx, o.cache, io.Discard)
		all = append(all, entrant{p.candidate(folder), err})
	}
	return all, nil
}

// run measures one bot. What goes wrong with it is a row that says so: one that is
// left out silently would be the worst.
func (e entrant) run(ctx context.Context, o options, platform chat.Platform) []compared {
	if e.missing != nil {
		return []compared{e.absent(platform, e.missing)}
	}
	figures, err := measureDeals(ctx, o, platform, e.candidate)
	var rows []compared
	for _, f := range figures {
		rows = append(rows, compared{figure: f, Commits: e.candidate.commits})
	}
	if err != nil {
		rows = append(rows, e.absent(platform, err))
	}
	return rows
}

func (e entrant) absent(platform chat.Platform, err error) compared {
	return compared{figure: figure{Platform: platform, Bot: e.candidate.name}, Commits: e.candidate.commits, Missing: strings.Join(strings.Fields(err.Error()), " ")}
}

// measureDeals lets everybody do the act that makes a deal, at most once in each
// load: those of ours who have a conversation first are brought to its last step.
func measureDeals(ctx context.Context, o options, platform chat.Platform, bot candidate) (all []figure, err error) {
	r, err := raiseFor(ctx, o, bot, platform)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	c := r.crowds[0]
	for i := range len(o.inFlight) + 1 {
		if err := c.prepare(ctx, greeters); err != nil {
			return all, err
		}
		if err := c.double.Idle(ctx); err != nil {
			return all, fmt.Errorf("wait for what is left: %w", err)
		}
		c.allActOnce(true)
		f, err := r.figure(ctx, o, "deals", i)
		c.allActOnce(false)
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
	return all, nil
}

// relate tells each rate in parts of ours and of the echo's under the same load.
func relate(all []compared) {
	rate := func(bot string, load string) float64 {
		i := slices.IndexFunc(all, func(c compared) bool { return c.Bot == bot && c.Load == load && c.Missing == "" })
		if i < 0 {
			return 0
		}
		return all[i].PerSecond
	}
	for i := range all {
		if ours := rate("parley", all[i].Load); ours > 0 {
			all[i].OfOurs = all[i].PerSecond / ours
		}
		if echo := rate("echo", all[i].Load); echo > 0 {
			all[i].OfEcho = all[i].PerSecond / echo
		}
	}
}
