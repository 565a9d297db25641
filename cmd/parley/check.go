package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/parleybot/parley/config"
)

// check says what is configured, and whether the program could start with it.
func check(ctx context.Context, c config.Config, w io.Writer) error {
	say(w, "Settings (environment and .env):\n")
	if err := c.Describe(w); err != nil {
		return err
	}
	if err := unsupported(c); err != nil {
		return err
	}
	say(w, "\nNo token is set: parley opens the sandbox.\n")
	if _, err := os.Stat(c.DatabasePath); errors.Is(err, fs.ErrNotExist) {
		say(w, fmt.Sprintf("Database: %s does not exist yet and will be made at the first start.\n", c.DatabasePath))
		return nil
	}
	_, s, err := engine(ctx, c, nil, nil, c.Logger(io.Discard))
	if err != nil {
		return err
	}
	say(w, fmt.Sprintf("Database: %s opens, and its tables are up to date.\n", c.DatabasePath))
	return s.Close()
}
