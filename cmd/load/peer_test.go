package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// A peer that cannot be installed is in the table, with the reason.
func TestMissingPeerIsSaid(t *testing.T) {
	t.Parallel()
	e := entrant{candidate{name: "telegraf"}, errors.New("no npm\nanywhere")}
	rows := e.run(t.Context(), options{}, "telegram")
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	var out bytes.Buffer
	peerTable().row(&out, rows[0].cells()...)
	if !strings.Contains(out.String(), "telegraf") || !strings.Contains(out.String(), "MISSING: no npm anywhere") {
		t.Errorf("said %q", out.String())
	}
}

func TestRatesAreRelatedUnderTheSameLoad(t *testing.T) {
	t.Parallel()
	row := func(bot, load string, rate float64) compared {
		return compared{figure: figure{Platform: "telegram", Bot: bot, Load: load, PerSecond: rate, CPU: rate, RSS: int64(rate), P99: 5}}
	}
	all := []compared{
		row("echo", "32 in flight", 4000), row("echo", "1 in flight", 1000),
		row("parley", "32 in flight", 1000), row("parley", "1 in flight", 500), row("telegraf", "32 in flight", 250),
	}
	relate(all)
	if got := all[4]; got.OfOurs != 0.25 || got.OfEcho != 0.0625 || all[3].OfEcho != 0.5 {
		t.Errorf("telegraf %+v, ours %+v", got, all[3])
	}
	var out bytes.Buffer
	tellTargets(&out, options{inFlight: []int{1, 32}, platforms: nil}, all)
	for _, want := range []string{"pass  telegram, 32 in flight: 4.00 times telegraf", "FAIL  telegram, 32 in flight: 4.00 of the CPU", "pass  telegram, 32 in flight: 0.25 of the echo"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// Every peer has its files in the program, and a script of one act.
func TestPeersAreWhole(t *testing.T) {
	t.Parallel()
	for _, p := range peers() {
		if err := lay("peers/"+p.name, t.TempDir()); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		if _, err := peerFiles.ReadFile("peers/" + p.name + "/" + p.file); err != nil {
			t.Error(err)
		}
		if s := peerScript(p.platform); len(s.deal) != 1 || !s.deal[0].last {
			t.Errorf("%s has a conversation", p.name)
		}
	}
}

func TestPreparedPeopleMakeOneDealEach(t *testing.T) {
	t.Parallel()
	ours, err := own(options{})
	if err != nil {
		t.Fatal(err)
	}
	ours.script = oneEvent
	o := options{people: 32, n: 32, inFlight: []int{4}, rate: 100, even: 2e8, patience: 3e10, seed: 1, folder: t.TempDir(), log: t.Output()}
	all, err := measureDeals(t.Context(), o, "telegram", ours)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d figures, %v", len(all), err)
	}
	for i, want := range []int{32, 20} {
		if f := all[i]; f.Interactions != want || f.DealsPerSecond != f.PerSecond {
			t.Errorf("%+v, want %d acts, all of them deals", f, want)
		}
	}
}
