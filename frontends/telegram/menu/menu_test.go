package menu_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
	"github.com/parleybot/parley/frontends/telegram/menu"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestT12NamesAreChecked(t *testing.T) {
	t.Parallel()
	var many []chat.Command
	for i := range 101 {
		many = append(many, chat.Command{Path: "c" + strconv.Itoa(i), Where: chat.DirectOnly})
	}
	spread := slices.Clone(many)
	for i := range 50 {
		spread[i].Where = chat.SpaceOnly
	}
	long := strings.Repeat("x", 28) // with " deal" 33
	tests := map[string]struct {
		commands []chat.Command
		want     []string // in the error; nil: fine
	}{
		"fine":                       {[]chat.Command{{Path: "deal start"}, {Path: "deal-note"}, {Path: "Ping"}, {Path: strings.Repeat("x", 32)}}, nil},
		"two become one":             {[]chat.Command{{Path: "deal start"}, {Path: "deal-start"}}, []string{`"deal start"`, `"deal-start"`, `"deal_start"`}},
		"case does not matter":       {[]chat.Command{{Path: "deal"}, {Path: "DEAL"}}, []string{`"deal"`, `"DEAL"`}},
		"too long":                   {[]chat.Command{{Path: "deal " + long}}, []string{"deal_" + long}},
		"no name":                    {[]chat.Command{{Path: ""}}, []string{`""`}},
		"another alphabet":           {[]chat.Command{{Path: "d\u00e9al"}}, []string{"d\u00e9al"}},
		"a dot":                      {[]chat.Command{{Path: "deal.start"}}, []string{"deal.start"}},
		"too many in one scope":      {many, []string{"101", "private chats"}},
		"many, but not in one scope": {spread, nil},
		"what nobody is shown":       {[]chat.Command{{Path: "deal"}, {Path: "deal.x", Shown: chat.ShownToNobody}, {Path: "DEAL", Shown: chat.ShownToNobody}}, nil},
	}
	for name, tt := range tests {
		err := menu.Validate(chat.Catalog{Commands: tt.commands})
		if (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, words := range tt.want {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("%s: %v does not name %s", name, err, words)
			}
		}
	}
}

// catalog has a command of each kind, in three languages of which one has no
// list at Telegram and two share one.
func catalog() chat.Catalog {
	return chat.Catalog{
		Commands: []chat.Command{
			{Path: "ping", Describe: "ping"},
			{Path: "deal start", Describe: "deal.start"},
			{Path: "community join", Describe: "join", Where: chat.SpaceOnly, Shown: chat.ShownToAdmins},
			{Path: "settings", Describe: "settings", Shown: chat.ShownToAdmins},
			{Path: "link", Describe: "link", Where: chat.DirectOnly},
			{Path: "rules", Describe: "rules", Where: chat.SpaceOnly},
			{Path: "press", Describe: "press", Shown: chat.ShownToNobody},
		},
		Locales: []string{"en", "ar", "pt-BR", "pt_PT", "fil", "en-GB"},
		Text:    func(locale, key string) string { return locale + "\n  says " + key },
	}
}

