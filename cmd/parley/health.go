package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/parleybot/parley/config"
)

// healthCommand asks the bot that runs with the same settings whether it is alive:
// an image without a shell has nothing else to ask with.
func healthCommand(ctx context.Context, c config.Config, args []string, std streams) int {
	if len(args) > 0 {
		say(std.err, "parley: health takes no arguments\n")
		return exitUsage
	}
	if err := alive(ctx, c.HTTPAddr); err != nil {
		say(std.err, "parley: "+err.Error()+"\n")
		return exitFailed
	}
	say(std.out, "alive\n")
	return exitGood
}

// askTime is how long the bot may take to say that it is alive.
const askTime = 3 * time.Second

func alive(ctx context.Context, addr string) error {
	if addr == "" {
		return errors.New("HTTP_ADDR is not set, so there is nobody to ask")
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("HTTP_ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost" // it listens everywhere
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", http.NoBody)
	if err != nil {
		return fmt.Errorf("ask the bot: %w", err)
	}
	answer, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(ask)
	if err != nil {
		return fmt.Errorf("the bot does not answer: %w", err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the bot is not alive: it answers %s", answer.Status)
	}
	return nil
}
