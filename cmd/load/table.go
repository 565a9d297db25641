package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// printJSON prints figures for programs.
func printJSON(out io.Writer, figures any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	if err := e.Encode(figures); err != nil {
		return fmt.Errorf("print the figures: %w", err)
	}
	return nil
}

// table is a table that Markdown reads as well, a row at a time: a run takes
// minutes, and one wants to see how it goes.
type table []column

type column struct {
	name  string
	width int
}

// figuresTable has a row for each figure.
func figuresTable() table {
	return table{
		{"platform", 8},
		{"bot", 6},
		{"talk", 5},
		{"load", 12},
		{"n", 6},
		{"per s", 6},
		{"deals/s", 7},
		{"p50 ms", 8},
		{"p99 ms", 8},
		{"p99.9 ms", 8},
		{"CPU s/10k", 9},
		{"RSS MB", 6},
	}
}

func (t table) head(out io.Writer) {
	names := make([]string, len(t))
	rule := "|"
	for i, c := range t {
		names[i] = c.name
		rule += strings.Repeat("-", c.width+2) + "|"
	}
	t.row(out, names...)
	say(out, "%s\n", rule)
}

func (t table) row(out io.Writer, cells ...string) {
	line := "|"
	for i, cell := range cells {
		line += " " + cell + strings.Repeat(" ", max(0, t[i].width-utf8.RuneCountInString(cell))) + " |"
	}
	say(out, "%s\n", line)
}

func (f figure) cells() []string {
	deals := "–"
	if f.DealsPerSecond > 0 {
		deals = fmt.Sprintf("%.0f", f.DealsPerSecond)
	}
	return []string{
		string(f.Platform), f.Bot, f.Talk, f.Load, strconv.Itoa(f.Interactions), fmt.Sprintf("%.0f", f.PerSecond), deals,
		millis(f.P50), millis(f.P99), millis(f.P999), fmt.Sprintf("%.2f", f.CPU), megabytes(f.RSS),
	}
}

// notes says what the figures are of.
func notes(o options) string {
	own := "The bot under measurement is cmd/parley's engine and frontends without the platforms' pace. A real Telegram token " +
		"allows 30 messages a second in all and one a second per chat, so that it can never have 100 interactions a second; " +
		"Discord allows 50 requests a second besides the answers to interactions."
	if o.bot != "" {
		own = "The bot under measurement keeps the platforms' pace: 30 messages a second on Telegram."
	}
	return fmt.Sprintf("%s\n%d people act, each in a direct chat, in turns drawn by chance. A latency goes from the act of a person "+
		"(in an even load: from the moment it was meant for) to the moment the answer stands before them. "+
		"A deal is a whole conversation, with its audit events and a notification to the counterparty; echo answers each event with one message.\n", own, o.people)
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f", float64(n)/(1<<20)) }
