package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
)

// check says what is configured, and whether the program could start with it.
func check(ctx context.Context, c config.Config, w io.Writer) error {
	say(w, "Settings (environment and .env):\n")
	if err := c.Describe(w); err != nil {
		return err
	}
	wrong, err := checkPlatforms(ctx, c, w)
	if err != nil {
		return err
	}
	if err := checkDatabase(ctx, c, w); err != nil {
		return err
	}
	if wrong > 0 {
		return errors.New("see what is marked with ✘ above")
	}
	return nil
}

// checkPlatforms says what each platform with a token tells about the bot, and
// returns how many things are wrong.
func checkPlatforms(ctx context.Context, c config.Config, w io.Writer) (wrong int, err error) {
	fronts, err := platforms(c, time.Now, c.Logger(io.Discard))
	if err != nil {
		return 0, err
	}
	if len(fronts) == 0 {
		say(w, "\nNo token is set: parley opens the sandbox.\n")
		return 0, nil
	}
	for _, f := range fronts {
		say(w, "\n"+title(f.Platform())+":\n")
		checker, able := f.(chat.Checker)
		if !able {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, checkTime)
		findings := checker.Check(ctx)
		cancel()
		for _, found := range findings {
			mark := "✔"
			if !found.Good {
				mark = "✘"
				wrong++
			}
			say(w, "  "+mark+" "+found.What+"\n")
			if found.Fix != "" {
				say(w, "    → "+found.Fix+"\n")
			}
		}
	}
	say(w, "\n")
	return wrong, nil
}

// checkTime is how long one platform may take to answer.
const checkTime = 20 * time.Second

// checkDatabase says whether the ledger opens.
func checkDatabase(ctx context.Context, c config.Config, w io.Writer) error {
	place := house.Ledger(c)
	if _, err := os.Stat(place.Path); place.URL == "" && errors.Is(err, fs.ErrNotExist) {
		say(w, fmt.Sprintf("Database: %s does not exist yet and will be made at the first start.\n", c.DatabasePath))
		return nil
	}
	_, s, err := house.Engine(ctx, c, nil, nil, c.Logger(io.Discard))
	if err != nil {
		return err
	}
	say(w, fmt.Sprintf("Database: %s opens, and its tables are up to date.\n", house.Named(place)))
	return s.Close()
}
