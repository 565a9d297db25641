package transcript

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// open returns a stage with a scripted bot that counts: its count is lost when
// it is restarted, and time makes it speak.
func open(t *testing.T) Stage {
	t.Helper()
	w := pretend.Default(pretend.Options{Prefix: "t"})
	var stop func()
	start := func() {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 2)
		core := frontendtest.NewCore(bot())
		for _, f := range w.Frontends() {
			go func() { ended <- f.Run(ctx, catalog(), core) }()
		}
		stop = func() {
			cancel()
			for range w.Frontends() {
				if err := <-ended; err != nil {
					t.Error(err)
				}
			}
		}
	}
	start()
	t.Cleanup(func() { stop() })
	if err := w.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return Stage{
		World:  Pretended(w),
		Settle: w.Idle,
		Advance: func(ctx context.Context, d time.Duration) error {
			message := chat.Message{Document: chat.Document{chat.Paragraph(chat.Text("It is " + d.String() + " later."))}}
			_, err := w.Frontends()[0].Send(ctx, chat.Delivery{ID: "t", User: w.People()[0].Ref, Message: message})
			return err
		},
		Restart: func(ctx context.Context) error {
			stop()
			start()
			return w.Ready(ctx)
		},
	}
}

func catalog() chat.Catalog {
	return chat.Catalog{
		Locales:  []string{"en"},
		Text:     func(_, key string) string { return key },
		Commands: []chat.Command{{Path: "deal start"}, {Path: "deal list"}, {Path: "count"}},
	}
}

func bot() func(chat.Interaction) chat.Reply {
	n := 0
	return func(in chat.Interaction) chat.Reply {
		n++
		path := in.Path
		if cmd, _, known := catalog().Match(in.Words); known {
			path = cmd.Path
		}
		switch {
		case path == "deal start":
			return chat.Reply{Audience: chat.Public, Message: chat.Message{
				Document: chat.Document{chat.Title(chat.Text("Which network?")), chat.Paragraph(chat.Text("Deal #3F9A2B01, code 7KQ2-M4XT-9PBD, https://t.me/parley_sandbox_bot?start=deal-7KQ2M4XT9PBD."))},
				Rows: []chat.Row{{Select: &chat.Select{
					Placeholder: chat.Text("Pick"), Token: "s", Choices: []chat.Choice{{Value: "tiktok", Label: chat.Said("\u2068TikTok\u2069")}},
					ChoiceTokens: []string{"c"},
				}}, chat.Buttons(
					chat.Button{Label: chat.Said("\u2068Confirm\u2069"), Token: "confirm"},
					chat.Button{Label: chat.Text("Open"), URL: "https://t.me/parley_sandbox_bot?start=deal-7KQ2M4XT9PBD"},
				)},
			}}
		case in.Kind == chat.Chose:
			return chat.Reply{Form: &chat.Form{Title: chat.Text("Terms"), Token: "f", Fields: []chat.FormField{
				{Name: "amount", Label: chat.Text("Amount")}, {Name: "due", Label: chat.Text("Due"), Value: "tomorrow"},
			}}}
		case in.Kind == chat.Submit:
			return say(fmt.Sprintf("%s until %s", in.Fields["amount"].Text, in.Fields["due"].Text))
		case in.Kind == chat.Pressed:
			r := say("confirmed")
			r.Replace = true
			r.Audience = chat.Public
			return r
		case in.Kind == chat.Answer:
			return say(in.User.Name + " (" + in.User.Locale + ") said " + in.Text.Text)
		case path == "count":
			return say(fmt.Sprintf("%d", n))
		}
		return say(fmt.Sprintf("started with %d words", len(in.Words)))
	}
}

func say(text string) chat.Reply {
	return chat.Reply{Message: chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(text))}}}
}
