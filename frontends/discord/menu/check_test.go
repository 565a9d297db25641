package menu

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// Every limit is named when it is broken, and holds one below.
func TestD13Limits(t *testing.T) {
	t.Parallel()
	options := func(n, describe int) (all []chat.Option) {
		for i := range n {
			all = append(all, chat.Option{Name: fmt.Sprintf("o%d", i), Kind: chat.TextOption, Describe: strings.Repeat("d", describe)})
		}
		return all
	}
	choices := func(n, name, value int) chat.Option {
		o := chat.Option{Name: "o", Kind: chat.ChoiceOption, Describe: "d"}
		for range n {
			o.Choices = append(o.Choices, chat.Choice{Value: strings.Repeat("v", value), Label: chat.Text(strings.Repeat("n", name))})
		}
		return o
	}
	many := func(n int) (all []chat.Command) {
		for i := range n {
			all = append(all, plain(fmt.Sprintf("c%d", i)))
		}
		return all
	}
	subs := func(n, options, describe int) (all []chat.Command) {
		for i := range n {
			c := plain(fmt.Sprintf("c s%d", i))
			for j := range options {
				c.Options = append(c.Options, chat.Option{Name: fmt.Sprintf("o%d", j), Describe: strings.Repeat("d", describe)})
			}
			all = append(all, c)
		}
		return all
	}
	of := func(commands ...chat.Command) []chat.Command { return commands }
	describe := func(n int) []chat.Command { return of(chat.Command{Path: "c", Describe: strings.Repeat("é", n)}) }
	integer := func(n int) []chat.Command {
		return of(with(plain("c"), chat.Option{Name: "o", Kind: chat.IntegerOption, Describe: "d", Max: n}))
	}
	lengths := func(least, most int) []chat.Command {
		return of(with(plain("c"), chat.Option{Name: "o", Kind: chat.TextOption, Describe: "d", Min: least, Max: most}))
	}
	twice := chat.Option{Name: "o", Describe: "d"}
	for name, test := range map[string]struct {
		good, bad []chat.Command
		says      string
	}{
		"commands":           {many(100), many(101), "101 commands: Discord takes 100"},
		"options":            {of(with(plain("c"), options(25, 1)...)), of(with(plain("c"), options(26, 1)...)), "/c: 26 options"},
		"subcommands":        {subs(25, 0, 0), subs(26, 0, 0), "/c: 26 options"},
		"choices":            {of(with(plain("c"), choices(25, 1, 1))), of(with(plain("c"), choices(26, 1, 1))), "/c o: 26 choices"},
		"a choice's name":    {of(with(plain("c"), choices(1, 100, 1))), of(with(plain("c"), choices(1, 101, 1))), "/c o: the choice"},
		"a choice's value":   {of(with(plain("c"), choices(1, 1, 100))), of(with(plain("c"), choices(1, 1, 101))), "/c o: the choice"},
		"an empty choice":    {nil, of(with(plain("c"), choices(1, 0, 0))), "/c o: the choice"},
		"a name's length":    {of(plain(strings.Repeat("n", 32))), of(plain(strings.Repeat("n", 33))), "the name"},
		"an upper-case name": {nil, of(plain("Deal")), `the name "Deal"`},
		"an option's name":   {nil, of(with(plain("c"), chat.Option{Name: "a b", Describe: "d"})), `the name "a b"`},
		"no description":     {nil, describe(0), "/c: the description is missing"},
		"a description":      {describe(100), describe(101), "101 characters: Discord takes 100"},
		"in all":             {subs(25, 3, 90), subs(25, 4, 90), "characters in all: Discord takes 8000"},
		"an integer":         {integer(integerMost), integer(integerMost + 1), "the bound"},
		"lengths":            {lengths(6000, 6000), lengths(9, 5), "lengths from 9 to 5"},
		"a person's twin":    {nil, of(with(plain("c"), one(chat.UserOption), chat.Option{Name: "x" + Elsewhere, Describe: "d"})), "/c x_elsewhere is there twice"},
		"option twice":       {nil, of(with(plain("c"), twice, twice)), "/c o is there twice"},
		"command twice":      {nil, of(plain("c d"), plain("c d")), `"c d" is there twice`},
		"four words":         {of(plain("a b c")), of(plain("a b c d")), "one to three words"},
		"no words":           {nil, of(plain(" ")), "one to three words"},
		"command and group":  {nil, of(plain("deal"), plain("deal start")), `"deal" cannot be a command of Discord beside "deal start"`},
		"group and command":  {nil, of(plain("deal start"), plain("deal")), `"deal" cannot be a command of Discord beside "deal start"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			english := func(commands []chat.Command) chat.Catalog {
				return chat.Catalog{Commands: commands, Locales: []string{"en"}, Text: func(_, key string) string { return key }}
			}
			if _, err := Build(english(test.good)); err != nil {
				t.Error(err)
			}
			if _, err := Build(english(test.bad)); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v does not say %q", err, test.says)
			}
		})
	}
}

// A translation is held to the limits as well.
func TestD13LimitsOfTranslations(t *testing.T) {
	t.Parallel()
	c := spoken(chat.Command{Path: "c", Describe: strings.Repeat("d", 97)})
	if _, err := Build(c); err == nil || !strings.Contains(err.Error(), "/c: a description has 102 characters") {
		t.Error(err)
	}
}

// A description of a group that has many words is cut, not refused.
func TestD13LongGroups(t *testing.T) {
	t.Parallel()
	var commands []chat.Command
	for i := range 25 {
		commands = append(commands, plain(fmt.Sprintf("deal something%d", i)))
	}
	made, err := build(spoken(commands...))
	if err != nil || len(made[0].Description) != lineMost {
		t.Errorf("%q, %v", made[0].Description, err)
	}
}
