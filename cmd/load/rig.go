package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parleybot/parley/core/chat"
)

// rig is a bot in a process of its own, with the crowds of its platforms.
type rig struct {
	candidate candidate
	crowds    []*crowd
	bot       *process
	folder    string
	log       io.Writer // what the bot says
}

// raise opens the doubles of platforms, starts the bot of the settings on them and
// lets it meet everybody.
func raise(ctx context.Context, o options, platforms ...chat.Platform) (*rig, error) {
	c, err := own(o)
	if err != nil {
		return nil, err
	}
	return raiseFor(ctx, o, c, platforms...)
}

// raiseFor is raise for any bot.
func raiseFor(ctx context.Context, o options, c candidate, platforms ...chat.Platform) (*rig, error) {
	r := &rig{log: o.log, candidate: c}
	if err := r.begin(ctx, o, platforms); err != nil {
		return nil, errors.Join(err, r.end())
	}
	return r, nil
}

func (r *rig) begin(ctx context.Context, o options, platforms []chat.Platform) error {
	var settings []string
	for _, p := range platforms {
		c, err := gather(o, p)
		if err != nil {
			return err
		}
		if r.candidate.script != nil {
			c.script = r.candidate.script(p)
		}
		r.crowds = append(r.crowds, c)
		settings = append(settings, c.double.Settings()...)
	}
	var err error
	if r.folder, err = os.MkdirTemp(o.folder, "parley-load-"); err != nil {
		return fmt.Errorf("make a folder for the ledger: %w", err)
	}
	settings = append(settings, keeping(cmp.Or(o.ledger, r.folder))...)
	if r.bot, err = start(r.candidate.command[0], r.candidate.command[1:], settings, r.log); err != nil {
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
		if err := c.double.Idle(ctx); err != nil {
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
		err := sound(c.double)
		if err != nil && r.candidate.lenient {
			say(r.log, "load: %s: %v\n", r.candidate.name, err)
			err = nil
		}
		all = append(all, err, c.double.Shutdown())
	}
	if r.folder != "" {
		all = append(all, os.RemoveAll(r.folder)) //nolint:gosec // the folder was made above, where whoever runs this said
	}
	return errors.Join(all...)
}
