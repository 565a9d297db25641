package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
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
		"capabilities": capabilityTable(t), "settings": config.Table(), "commands": commandTable(t), "sandbox": sandboxTalk(t), "receipt": receiptExample(t),
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

// capabilityTable asks the frontends themselves. Telegram's links need the bot's
// name, which its double tells.
func capabilityTable(t *testing.T) string {
	t.Helper()
	d, tg := openDoubles(t)
	fronts, err := platforms(config.Config{
		DiscordToken: d.Token(), DiscordURL: d.URL(), TelegramToken: tg.Token(), TelegramURL: tg.URL(),
	}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var columns []chat.NamedCapabilities
	for _, f := range fronts {
		if m, needs := f.(interface{ Meet(context.Context) error }); needs {
			if err := m.Meet(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		group := chat.PlaceRef{Platform: f.Platform(), ID: "-1001"} // where others read along
		columns = append(columns, chat.NamedCapabilities{Name: title(f.Platform()), Capabilities: f.Capabilities(group)})
	}
	return chat.CapabilityTable(columns...)
}

func commandTable(t *testing.T) string {
	t.Helper()
	s := openStage(t)
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

// receiptExample checks a receipt of the conversation that the README shows, as
// somebody does who has the file and the key, and nothing else.
func receiptExample(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", "readme.txt"))
	if err != nil {
		t.Fatal(err)
	}
	s := openTheatreOf(t, func(*pretend.World) {})
	if err := console.Run(t.Context(), console.Options{World: s.world, In: bytes.NewReader(script), Out: io.Discard, Settle: s.settle}); err != nil {
		t.Fatal(err)
	}
	var proof []byte
	var of audit.Record
	err = s.store.Read(t.Context(), func(tx *store.Tx) error {
		all, err := audit.Since(tx, -1, "deal.confirmed", 1)
		if err != nil {
			return err
		}
		of = all[0]
		proof, err = audit.Receipt(tx, of.Seq)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	alice, _ := s.world.Find("alice")
	if err := s.world.Type(alice.Ref, pretend.DirectRef(alice.Ref), "/about"); err != nil {
		t.Fatal(err)
	}
	if err := s.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries := s.world.Entries(0, alice.Ref)
	key := regexp.MustCompile(`parley-[0-9a-f]{8}\+[0-9a-f]{8}\+\S+`).FindString(entries[len(entries)-1].Message.Text)
	file := filepath.Join(t.TempDir(), "receipt.tlog-proof")
	if err := os.WriteFile(file, proof, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := talk(t, map[string]string{}, "", "verify", "receipt", file, "--key", key)
	if code != exitGood {
		t.Fatalf("exit %d: %s", code, errs)
	}
	return "```\n$ parley verify receipt " + filepath.Base(file) + " --key " + key + "\n" + out + "```\n"
}
