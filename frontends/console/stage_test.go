package console_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/frontendtest"
)

var (
	alice = chat.UserRef{Platform: pretend.Discord, ID: "alice"}
	mia   = chat.UserRef{Platform: pretend.Discord, ID: "mia"}
	bob   = chat.UserRef{Platform: pretend.Telegram, ID: "bob"}
)

// open returns the default world running in front of a small scripted bot.
func open(t *testing.T) (*pretend.World, *frontendtest.Core) {
	t.Helper()
	w := pretend.Default(pretend.Options{Prefix: "t"})
	core := frontendtest.NewCore(bot)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	for _, f := range w.Frontends() {
		go func() { ended <- f.Run(ctx, catalog(), core) }()
	}
	t.Cleanup(func() {
		cancel()
		for range w.Frontends() {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
	return w, core
}

func catalog() chat.Catalog {
	return chat.Catalog{
		Locales: []string{"en"},
		Text: func(_, key string) string {
			return map[string]string{"core.open_privately": "Open privately", "core.sent_privately": "I answered privately."}[key]
		},
		Commands: []chat.Command{
			{Path: "deal start", Options: []chat.Option{
				{Name: "counterparty", Kind: chat.UserOption},
				{Name: "status", Kind: chat.ChoiceOption, Choices: []chat.Choice{{Value: "active"}, {Value: "overdue"}}},
				{Name: "deal_id", Kind: chat.TextOption, Completes: true},
			}},
			{Path: "deal list"},
			{Path: "show"},
			{Path: "hidden", Shown: chat.ShownToNobody},
		},
	}
}

// bot starts a deal with a select or buttons, asks for terms in a form, and
// repeats what it is told.
func bot(in chat.Interaction) chat.Reply {
	path := in.Path
	if cmd, _, known := catalog().Match(in.Words); known {
		path = cmd.Path
	}
	switch {
	case in.Kind == chat.Complete:
		return chat.Reply{Choices: []chat.Choice{{Value: "3F9A2B01"}, {Value: "3F9A77C2"}}}
	case path == "deal start":
		return chat.Reply{Audience: chat.Direct, Message: chat.Message{
			Document: chat.Document{chat.Title(chat.Text("Which network?"))},
			Rows: []chat.Row{{Select: &chat.Select{
				Placeholder: chat.Text("Pick one"), Option: "network", Token: "network",
				Choices:      []chat.Choice{{Value: "tiktok", Label: chat.Text("TikTok")}, {Value: "twitch", Label: chat.Text("Twitch")}},
				ChoiceTokens: []string{"tiktok", "twitch"},
			}}, chat.Buttons(chat.Button{Label: chat.Text("Cancel"), Token: "cancel"})},
		}}
	case in.Kind == chat.Chose:
		return chat.Reply{Form: &chat.Form{Title: chat.Text("Terms"), Token: "terms", Fields: []chat.FormField{
			{Name: "amount", Label: chat.Text("Amount"), Placeholder: "250 EUR", MaxLength: 10},
			{Name: "due", Label: chat.Text("Due"), Value: "tomorrow"},
		}}}
	case in.Kind == chat.Submit:
		return card("Network", "TikTok", "Amount", in.Fields["amount"].Text, "Due", in.Fields["due"].Text)
	case in.Kind == chat.Pressed:
		return say("You pressed " + in.Token + ".")
	case path == "show":
		return chat.Reply{Audience: chat.Public, Message: chat.Message{
			Document: chat.Document{chat.Paragraph(chat.Text("For all: "), chat.Link("https://example.org/x", chat.Text("look")))},
			Rows:     []chat.Row{chat.Buttons(chat.Button{Label: chat.Text("Mine"), Token: "mine"})},
			Files:    []chat.File{{Name: "a.txt", Media: "text/plain", Data: []byte("file \x1b[31mtext")}},
		}}
	case in.Kind == chat.Answer:
		return say("You said " + in.Text.Text + ".")
	}
	return say("Hello.")
}

func card(pairs ...string) chat.Reply {
	fields := chat.Node{Kind: chat.KindFields}
	for i := 0; i < len(pairs); i += 2 {
		fields.Nodes = append(fields.Nodes, chat.Field(chat.Text(pairs[i]), chat.Said(pairs[i+1])))
	}
	return chat.Reply{Message: chat.Message{Document: chat.Document{chat.Title(chat.Text("A deal")), fields}}}
}

func say(text string) chat.Reply {
	return chat.Reply{Message: chat.Message{Document: chat.Document{chat.Paragraph(chat.Said(text))}}}
}

// script runs lines and returns what appears below the greeting.
func script(t *testing.T, opt console.Options, lines ...string) string {
	t.Helper()
	if opt.World == nil {
		opt.World, _ = open(t)
	}
	var out bytes.Buffer
	opt.In, opt.Out = strings.NewReader(strings.Join(lines, "\n")+"\n"), &out
	if err := console.Run(t.Context(), opt); err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(out.String(), "\n", 4)
	if len(parts) != 4 {
		t.Fatalf("no greeting of three lines: %q", out.String())
	}
	return parts[3]
}

func contains(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%q is missing in:\n%s", w, got)
		}
	}
}

func notice(t *testing.T, w *pretend.World, who chat.UserRef, text string) {
	t.Helper()
	for _, f := range w.Frontends() {
		if f.Platform() != who.Platform {
			continue
		}
		_, err := f.Send(t.Context(), chat.Delivery{ID: text + who.ID, User: who, Message: say(text).Message})
		if err != nil {
			t.Error(fmt.Errorf("notice: %w", err))
		}
	}
}
