package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
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

// printTable prints figures as a table that Markdown reads as well.
func printTable(out io.Writer, o options, all []figure) {
	rows := [][]string{{"platform", "bot", "talk", "load", "n", "per s", "deals/s", "p50 ms", "p99 ms", "p99.9 ms", "CPU s/10k", "RSS MB"}}
	for _, f := range all {
		deals := "–"
		if f.DealsPerSecond > 0 {
			deals = fmt.Sprintf("%.0f", f.DealsPerSecond)
		}
		rows = append(rows, []string{
			string(f.Platform), f.Bot, f.Talk, f.Load, fmt.Sprint(f.Interactions), fmt.Sprintf("%.0f", f.PerSecond), deals,
			millis(f.P50), millis(f.P99), millis(f.P999), fmt.Sprintf("%.2f", f.CPU), megabytes(f.RSS),
		})
	}
	printRows(out, rows)
	say(out, "\n%s", notes(o))
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

// printRows prints rows, the first of which is the heading, in columns.
func printRows(out io.Writer, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	for n, row := range rows {
		line := "|"
		rule := "|"
		for i, cell := range row {
			line += " " + cell + strings.Repeat(" ", width[i]-len([]rune(cell))) + " |"
			rule += strings.Repeat("-", width[i]+2) + "|"
		}
		say(out, "%s\n", line)
		if n == 0 {
			say(out, "%s\n", rule)
		}
	}
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f", float64(n)/(1<<20)) }
