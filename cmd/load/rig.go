package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/chat"
)

// rig is a bot in a process of its own, with the crowds of its platforms.
type rig struct {
	crowds []*crowd
	bot    *process
	folder string
	log    io.Writer // what the bot says
}

// raise opens the doubles of platforms, starts a bot on them and lets it meet
// everybody. Echoing says that it is the one that only echoes.
func raise(ctx context.Context, o options, echoing bool, platforms ...chat.Platform) (*rig, error) {
	r := &rig{log: o.log}
	if err := r.begin(ctx, o, echoing, platforms); err != nil {
		return nil, errors.Join(err, r.end())
	}
	return r, nil
}

func (r *rig) begin(ctx context.Context, o options, echoing bool, platforms []chat.Platform) error {
	var settings []string
	for _, p := range platforms {
		c, err := gather(o, p)
		if err != nil {
			return err
		}
		r.crowds = append(r.crowds, c)
		settings = append(settings, c.double.Settings()...)
	}
	var err error
	if r.folder, err = os.MkdirTemp(o.folder, "parley-load-"); err != nil {
		return fmt.Errorf("make a folder for the ledger: %w", err)
	}
	settings = append(settings, "DATABASE_PATH="+filepath.Join(r.folder, "load.db"), "LOG_SIGNING_KEY_FILE="+filepath.Join(r.folder, "load.key"),
		"BACKUP_DIR="+filepath.Join(r.folder, "backups"), "LOG_LEVEL=WARN",
		"MAX_OPEN_DEALS_PER_USER=500", "MAX_DAILY_DEAL_VOLUME=1000000000")
	path, args := o.bot, []string(nil)
	if path == "" || echoing {
		if path, err = os.Executable(); err != nil {
			return fmt.Errorf("find this program: %w", err)
		}
		args = []string{"bot", "-profile", o.profile}
	}
	if echoing {
		args = []string{"echo", string(platforms[0])}
	}
	if r.bot, err = start(path, args, settings, r.log); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.patience)
	defer cancel()
	for _, c := range r.crowds {
		if err := c.double.Ready(ctx); err != nil {
			return fmt.Errorf("wait for the bot on %s: %w", c.double.Platform(), err)
		}
	}
	for _, c := range r.crowds {
		if err := c.greet(ctx, greeters); err != nil {
			return fmt.Errorf("warm up: %w", err)
		}
	}
	return nil
}

// greeters is how many greet the bot at once.
const greeters = 32

// end stops the bot and takes everything away. It fails where the bot did what
// a platform would refuse.
func (r *rig) end() error {
	var all []error
	if r.bot != nil {
		all = append(all, r.bot.stop())
	}
	for _, c := range r.crowds {
		all = append(all, sound(c.double), c.double.Shutdown())
	}
	if r.folder != "" {
		all = append(all, os.RemoveAll(r.folder)) //nolint:gosec // the folder was made above, where whoever runs this said
	}
	return errors.Join(all...)
}