func open(t *testing.T, o telegramtest.Options) (*telegramtest.Server, *botapi.Client) {
	t.Helper()
	s, err := telegramtest.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	c, err := botapi.New(botapi.Options{Token: s.Token(), URL: s.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		if err := s.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return s, c
}

func TestT12OnlyDifferencesAreWritten(t *testing.T) {
	t.Parallel()
	s, c := open(t, telegramtest.Options{})
	words := catalog()
	publish := func(reads, writes, deletions int) {
		t.Helper()
		r, w, d := s.Count("getMyCommands"), s.Count("setMyCommands"), s.Count("deleteMyCommands")
		if err := menu.Publish(t.Context(), c, words); err != nil {
			t.Fatal(err)
		}
		r, w, d = s.Count("getMyCommands")-r, s.Count("setMyCommands")-w, s.Count("deleteMyCommands")-d
		if r != reads || w != writes || d != deletions {
			t.Errorf("read %d, wrote %d, deleted %d; want %d, %d, %d", r, w, d, reads, writes, deletions)
		}
	}
	publish(9, 9, 0) // three scopes in "", ar and pt
	publish(9, 0, 0)
	for scope, want := range map[string][]string{
		"all_private_chats":       {"ping", "deal_start", "settings", "link"},
		"all_group_chats":         {"ping", "deal_start", "rules"},
		"all_chat_administrators": {"ping", "deal_start", "community_join", "settings", "rules"},
	} {
		for _, language := range []string{"", "ar", "pt"} {
			if got := s.Menu(scope, language); !slices.Equal(got, want) {
				t.Errorf("%s in %q: %v, want %v", scope, language, got, want)
			}
		}
		for _, language := range []string{"en", "fil", "fi"} {
			if got := s.Menu(scope, language); got != nil {
				t.Errorf("%s in %q: %v", scope, language, got)
			}
		}
	}
	words.Commands = words.Commands[:len(words.Commands)-2] // no rules, and nothing hidden
	publish(9, 6, 0)
	words.Commands = []chat.Command{{Path: "link", Describe: "link", Where: chat.DirectOnly}}
	publish(9, 3, 6)
	publish(9, 0, 0)
	if wrong := s.Violations(); len(wrong) != 0 {
		t.Errorf("violations: %v", wrong)
	}
}

func TestDescriptionsFit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\U0001F91D", 127) + "x"
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":         {" \n", "ping"},
		"lines":           {"one\n two\t", "one two"},
		"just so long":    {long + "y", long + "y"},
		"too long":        {long + "yz", long + "\u2026"},
		"wide at the end": {strings.Repeat("a", 255) + "\U0001F91D", strings.Repeat("a", 254) + "\u2026"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := open(t, telegramtest.Options{})
			words := chat.Catalog{
				Commands: []chat.Command{{Path: "ping"}}, Locales: []string{"en"},
				Text: func(string, string) string { return tt.text },
			}
			if err := menu.Publish(t.Context(), c, words); err != nil {
				t.Fatal(err)
			}
			set := ""
			for _, r := range s.Requests() {
				if r.Method == "setMyCommands" {
					set = r.Params["commands"]
				}
			}
			if !strings.Contains(set, `"description":"`+tt.want+`"`) || len(utf16.Encode([]rune(tt.want))) > 256 {
				t.Errorf("got %s", set)
			}
		})
	}
}

func TestFailuresAreReported(t *testing.T) {
	t.Parallel()
	for method, after := range map[string]int{"getMyCommands": 0, "setMyCommands": 1, "deleteMyCommands": 0} {
		s, c := open(t, telegramtest.Options{})
		words := catalog()
		if method == "deleteMyCommands" {
			if err := menu.Publish(t.Context(), c, words); err != nil {
				t.Fatal(err)
			}
			words.Commands = nil
		}
		wrote := s.Count("setMyCommands")
		s.Fail(telegramtest.Fault{Method: method, Status: 500, Times: -1})
		var failure *chat.SendError
		err := menu.Publish(t.Context(), c, words)
		if !errors.As(err, &failure) || failure.Class != chat.Retry || !strings.Contains(err.Error(), "private chats") {
			t.Errorf("%s: %v", method, err)
		}
		if got := s.Count("setMyCommands") - wrote; got != after {
			t.Errorf("%s: it went on after the failure: %d writes", method, got)
		}
		s.Clear()
		if err := menu.Publish(t.Context(), c, words); err != nil {
			t.Errorf("%s: after it: %v", method, err)
		}
	}
}

func TestABadCatalogueReachesNobody(t *testing.T) {
	t.Parallel()
	s, c := open(t, telegramtest.Options{})
	words := catalog()
	words.Commands = append(words.Commands, chat.Command{Path: "PING"})
	if err := menu.Publish(t.Context(), c, words); err == nil || s.Count("") != 0 {
		t.Errorf("%v after %d requests", err, s.Count(""))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := menu.Publish(ctx, c, catalog()); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}

func TestTheSpecificationAgrees(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("PARLEY_SPECS")
	if folder == "" {
		t.Skip("PARLEY_SPECS names no folder with telegram-bot-api.json")
	}
	spec, err := conform.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	s, c := open(t, telegramtest.Options{Specs: spec})
	words := catalog()
	for range 2 {
		if err := menu.Publish(t.Context(), c, words); err != nil {
			t.Fatal(err)
		}
		words.Commands = nil
	}
	if wrong := s.Violations(); len(wrong) != 0 {
		t.Errorf("violations: %v", wrong)
	}
}
