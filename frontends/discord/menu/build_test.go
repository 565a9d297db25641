package menu

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// spoken returns a catalogue that says "key" and, in German, "key (de)".
func spoken(commands ...chat.Command) chat.Catalog {
	return chat.Catalog{Commands: commands, Locales: []string{"en", "de", "es", "tlh"}, Text: func(locale, key string) string {
		if locale == "en" || locale == "es" {
			return key
		}
		return key + " (" + locale + ")"
	}}
}

func plain(path string) chat.Command { return chat.Command{Path: path, Describe: "about " + path} }

func with(c chat.Command, options ...chat.Option) chat.Command {
	c.Options = options
	return c
}

func one(kind chat.OptionKind) chat.Option {
	return chat.Option{Name: "x", Kind: kind, Describe: "an x"}
}

func TestD13Build(t *testing.T) {
	t.Parallel()
	start := with(plain("deal start"),
		chat.Option{Name: "note", Kind: chat.TextOption, Describe: "a note", Min: 3, Max: 9000},
		chat.Option{Name: "with", Kind: chat.UserOption, Describe: "who", Required: true},
		chat.Option{Name: "sum", Kind: chat.AmountOption, Describe: "how much", Required: true})
	admin := plain("setup")
	admin.Shown, admin.Where = chat.ShownToAdmins, chat.SpaceOnly
	hidden := plain("deal press")
	hidden.Shown = chat.ShownToNobody
	got, err := Build(spoken(plain("help"), start, plain("deal list all"), admin, hidden))
	if err != nil {
		t.Fatal(err)
	}
	const shared = `"integration_types":[0,1],"contexts":[0,1,2]`
	const want = `[{"name":"deal","type":1,"description":"list, start","options":[` +
		`{"type":2,"name":"list","description":"all","options":[` +
		`{"type":1,"name":"all","description":"about deal list all","description_localizations":{"de":"about deal list all (de)"}}]},` +
		`{"type":1,"name":"start","description":"about deal start","description_localizations":{"de":"about deal start (de)"},"options":[` +
		`{"type":3,"name":"sum","description":"how much","description_localizations":{"de":"how much (de)"},"required":true},` +
		`{"type":3,"name":"note","description":"a note","description_localizations":{"de":"a note (de)"},"min_length":3,"max_length":6000},` +
		`{"type":6,"name":"with","description":"who","description_localizations":{"de":"who (de)"}},` +
		`{"type":3,"name":"with_elsewhere","description":"core.option.elsewhere",` +
		`"description_localizations":{"de":"core.option.elsewhere (de)"},"max_length":100}]}],` + shared + `},` +
		`{"name":"help","type":1,"description":"about help","description_localizations":{"de":"about help (de)"},` + shared + `},` +
		`{"name":"setup","type":1,"description":"about setup","description_localizations":{"de":"about setup (de)"},` +
		`"integration_types":[0,1],"contexts":[0],"default_member_permissions":"32"}]`
	if string(got) != want {
		t.Errorf("\n%s\n%s", got, want)
	}
}

func TestD13BuildIsDeterministic(t *testing.T) {
	t.Parallel()
	commands := []chat.Command{plain("a b c"), plain("a b d"), plain("a e"), plain("f"), plain("g h")}
	first, err := Build(spoken(commands...))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		slices.Reverse(commands)
		again, err := Build(spoken(commands...))
		if err != nil || string(again) != string(first) {
			t.Fatalf("%v\n%s\n%s", err, first, again)
		}
	}
}

func TestD13OptionKinds(t *testing.T) {
	t.Parallel()
	yes := chat.Choice{Value: "y", Label: chat.T("yes")}
	bare := chat.Choice{Value: "n"}
	suggests := one(chat.TextOption)
	suggests.Completes = true
	for name, test := range map[string]struct {
		option chat.Option
		want   string
	}{
		"text":      {one(chat.TextOption), `"type":3`},
		"decimal":   {one(chat.DecimalOption), `"type":3`},
		"amount":    {one(chat.AmountOption), `"type":3`},
		"date":      {one(chat.DateOption), `"type":3`},
		"boolean":   {one(chat.BooleanOption), `"type":5`},
		"user":      {one(chat.UserOption), `"type":6`},
		"place":     {one(chat.PlaceOption), `"type":7`},
		"file":      {one(chat.FileOption), `"type":11`},
		"integer":   {chat.Option{Kind: chat.IntegerOption, Min: -1, Max: 5}, `"type":4,"min_value":-1,"max_value":5`},
		"unbound":   {one(chat.IntegerOption), `"type":4`},
		"completes": {suggests, `"type":3,"autocomplete":true`},
		"choice": {
			chat.Option{Kind: chat.ChoiceOption, Choices: []chat.Choice{yes, bare}, Completes: true},
			`"type":3,"choices":[{"name":"yes","name_localizations":{"de":"yes (de)"},"value":"y"},{"name":"n","value":"n"}]`,
		},
	} {
		test.option.Name, test.option.Describe = "x", "1"
		made := words{spoken()}.option(test.option)
		made.Name, made.Description, made.Descriptions = "", "", nil
		got, err := json.Marshal(made)
		got = []byte(strings.Replace(string(got), `,"name":"","description":""`, "", 1))
		if err != nil || string(got) != "{"+test.want+"}" {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

func TestD13Contexts(t *testing.T) {
	t.Parallel()
	space, direct := plain("a b"), plain("a c")
	space.Where, direct.Where = chat.SpaceOnly, chat.DirectOnly
	anywhere := plain("a d")
	for _, test := range []struct {
		commands []chat.Command
		want     string
	}{
		{[]chat.Command{space}, "[0]"},
		{[]chat.Command{direct}, "[1 2]"},
		{[]chat.Command{anywhere}, "[0 1 2]"},
		{[]chat.Command{space, direct}, "[0 1 2]"},
	} {
		made, err := build(spoken(test.commands...))
		if err != nil || fmt.Sprint(made[0].Contexts) != test.want {
			t.Errorf("%v, not %s: %v", made[0].Contexts, test.want, err)
		}
	}
}

// A group is for administrators only if all of it is.
func TestD13GroupPermission(t *testing.T) {
	t.Parallel()
	admins := plain("a b")
	admins.Shown = chat.ShownToAdmins
	made, err := build(spoken(admins, plain("a c")))
	if err != nil || made[0].Permissions != nil {
		t.Errorf("%v, %v", made[0].Permissions, err)
	}
}

func TestD13Locales(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{
		"en": "[en-US en-GB]", "es": "[es-ES es-419]", "pt": "[pt-BR]", "sv": "[sv-SE]", "zh": "[zh-CN]", "zh-Hant": "[zh-TW]",
		"nb": "[no]", "de": "[de]", "tlh": "[]", "": "[]",
	} {
		if got := fmt.Sprint(locales(tag)); got != want {
			t.Errorf("%s: %s", tag, got)
		}
	}
}
