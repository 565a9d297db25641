package store

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// bellChannel is where processes tell each other which bells were rung.
const bellChannel = "parley_bells"

// listenPause is the wait before a lost connection is opened again.
const listenPause = 500 * time.Millisecond

// postgresListen hears on a connection of its own. What was rung while there was
// none is unknown, so each new one rings everything.
func postgresListen(ctx context.Context, s *Store) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	for quiet := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		heard, err := s.hear(ctx)
		if ctx.Err() != nil {
			return
		}
		if heard || !quiet {
			s.log.Warn("store: what other processes do is heard of late until the database is there again", "err", Mapped(err))
		}
		quiet = true
		pause.Reset(listenPause)
	}
}

// hear listens for as long as the connection lasts; heard says whether there was one.
func (s *Store) hear(ctx context.Context) (heard bool, err error) {
	config, err := postgresConfig(s.url)
	if err != nil {
		return false, err
	}
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return false, err
	}
	defer func() {
		bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = c.Close(bounded)
	}()
	if _, err := c.Exec(ctx, "LISTEN "+bellChannel); err != nil {
		return false, err
	}
	s.bells.all()
	for {
		n, err := c.WaitForNotification(ctx)
		if err != nil {
			return true, err
		}
		if n.PID == s.bells.own.Load() {
			continue // heard already, the moment it was durable
		}
		for name := range strings.SplitSeq(n.Payload, ",") {
			s.bells.get(name).Ring()
		}
	}
}
