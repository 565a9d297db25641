package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// invoke is a command line without its slash. The lock is held.
func (s *Server) invoke(p *person, c *channel, line string, file *chat.File) error {
	cmd, path, rest, err := s.pick(p, c, line)
	if err != nil {
		return err
	}
	b := &binder{s: s, channel: c, file: file, seen: &wireResolved{}}
	leaf, sub := descend(cmd.Options, path[1:])
	args, err := b.bind(leaf, rest, false)
	if err != nil {
		return err
	}
	s.command(p, c, cmd, kindCommand, nest(sub, args), b.resolved())
	return nil
}

func (s *Server) command(p *person, c *channel, cmd *command, kind int, args []wireArgument, seen *wireResolved) *interaction {
	if c.kind == kindDirect {
		p.opened = true // whoever calls the bot there has the chat
	}
	i := &interaction{kind: kind, who: p, channel: c, owners: s.ownersOf(p, c, cmd)}
	s.call(i, wireData{ID: cmd.ID, Name: cmd.Name, Type: 1, GuildID: cmd.GuildID, Options: args, Resolved: seen})
	return i
}

// pick finds the command that a line begins with, among those that somebody is
// offered in a place: the guild's own first.
func (s *Server) pick(p *person, c *channel, line string) (*command, []string, []string, error) {
	words := strings.Fields(line)
	values := make([]chat.Value, len(words))
	for i, w := range words {
		values[i] = chat.Value{Text: w}
	}
	sets := []*commandSet{&s.global}
	if c.guild != nil && !c.guild.absent {
		sets = []*commandSet{&c.guild.commands, &s.global}
	}
	for _, set := range sets {
		found, rest, known := set.paths.Match(values)
		if !known {
			continue
		}
		path := strings.Fields(found.Path)
		cmd := set.list[set.index(path[0], 1)]
		if s.offered(p, c, cmd) {
			return cmd, path, words[len(words)-len(rest):], nil
		}
	}
	return nil, nil, nil, fmt.Errorf("%w: /%s", ErrNoCommand, line)
}

// offered reports whether somebody finds a command in the picker of a place.
func (s *Server) offered(p *person, c *channel, cmd *command) bool {
	if cmd.GuildID == "" && cmd.Contexts != nil && !slices.Contains(cmd.Contexts, c.context()) {
		return false
	}
	if c.guild != nil && cmd.Permissions.bits != nil {
		need, _ := strconv.ParseInt(*cmd.Permissions.bits, 10, 64)
		may := c.guild.member(p.Ref.ID).mayBe()
		if !c.guild.member(p.Ref.ID).admin && (need == 0 || may&need != need) {
			return false
		}
	}
	return len(s.ownersOf(p, c, cmd)) > 0
}

// ownersOf tells by whose installation somebody has a command in a place: "0"
// the guild, "1" the person.
func (s *Server) ownersOf(p *person, c *channel, cmd *command) map[string]string {
	owners := map[string]string{}
	byGuild := cmd.GuildID != "" || slices.Contains(cmd.Integrations, 0)
	switch {
	case byGuild && c.guild != nil && !c.guild.absent:
		owners["0"] = c.guild.id
	case byGuild && c.kind == kindDirect && s.common(p):
		owners["0"] = "0"
	}
	if p.installed && slices.Contains(cmd.Integrations, 1) {
		owners["1"] = p.Ref.ID
	}
	return owners
}

// descend follows the words after a command's name to its options, and returns
// the nested ones on the way.
func descend(options []commandOption, words []string) (leaf, way []commandOption) {
	for _, word := range words {
		i := slices.IndexFunc(options, func(o commandOption) bool { return o.Name == word })
		if i < 0 {
			return options, way
		}
		way = append(way, options[i])
		options = options[i].Options
	}
	return options, way
}

// nest puts arguments into their subcommand and group.
func nest(way []commandOption, args []wireArgument) []wireArgument {
	for _, o := range slices.Backward(way) {
		args = []wireArgument{{Name: o.Name, Type: o.Type, Options: args}}
	}
	return args
}
