package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// serve is what cmd/parley runs, behind the real frontends and from the program's
// settings, but without the platforms' pace, which no double asks for. It answers
// questions on its standard input, and ends with it.
func serve(ctx context.Context, std streams) error {
	c, err := config.Load(os.LookupEnv, "")
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	log := c.Logger(std.err)
	fronts, err := frontends(c, log)
	if err != nil {
		return err
	}
	b, s, err := house.Engine(ctx, c, fronts, nil, log)
	if err != nil {
		return err
	}
	go func() {
		defer stop()
		answer(ctx, std, b.Settle)
	}()
	return errors.Join(b.Run(ctx), s.Close())
}

// answer answers how many goroutines there are at rest, until nobody asks any
// more.
func answer(ctx context.Context, std streams, settle func(context.Context) error) {
	for questions := bufio.NewScanner(std.in); questions.Scan(); {
		if err := settle(ctx); err != nil {
			say(std.err, "load: come to rest: %v\n", err)
			return
		}
		say(std.out, "%d\n", goroutines())
	}
}

// goroutines counts all but those that serve the connections of HTTP clients:
// how many stay open depends on how much was under way at once, up to a bound.
func goroutines() int {
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 1); err != nil {
		return runtime.NumGoroutine()
	}
	n := 0
	for group := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(group, "net/http.(*persistConn)") {
			continue
		}
		for line := range strings.SplitSeq(group, "\n") {
			if count, _, is := strings.Cut(line, " @ "); is {
				alike, err := strconv.Atoi(count)
				if err == nil {
					n += alike
				}
			}
		}
	}
	return n
}

// frontends are those that have a token.
func frontends(c config.Config, log *slog.Logger) ([]chat.Frontend, error) {
	var fronts []chat.Frontend
	if c.DiscordToken != "" {
		f, err := discord.New(discord.Options{Token: c.DiscordToken, URL: c.DiscordURL, Logger: log, PerSecond: -1})
		if err != nil {
			return nil, err
		}
		fronts = append(fronts, hurriedDiscord{f})
	}
	if c.TelegramToken != "" {
		none := botapi.Pace{PerSecond: -1, ChatEvery: -time.Second, GroupPerMinute: -1}
		f, err := telegram.New(telegram.Options{Token: c.TelegramToken, URL: c.TelegramURL, Logger: log, Pace: none})
		if err != nil {
			return nil, err
		}
		fronts = append(fronts, hurriedTelegram{f})
	}
	return fronts, nil
}

// hurriedDiscord and hurriedTelegram take notifications as fast as they come.
type (
	hurriedDiscord  struct{ *discord.Frontend }
	hurriedTelegram struct{ *telegram.Frontend }
)

func (f hurriedDiscord) Capabilities(at chat.PlaceRef) chat.Capabilities {
	return hurried(f.Frontend.Capabilities(at))
}

func (f hurriedTelegram) Capabilities(at chat.PlaceRef) chat.Capabilities {
	return hurried(f.Frontend.Capabilities(at))
}

func hurried(caps chat.Capabilities) chat.Capabilities {
	caps.PerSecond, caps.PerPlace = 0, 0
	return caps
}
