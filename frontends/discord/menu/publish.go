package menu

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// Publish registers a catalogue where it differs from what is registered. With
// a guildID the whole of it goes to that server, where a change shows at once,
// and the global commands are kept to direct chats, so that none shows twice.
func Publish(ctx context.Context, c *discordapi.Client, catalog chat.Catalog, guildID string) error {
	commands, err := build(catalog)
	if err != nil {
		return err
	}
	if guildID == "" {
		return put(ctx, c, "", commands)
	}
	// A server that does not have the bot must not keep the commands from direct
	// chats.
	return errors.Join(put(ctx, c, guildID, inGuild(commands)), put(ctx, c, "", inDirect(commands)))
}

// Withdraw takes the commands of a server back that Publish put there, so that
// none shows twice beside the global ones.
func Withdraw(ctx context.Context, c *discordapi.Client, guildID string) error {
	return put(ctx, c, guildID, []command{})
}

// inGuild drops what Discord knows of global commands only.
func inGuild(commands []command) []command {
	own := slices.Clone(commands)
	for i := range own {
		own[i].Contexts, own[i].Installs = nil, nil
	}
	return own
}

// inDirect keeps the commands that work in direct chats, to those.
func inDirect(commands []command) []command {
	kept := []command{}
	for _, c := range commands {
		c.Contexts = slices.DeleteFunc(slices.Clone(c.Contexts), func(context int) bool { return context == contextGuild })
		if len(c.Contexts) > 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// put registers one set where it differs.
func put(ctx context.Context, c *discordapi.Client, guildID string, commands []command) error {
	wanted, err := encode(commands)
	if err != nil {
		return err
	}
	present, err := c.Commands(ctx, guildID)
	if err != nil {
		return fmt.Errorf("menu: read commands: %w", err)
	}
	if bytes.Equal(wanted, normal(present, guildID != "")) {
		return nil
	}
	if _, err := c.PutCommands(ctx, guildID, wanted); err != nil {
		return fmt.Errorf("menu: register commands: %w", err)
	}
	return nil
}

// normal writes what is registered as Build would have written it; nil where it
// is of another kind, which then differs.
func normal(present []byte, guild bool) []byte {
	var commands []command
	if json.Unmarshal(present, &commands) != nil {
		return nil
	}
	for i := range commands {
		slices.Sort(commands[i].Contexts)
		slices.Sort(commands[i].Installs)
	}
	if guild {
		commands = inGuild(commands)
	}
	slices.SortFunc(commands, func(a, b command) int { return cmp.Compare(a.Name, b.Name) })
	if commands == nil {
		commands = []command{}
	}
	body, err := encode(commands)
	if err != nil {
		return nil
	}
	return body
}
