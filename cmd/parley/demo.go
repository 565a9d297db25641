package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// demoScript is what the pretended people type to fill a small ledger: a deal
// that is active, one that was completed, a proposal and an invitation.
//
//go:embed demo.txt
var demoScript string

// demoDone remembers that the ledger was filled, so that it happens once.
const demoDone = "sandbox.demo"

var demoDate = regexp.MustCompile(`\{in (\d+) days\}`)

// fill has the pretended people make a few deals, where they have not before, on
// a stage of its own: who opens the sandbox afterwards finds the ledger, not the
// talk that led to it.
func fill(ctx context.Context, c config.Config, log *slog.Logger) error {
	s, err := open(ctx, c, pretend.Options{}, time.Now, log)
	if err != nil {
		return err
	}
	return joinClose(s.play(ctx), s)
}

func (s *stage) play(ctx context.Context) error {
	done, err := s.bot.Recall(ctx, demoDone)
	if err != nil || done != "" {
		return err
	}
	today := civil.Of(time.Now(), time.UTC)
	script := demoDate.ReplaceAllStringFunc(demoScript, func(date string) string {
		days, err := strconv.Atoi(demoDate.FindStringSubmatch(date)[1])
		if err != nil {
			return date
		}
		return today.AddDays(days).String()
	})
	err = console.Run(ctx, console.Options{World: s.world, In: strings.NewReader(script), Out: io.Discard, Settle: s.settle})
	if err != nil {
		return fmt.Errorf("fill the ledger: %w", err)
	}
	return s.bot.Remember(ctx, demoDone, "done")
}
