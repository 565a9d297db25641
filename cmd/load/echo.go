package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// echo is the bot that only echoes, on one platform, until its standard input
// ends: the most that the double and the people let any bot reach.
func echo(ctx context.Context, args []string, std streams) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		defer stop()
		answer(ctx, std, func(context.Context) error { return nil })
	}()
	w := wire{http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}}}
	defer w.http.CloseIdleConnections()
	var err error
	switch {
	case len(args) != 1:
		return fmt.Errorf("echo: on which platform?")
	case args[0] == "telegram":
		err = w.echoTelegram(ctx, os.Getenv("TELEGRAM_API_URL")+"/bot"+os.Getenv("TELEGRAM_TOKEN")+"/")
	case args[0] == "discord":
		err = w.echoDiscord(ctx, os.Getenv("DISCORD_API_URL"), os.Getenv("DISCORD_TOKEN"))
	default:
		return fmt.Errorf("echo: there is no platform %q", args[0])
	}
	if ctx.Err() != nil {
		return nil // it was told to end
	}
	return err
}

// wire makes the requests of an echo.
type wire struct{ http *http.Client }

// call makes one request with a JSON body, and reads the answer into result
// unless that is nil.
func (w wire) call(ctx context.Context, method, url, token string, body, result any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("echo: encode: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(data)) //nolint:gosec // the address is that of the double which started the echo
	if err != nil {
		return fmt.Errorf("echo: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bot "+token)
	}
	resp, err := w.http.Do(req) //nolint:gosec // the same
	if err != nil {
		return fmt.Errorf("echo: %w", err)
	}
	defer resp.Body.Close() //nolint:errcheck // the answer was read, or has failed already
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("echo: read the answer: %w", err)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("echo: %s %s: %s", method, resp.Status, answer)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer, result)
}

// flight runs acts side by side and ends with the first that failed.
type flight struct {
	ctx  context.Context
	fail context.CancelCauseFunc
}

func (f flight) run(act func() error) {
	go func() {
		if err := act(); err != nil {
			f.fail(err)
		}
	}()
}
