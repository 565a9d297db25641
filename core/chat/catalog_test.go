package chat_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

var catalog = chat.Catalog{
	Commands: []chat.Command{
		{Path: "deal"},
		{Path: "deal start", Options: []chat.Option{{Name: "counterparty", Kind: chat.UserOption}}},
		{Path: "rate_limits view"},
		{Path: "admin mediator add"},
		{Path: "wizard back", Shown: chat.ShownToNobody},
	},
	Locales: []string{"en", "ar"},
	Text:    func(locale, key string) string { return locale + ":" + key },
}

func typed(line string) []chat.Value {
	var out []chat.Value
	for _, w := range strings.Fields(line) {
		out = append(out, chat.Value{Text: w})
	}
	return out
}

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line, path string
		rest       int
	}{
		{"deal start @bob", "deal start", 1},
		{"deal_start @bob", "deal start", 1},
		{"DEAL-Start", "deal start", 0},
		{"deal stop", "deal", 1},
		{"rate-limits view", "rate_limits view", 0},
		{"rate limits view", "rate_limits view", 0},
		{"admin_mediator_add bob now", "admin mediator add", 2},
		{"admin mediator add bob", "admin mediator add", 1},
		{"admin mediator", "", 2},
		{"wizard back", "", 2},
		{"unknown", "", 1},
		{"", "", 0},
	}
	for _, tt := range tests {
		cmd, rest, ok := catalog.Match(typed(tt.line))
		if cmd.Path != tt.path || len(rest) != tt.rest || ok != (tt.path != "") {
			t.Errorf("%q: got %q, %d words left, %v", tt.line, cmd.Path, len(rest), ok)
		}
	}
}

func TestFindAndOption(t *testing.T) {
	t.Parallel()
	cmd, ok := catalog.Find("deal start")
	if !ok || cmd.Path != "deal start" {
		t.Fatalf("got %+v, %v", cmd, ok)
	}
	if o, ok := cmd.Option("counterparty"); !ok || o.Kind != chat.UserOption {
		t.Errorf("got %+v, %v", o, ok)
	}
	if _, ok := cmd.Option("other"); ok {
		t.Error("found an option that is not there")
	}
	if _, ok := catalog.Find("deal stop"); ok {
		t.Error("found a command that is not there")
	}
}

func TestMenu(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"deal start": "deal_start", "export-data": "export_data", "Ping": "ping"} {
		if got := chat.Menu(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	if got := catalog.Words("ar"); got.Attached != "ar:core.attached_as_file" || got.Answer == "" || got.Elsewhere == "" {
		t.Errorf("got %+v", got)
	}
	if got := (chat.Catalog{}).Words("ar"); got != (chat.Words{}) {
		t.Errorf("without texts: got %+v", got)
	}
}
