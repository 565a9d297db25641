package main

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
)

// A seeded ledger is one that the product would have made: its log is whole, and
// its tables are what the log gives.
func TestSeededLedgerVerifies(t *testing.T) {
	t.Parallel()
	c, err := seedSettings(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	silent := func(string, ...any) {}
	made, err := seedLedger(t.Context(), options{seed: 1}, c, 100, 300, silent)
	if err != nil {
		t.Fatal(err)
	}
	if made.Deals != 300 || made.Persons != 100 || made.Links != 4 || made.Events < 900 {
		t.Errorf("made %+v", made)
	}
	if _, err := seedLedger(t.Context(), options{seed: 1}, c, 100, 300, silent); err == nil {
		t.Error("a ledger with deals in it was seeded again")
	}
	h := house.Furnish(c, nil, slog.New(slog.DiscardHandler))
	_, s, err := h.Open(t.Context(), nil, house.Tuning{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.VerifyLog(t.Context(), s, house.CheckReplay, bot.Migrations(h.Apps)...); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if p99, err := sweepTime(t.Context(), options{ledger: filepath.Dir(c.DatabasePath)}); err != nil || p99 <= 0 {
		t.Errorf("sweeps took %v, %v", p99, err)
	}
}

func TestMostActivePeopleAreOnBothPlatforms(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i := range 20 {
		ref := settlerOn("discord", i, 1000)
		if ref.Platform != "discord" || seen[ref.ID] {
			t.Errorf("the %d-th is %s", i, ref)
		}
		seen[ref.ID] = true
	}
}
