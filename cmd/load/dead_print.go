package main

import (
	"fmt"
	"io"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func (u outage) print(out io.Writer) {
	rows := [][]string{{"platform", "span", "answered", "failed", "p50 ms", "p99 ms"}}
	for _, s := range u.Spans {
		rows = append(rows, []string{
			string(s.Platform), s.When, fmt.Sprint(s.Answered), fmt.Sprint(s.Failed), millis(s.P50), millis(s.P99),
		})
	}
	printRows(out, rows)
	say(out, "\n")
}

// judge holds an outage to what is promised. Discord itself gives an act up
// that nobody answers within 3 s, so that those of its outage are lost.
func (u outage) judge(out io.Writer, o options, dying chat.Platform) bool {
	held := claim(out, o, u.Ratio <= deadRatio, "the other's p99 during the outage is %.2f of the one before, of at most %d", u.Ratio, deadRatio)
	held = claim(out, o, u.RatioAfter <= deadRatio, "the other's p99 after it is %.2f of the one before", u.RatioAfter) && held
	for _, s := range u.Spans {
		if s.Platform == dying && s.When == "during" && dying == discordtest.Platform {
			continue
		}
		held = claim(out, o, s.Failed == 0, "%s %s the outage: %d of %d unanswered %s", s.Platform, s.When, s.Failed, s.Answered+s.Failed, s.First) && held
	}
	return claim(out, o, u.CaughtUpIn <= catchUp.Seconds(), "%s returned by itself in %.1f s, and had answered what waited after %.1f s",
		dying, u.ReturnedIn, u.CaughtUpIn) && held
}
