package main

import (
	"io"
	"strconv"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func (u outage) print(out io.Writer) {
	t := table{{"platform", 8}, {"span", 6}, {"answered", 8}, {"failed", 6}, {"p50 ms", 9}, {"p99 ms", 9}}
	t.head(out)
	for _, s := range u.Spans {
		t.row(out, string(s.Platform), s.When, strconv.Itoa(s.Answered), strconv.Itoa(s.Failed), millis(s.P50), millis(s.P99))
	}
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
