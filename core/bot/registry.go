package bot

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/text"
)

var pathPattern = regexp.MustCompile(`^[a-z0-9_-]+( [a-z0-9_-]+){0,2}$`)

// registry is what all apps together declare, checked once at start.
type registry struct {
	commands map[string]app.Command
	ids      map[[3]byte]string
	wizards  map[string]app.Wizard
	links    map[string]app.StartLink
	catalog  chat.Catalog
	owners   map[string]string // command path to the app that declared it
}

// newRegistry collects what the apps declare. It refuses, naming the app, what
// could not work: a malformed or repeated path, two that a one-word menu would
// confuse, options whose tokens would collide, a button's fallback that is not there.
func newRegistry(apps []app.App) (*registry, error) {
	g := &registry{
		commands: map[string]app.Command{}, ids: map[[3]byte]string{}, wizards: map[string]app.Wizard{},
		links: map[string]app.StartLink{}, owners: map[string]string{},
	}
	menus := map[string]string{}
	for _, a := range apps {
		for _, c := range a.Commands {
			if err := g.add(a.Name, c, menus); err != nil {
				return nil, fmt.Errorf("bot: app %s: %w", a.Name, err)
			}
		}
		for _, w := range a.Wizards {
			if _, taken := g.wizards[w.Name]; taken || w.Name == "" || len(w.Steps) == 0 || w.Finish == nil {
				return nil, fmt.Errorf("bot: app %s: wizard %q is repeated or incomplete", a.Name, w.Name)
			}
			g.wizards[w.Name] = w
		}
		for _, l := range a.Links {
			g.links[l.Prefix] = l
		}
	}
	for _, c := range g.commands {
		if _, ok := g.commands[c.Instead]; c.Instead != "" && !ok {
			return nil, fmt.Errorf("bot: command %q: no command %q to offer instead", c.Path, c.Instead)
		}
	}
	return g, nil
}

func (g *registry) add(appName string, c app.Command, menus map[string]string) error {
	if !pathPattern.MatchString(c.Path) || len(chat.Menu(c.Path)) > 32 {
		return fmt.Errorf("command %q: 1 to 3 words of a-z, 0-9, - and _, 32 bytes in all", c.Path)
	}
	if c.Do == nil {
		return fmt.Errorf("command %q does nothing", c.Path)
	}
	menu := chat.Menu(c.Path)
	if other, taken := menus[menu]; taken {
		return fmt.Errorf("commands %q and %q look the same in a menu", c.Path, other)
	}
	menus[menu] = c.Path
	id := commandID(c.Path)
	if other, taken := g.ids[id]; taken {
		return fmt.Errorf("commands %q and %q share a token id: rename one", c.Path, other)
	}
	seen := map[byte]string{}
	optional := false
	c.Options = slices.Clone(c.Options)
	for _, o := range c.Options {
		if other, taken := seen[optionID(o.Name)]; taken {
			return fmt.Errorf("command %q: options %q and %q share a token id: rename one", c.Path, o.Name, other)
		}
		seen[optionID(o.Name)] = o.Name
		if o.Required && optional {
			return fmt.Errorf("command %q: required option %q follows an optional one", c.Path, o.Name)
		}
		optional = optional || !o.Required
	}
	for i, o := range c.Options {
		c.Options[i].Describe = cmp.Or(o.Describe, appName+".option."+o.Name)
		c.Options[i].Ask = cmp.Or(o.Ask, appName+".ask."+o.Name)
	}
	g.ids[id], g.commands[c.Path], g.owners[c.Path] = c.Path, c, appName
	g.catalog.Commands = append(g.catalog.Commands, c.Command)
	return nil
}

// commandID and optionID name commands and options inside tokens; they survive a
// redeploy that reorders or adds.
func commandID(path string) [3]byte {
	sum := sha256.Sum256([]byte(path))
	return [3]byte(sum[:3])
}

func optionID(name string) byte {
	sum := sha256.Sum256([]byte("option " + name))
	return sum[0]
}

// startLink finds the command behind a start payload "<prefix>-<value>".
func (g *registry) startLink(payload string) (app.StartLink, string, bool) {
	prefix, value, found := strings.Cut(payload, "-")
	l, ok := g.links[prefix]
	return l, value, found && ok
}

// checkTexts makes sure that the catalogues have every key that help and the
// questions for missing options need.
func (g *registry) checkTexts(texts *text.Catalog) error {
	for _, c := range g.catalog.Commands {
		if c.Shown == chat.ShownToNobody {
			continue
		}
		keys := []string{c.Describe, g.owners[c.Path] + ".title"}
		for _, o := range c.Options {
			keys = append(keys, o.Describe)
			if o.Required {
				keys = append(keys, o.Ask)
			}
		}
		for _, key := range keys {
			if !texts.Has(key) {
				return fmt.Errorf("bot: command %q needs the text %q", c.Path, key)
			}
		}
	}
	return nil
}

// title says in a few words what a command is about.
func (g *registry) title(c app.Command) chat.Node {
	if c.Describe != "" {
		return chat.T(c.Describe)
	}
	return chat.T(g.owners[c.Path] + ".title")
}

// group lists the commands that begin with a word which is none by itself.
func (g *registry) group(typed string) []chat.Choice {
	first, _, _ := strings.Cut(typed, " ")
	var found []chat.Choice
	for _, c := range g.catalog.Commands {
		if c.Shown == chat.ShownToAll && strings.HasPrefix(c.Path, strings.ToLower(first)+" ") && first == typed {
			found = append(found, chat.Choice{Value: "/" + c.Path})
		}
	}
	return found
}
