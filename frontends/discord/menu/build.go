package menu

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Build returns the body that registers a catalogue, the same for the same
// catalogue. Commands that are shown to nobody are left out. It fails naming
// the command and the limit where Discord would refuse.
func Build(catalog chat.Catalog) ([]byte, error) {
	commands, err := build(catalog)
	if err != nil {
		return nil, err
	}
	return encode(commands)
}

// encode writes what is compared and what is sent, so that both are the same.
func encode(commands []command) ([]byte, error) {
	body, err := json.Marshal(commands)
	if err != nil {
		return nil, fmt.Errorf("menu: encode: %w", err)
	}
	return body, nil
}

func build(catalog chat.Catalog) ([]command, error) {
	tree := &node{}
	for i := range catalog.Commands {
		c := &catalog.Commands[i]
		if c.Shown == chat.ShownToNobody {
			continue
		}
		if err := tree.put(c); err != nil {
			return nil, err
		}
	}
	w := words{catalog}
	commands := make([]command, 0, len(tree.children))
	for _, n := range tree.sorted() {
		commands = append(commands, w.command(n))
	}
	return commands, check(commands)
}

// deepest is how many words a command of Discord has: command, group,
// subcommand.
const deepest = 3

// node is a word of the paths: a command where it is a last one, else what
// groups them.
type node struct {
	name     string
	command  *chat.Command
	children map[string]*node
}

// put adds a command. Discord cannot have a word be both a command and the
// beginning of others, so that is found here, where both are at hand.
func (n *node) put(c *chat.Command) error {
	path := strings.Fields(c.Path)
	if len(path) == 0 || len(path) > deepest {
		return fmt.Errorf("menu: %q: a command has one to three words", c.Path)
	}
	for _, word := range path {
		if n.command != nil {
			return clash(n.command.Path, c.Path)
		}
		if n.children == nil {
			n.children = map[string]*node{}
		}
		if n.children[word] == nil {
			n.children[word] = &node{name: word}
		}
		n = n.children[word]
	}
	if n.command != nil {
		return fmt.Errorf("menu: %q is there twice", c.Path)
	}
	if n.children != nil {
		return clash(c.Path, c.Path+" "+n.sorted()[0].name)
	}
	n.command = c
	return nil
}

func clash(one, other string) error {
	return fmt.Errorf("menu: %q cannot be a command of Discord beside %q", one, other)
}

// sorted gives the words an order of their own: a map has none, and the order
// of apps may change without anything new to register.
func (n *node) sorted() []*node {
	all := make([]*node, 0, len(n.children))
	for _, child := range n.children {
		all = append(all, child)
	}
	slices.SortFunc(all, func(a, b *node) int { return cmp.Compare(a.name, b.name) })
	return all
}

// leaves lists the commands under a node.
func (n *node) leaves() []*chat.Command {
	if n.command != nil {
		return []*chat.Command{n.command}
	}
	var all []*chat.Command
	for _, child := range n.sorted() {
		all = append(all, child.leaves()...)
	}
	return all
}

// command makes a top-level command, which alone has contexts and permissions.
func (w words) command(n *node) command {
	leaves := n.leaves()
	c := command{
		Name: n.name, Type: chatInput,
		// People may install the bot for themselves, so that it works in direct
		// chats without a common server.
		Installs: []int{installGuild, installUser},
		Contexts: contexts(leaves),
	}
	if !slices.ContainsFunc(leaves, func(l *chat.Command) bool { return l.Shown != chat.ShownToAdmins }) {
		admins := manageGuild
		c.Permissions = &admins
	}
	if n.command != nil {
		c.Description, c.Descriptions = w.lines(n.command.Describe)
		c.Options = w.options(n.command.Options)
		return c
	}
	c.Description = list(n)
	c.Options = w.group(n)
	return c
}

// group makes subcommands of the words below one.
func (w words) group(n *node) []option {
	var all []option
	for _, child := range n.sorted() {
		if child.command == nil {
			all = append(all, option{Type: typeGroup, Name: child.name, Description: list(child), Options: w.group(child)})
			continue
		}
		line, lines := w.lines(child.command.Describe)
		all = append(all, option{
			Type: typeSubcommand, Name: child.name, Description: line, Descriptions: lines,
			Options: w.options(child.command.Options),
		})
	}
	return all
}

// list describes a group, which Discord requires and shows to nobody, by the
// words that follow it.
func list(n *node) string {
	names := make([]string, 0, len(n.children))
	for _, child := range n.sorted() {
		names = append(names, child.name)
	}
	line := strings.Join(names, ", ")
	if len(line) > lineMost {
		line = line[:lineMost-3] + "..." // names are ASCII
	}
	return line
}

// contexts tells where a command shows; of a group, where any of it works.
func contexts(leaves []*chat.Command) []int {
	space, direct := false, false
	for _, c := range leaves {
		space = space || c.Where != chat.DirectOnly
		direct = direct || c.Where != chat.SpaceOnly
	}
	switch {
	case !direct:
		return []int{contextGuild}
	case !space:
		return []int{contextDirect, contextOthers}
	}
	return []int{contextGuild, contextDirect, contextOthers}
}
