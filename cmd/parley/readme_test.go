package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// The README's tables are generated from the code: run
// "UPDATE=1 go test ./cmd/parley -run README" after a change.
func TestREADME(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "README.md")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(raw)
	for name, want := range map[string]string{
		"capabilities": capabilityTable(), "settings": config.Table(), "commands": commandTable(t), "sandbox": sandboxTalk(t),
	} {
		readme = section(t, readme, name, want)
	}
	if readme == string(raw) {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("README.md is out of date: run UPDATE=1 go test ./cmd/parley -run README")
	}
	if err := os.WriteFile(path, []byte(readme), 0o644); err != nil {
		t.Fatal(err)
	}
}

// section puts text between the markers of a name.
func section(t *testing.T, readme, name, text string) string {
	t.Helper()
	before, rest, ok := strings.Cut(readme, "<!-- "+name+" -->\n")
	_, after, closed := strings.Cut(rest, "<!-- /"+name+" -->")
	if !ok || !closed {
		t.Fatalf("README.md has no section %s", name)
	}
	return before + "<!-- " + name + " -->\n" + text + "<!-- /" + name + " -->" + after
}

// sandboxTalk is what a newcomer sees who types the script, to the letter.
func sandboxTalk(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", "readme.txt"))
	if err != nil {
		t.Fatal(err)
	}
	s := openTheatreOf(t, func(*pretend.World) {})
	var out strings.Builder
	if err := console.Run(t.Context(), console.Options{World: s.world, In: bytes.NewReader(script), Out: &out, Settle: s.settle}); err != nil {
		t.Fatal(err)
	}
	talk := plain(out.String())
	if !strings.Contains(talk, "✅ Completed by both sides.") {
		t.Fatalf("the conversation in the README no longer ends in a completed deal:\n%s", talk)
	}
	_, talk, _ = strings.Cut(talk, "Enter or /send sends this, /giveup closes it> /send\n")
	talk, _, _ = strings.Cut(talk, "bob in the direct chat> 6\n")
	return "```\n" + talk + "```\n"
}

func capabilityTable() string {
	d, tg := pretend.DiscordProfile(), pretend.TelegramProfile()
	return chat.CapabilityTable(
		chat.NamedCapabilities{Name: "pretended " + d.Name, Capabilities: d.Caps},
		chat.NamedCapabilities{Name: "pretended " + tg.Name, Capabilities: tg.Caps},
	)
}

func commandTable(t *testing.T) string {
	t.Helper()
	s := openStage(t, t.TempDir())
	var out strings.Builder
	out.WriteString("| command | what it does |\n|---|---|\n")
	catalog := s.bot.Catalog()
	for _, c := range catalog.Commands {
		if c.Shown == chat.ShownToNobody {
			continue
		}
		out.WriteString("| `/" + c.Path)
		for _, o := range c.Options {
			if o.Required {
				out.WriteString(" " + o.Name)
			} else {
				out.WriteString(" [" + o.Name + "]")
			}
		}
		out.WriteString("` | " + catalog.Text("en", c.Describe) + " |\n")
	}
	return out.String()
}
