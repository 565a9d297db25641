package main

import (
	"fmt"
	"io"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

const peerNotes = `
One act makes one deal, and it is answered after its commit, which is on disk: SQLite in WAL mode, synchronous=FULL. Ours is
the last press of its conversation, all of whose steps before were committed as well and are not counted; a peer is told all in
one line. What one deal commits is in the table. Ours also sends the counterparty's notification within the figures and signs
checkpoints of its log; the peers leave their outbox row where it is. Telegram's and Discord's own limits are lifted.
`

func peerTable() table {
	return table{
		{"platform", 8},
		{"bot", 9},
		{"load", 12},
		{"deals/s", 7},
		{"of ours", 7},
		{"of echo", 7},
		{"p50 ms", 8},
		{"p99 ms", 8},
		{"p99.9 ms", 8},
		{"CPU s/10k", 9},
		{"RSS MB", 6},
		{"one deal commits", 40},
	}
}

func (c compared) cells() []string {
	if c.Missing != "" {
		return []string{string(c.Platform), c.Bot, "MISSING: " + c.Missing}
	}
	return []string{
		string(c.Platform), c.Bot, c.Load, fmt.Sprintf("%.0f", c.PerSecond), part(c.OfOurs), part(c.OfEcho),
		millis(c.P50), millis(c.P99), millis(c.P999), fmt.Sprintf("%.2f", c.CPU), megabytes(c.RSS), c.Commits,
	}
}

// part tells a rate as a part of another; of one that is not known, nothing.
func part(of float64) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", of)
}

// tellTargets says what of the targets was reached in this run.
func tellTargets(out io.Writer, o options, all []compared) {
	say(out, "\n")
	many := fmt.Sprint(o.inFlight[len(o.inFlight)-1], " in flight")
	find := func(bot string, on chat.Platform, load string) *compared {
		for i, c := range all {
			if c.Bot == bot && c.Platform == on && c.Load == load && c.Missing == "" {
				return &all[i]
			}
		}
		return nil
	}
	for _, p := range peers() {
		ours, theirs := find("parley", p.platform, many), find(p.name, p.platform, many)
		if ours == nil || theirs == nil {
			continue
		}
		times := ours.PerSecond / theirs.PerSecond
		claim(out, o, times >= p.target, "%s, %s: %.2f times %s, of at least %.1f", p.platform, many, times, p.name, p.target)
		claim(out, o, ours.CPU <= theirs.CPU/2, "%s, %s: %.2f of the CPU of %s, of at most 0.5", p.platform, many, ours.CPU/theirs.CPU, p.name)
		memory := float64(ours.RSS) / float64(theirs.RSS)
		claim(out, o, memory <= 1.0/3, "%s, %s: %.2f of the memory of %s, of at most 0.33", p.platform, many, memory, p.name)
	}
	if ours := find("parley", telegramtest.Platform, many); ours != nil && ours.OfEcho > 0 {
		claim(out, o, ours.OfEcho >= echoTarget, "telegram, %s: %.2f of the echo, of at least %.1f", many, ours.OfEcho, echoTarget)
	}
	for _, p := range o.platforms {
		tellLatency(out, o, p, all)
	}
}

// latencyTarget is which part of the best peer's p99 ours is to stay within under
// the even load.
const latencyTarget = 0.7

func tellLatency(out io.Writer, o options, on chat.Platform, all []compared) {
	var ours, best *compared
	for i, c := range all {
		if c.Platform != on || c.Missing != "" || c.Bot == "echo" || c.Load != evenLoad(o) {
			continue
		}
		switch {
		case c.Bot == "parley":
			ours = &all[i]
		case best == nil || c.P99 < best.P99:
			best = &all[i]
		}
	}
	if ours == nil || best == nil {
		return
	}
	of := float64(ours.P99) / float64(best.P99)
	claim(out, o, of <= latencyTarget, "%s, %s: %.2f of the p99 of %s, of at most %.1f", on, evenLoad(o), of, best.Bot, latencyTarget)
}
