package pretend

import (
	"context"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Complete asks the core for suggestions for the option that somebody is
// typing, the way a platform does while the line is not sent yet. It returns
// none where the platform has no suggestions or the option offers none.
func (w *World) Complete(ctx context.Context, who chat.UserRef, at chat.PlaceRef, line string) ([]chat.Choice, error) {
	in, core, ok := w.completion(who, at, line)
	if !ok {
		return nil, nil
	}
	reply, err := core.Handle(ctx, in)
	if err != nil {
		return nil, err
	}
	return reply.Choices, nil
}

func (w *World) completion(who chat.UserRef, at chat.PlaceRef, line string) (chat.Interaction, chat.Core, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, place, err := w.stand(who, at)
	if err != nil {
		return chat.Interaction{}, nil, false
	}
	f := w.frontend(who.Platform)
	typed, command := strings.CutPrefix(line, "/")
	if !command || f.core == nil || f.profile.Caps.Completion == chat.Absent {
		return chat.Interaction{}, nil, false
	}
	cmd, words, known := f.catalog.Match(w.values(who, typed))
	if !known {
		return chat.Interaction{}, nil, false
	}
	option, prefix := typing(cmd, words, strings.HasSuffix(line, " "))
	if o, is := cmd.Option(option); !is || !o.Completes {
		return chat.Interaction{}, nil, false
	}
	args, _ := bind(cmd, words)
	return chat.Interaction{
		Kind: chat.Complete, EventID: w.nextID("e"), User: p.User, Place: place.Place, At: w.opt.Now(),
		Path: cmd.Path, Args: args, Option: option, Text: chat.Value{Text: prefix},
	}, f.core, true
}

// typing finds the option that the last word belongs to, and what there is of
// it so far.
func typing(cmd chat.Command, words []chat.Value, done bool) (option, prefix string) {
	if len(words) > 0 && !done {
		last := words[len(words)-1].Text
		if name, value, named := splitName(cmd, last); named {
			return name, value
		}
		return nth(cmd, len(words)-1), last
	}
	return nth(cmd, len(words)), ""
}

func nth(cmd chat.Command, i int) string {
	if i >= len(cmd.Options) {
		return ""
	}
	return cmd.Options[i].Name
}
