package menu

import (
	"fmt"
	"strings"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// The limits of the Bot API's BotCommand and setMyCommands. Lengths are in
// UTF-16 units, the strictest way to read "characters".
const (
	nameLimit     = 32
	describeLimit = 256
	listLimit     = 100
)

// scope is one of the audiences Telegram keeps a list for.
type scope struct {
	name  string
	value models.BotCommandScope
	shows func(chat.Command) bool
}

func scopes() []scope {
	return []scope{
		{"private chats", &models.BotCommandScopeAllPrivateChats{}, func(c chat.Command) bool {
			return c.Shown != chat.ShownToNobody && c.Where != chat.SpaceOnly
		}},
		{"groups", &models.BotCommandScopeAllGroupChats{}, func(c chat.Command) bool {
			return c.Shown == chat.ShownToAll && c.Where != chat.DirectOnly
		}},
		{"administrators", &models.BotCommandScopeAllChatAdministrators{}, func(c chat.Command) bool {
			return c.Shown != chat.ShownToNobody && c.Where != chat.DirectOnly
		}},
	}
}

// commands returns what a scope shows, in the catalogue's order.
func (s scope) commands(catalog chat.Catalog) []chat.Command {
	var shown []chat.Command
	for _, c := range catalog.Commands {
		if s.shows(c) {
			shown = append(shown, c)
		}
	}
	return shown
}

// Validate says which commands of a catalogue Telegram could not list: names
// outside of 1-32 of a-z, 0-9 and _, two that become one ("deal-start" and
// "deal start"), and more than 100 in one scope. The error names the commands
// for whoever wrote them.
func Validate(catalog chat.Catalog) error {
	paths := map[string]string{}
	for _, c := range catalog.Commands {
		if c.Shown == chat.ShownToNobody {
			continue
		}
		name := chat.Menu(c.Path)
		if !valid(name) {
			return fmt.Errorf("menu: command %q becomes %q, which is not 1-%d of a-z, 0-9 and _", c.Path, name, nameLimit)
		}
		if other, taken := paths[name]; taken {
			return fmt.Errorf("menu: commands %q and %q both become %q", other, c.Path, name)
		}
		paths[name] = c.Path
	}
	for _, s := range scopes() {
		if n := len(s.commands(catalog)); n > listLimit {
			return fmt.Errorf("menu: %d commands for %s, Telegram lists %d", n, s.name, listLimit)
		}
	}
	return nil
}

func valid(name string) bool {
	other := strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_")
	return name != "" && len(name) <= nameLimit && other == ""
}

// list returns the list of a scope in a language.
func (s scope) list(catalog chat.Catalog, locale string) []models.BotCommand {
	list := []models.BotCommand{} // never nil, which would travel as null
	for _, c := range s.commands(catalog) {
		list = append(list, models.BotCommand{Command: chat.Menu(c.Path), Description: describe(catalog, locale, c)})
	}
	return list
}

// describe returns one line of 1-256 characters.
func describe(catalog chat.Catalog, locale string, c chat.Command) string {
	line := strings.Join(strings.Fields(catalog.Text(locale, c.Describe)), " ")
	if line == "" {
		return c.Path
	}
	units := 0
	for i, r := range line {
		if units++; r > 0xFFFF {
			units++
		}
		if units > describeLimit {
			return cut(line[:i])
		}
	}
	return line
}

// cut ends a line that was too long: the last character gives way to the sign
// that something is missing.
func cut(line string) string {
	kept := []rune(line)
	return strings.TrimSpace(string(kept[:len(kept)-1])) + "…"
}

// languages returns the locale of each list: "" is what Telegram shows where no
// other fits, in the first locale's words. Telegram knows languages by two
// letters; where two locales share them the first is used, and a language of
// three letters has no list.
func languages(locales []string) (codes []string, locale map[string]string) {
	locale = map[string]string{}
	for i, l := range locales {
		code, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(l, "_", "-")), "-")
		if i == 0 {
			codes, locale[""] = append(codes, ""), l
			locale[code] = l // the fallback says it already
			continue
		}
		if _, has := locale[code]; has || len(code) != 2 {
			continue
		}
		codes, locale[code] = append(codes, code), l
	}
	return codes, locale
}
