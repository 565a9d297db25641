package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestFiguresOfBothPlatforms(t *testing.T) {
	t.Parallel()
	for _, platform := range []chat.Platform{"telegram", "discord"} {
		t.Run(string(platform), func(t *testing.T) {
			t.Parallel()
			var all []figure
			code := loadJSON(t, &all, "-platform", string(platform), "-n", "120", "-people", "32", "-rate", "50", "-even", "400ms")
			if code != exitGood || len(all) != 9 {
				t.Fatalf("exit code %d with %d figures, want 9", code, len(all))
			}
			deals := 0.0
			for i, f := range all {
				want := 120
				if i%3 == 2 { // the even load: 50 a second for 0.4 s
					want = 20
				}
				if f.Interactions != want || f.Failed != 0 {
					t.Errorf("%s %s %s: %d answered and %d not, want %d and 0", f.Bot, f.Talk, f.Load, f.Interactions, f.Failed, want)
				}
				if f.P50 <= 0 || f.P50 > f.P99 || f.P99 > f.P999 || f.PerSecond <= 0 || f.RSS < 1<<20 || f.Platform != platform {
					t.Errorf("that cannot be: %+v", f)
				}
				if f.Talk != "deals" && f.DealsPerSecond != 0 {
					t.Errorf("deals were made by %s", f.Talk)
				}
				deals += f.DealsPerSecond * f.Seconds
			}
			// A conversation is 7 or 8 acts long, and each of 32 may be left before its last.
			if deals < (120+120+20-32*7)/8 {
				t.Errorf("only %.0f deals", deals)
			}
		})
	}
}

func TestTableNamesEveryFigure(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	rows := figuresTable()
	rows.head(&out)
	rows.row(&out, figure{
		Platform: "telegram", Bot: "parley", Talk: "deals", Load: "1 in flight", Interactions: 8,
		PerSecond: 2, DealsPerSecond: 1, P50: 1e6, P99: 2e6, P999: 3e6, CPU: 1.5, RSS: 40 << 20,
	}.cells()...)
	rows.row(&out, figure{Platform: "discord", Bot: "echo", Talk: "ping", Load: "1 in flight"}.cells()...)
	lines := strings.Split(out.String(), "\n")
	for _, want := range []string{
		"| telegram | parley | deals | 1 in flight  | 8      | 2      | 1       | 1.00     | 2.00     | 3.00     | 1.50      | 40.0   |",
		"| discord  | echo   | ping  | 1 in flight  | 0      | 0      | –       | 0.00     | 0.00     | 0.00     | 0.00      | 0.0    |",
	} {
		if len(lines) < 4 || lines[2] != want && lines[3] != want {
			t.Errorf("no line %q in\n%s", want, out.String())
		}
	}
	if n := notes(options{people: 7}); !strings.Contains(n, "30 messages a second") || !strings.Contains(n, "7 people") {
		t.Errorf("the notes lack what the figures are of:\n%s", n)
	}
}
