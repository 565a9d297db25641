package frontendtest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// patience is how long a test waits for something that should come at once.
const patience = 10 * time.Second

// bench is one running frontend with its double and its scripted core.
type bench struct {
	t    *testing.T
	p    Platform
	f    chat.Frontend
	core *Core
	cast Cast
	ctx  context.Context
	stop func() error // ends Run and returns what it returned
}

func begin(t *testing.T, open func(*testing.T) Platform) *bench {
	t.Helper()
	b := start(t, open)
	t.Cleanup(func() {
		if err := b.stop(); err != nil {
			t.Errorf("Run returned %v after it was asked to stop; want nil", err)
		}
	})
	return b
}

func start(t *testing.T, open func(*testing.T) Platform) *bench {
	t.Helper()
	p := open(t)
	// Not t.Context(): that one ends before the cleanups run.
	ctx, cancel := context.WithCancel(context.Background())
	b := &bench{t: t, p: p, f: p.Frontend(), core: NewCore(nil), cast: p.Cast(), ctx: ctx}
	done := make(chan error, 1)
	go func() { done <- b.f.Run(ctx, catalog(), b.core) }()
	b.stop = func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(patience):
			t.Error("Run did not return after its context ended")
			return nil
		}
	}
	return b
}

// catalog offers the commands of the suite. Its words tell language and key, so
// that a test sees which ones a frontend asked for.
func catalog() chat.Catalog {
	return chat.Catalog{
		Locales: []string{"en", "ar"},
		Text:    func(locale, key string) string { return locale + "|" + key },
		Commands: []chat.Command{
			{Path: "ping", Describe: "suite.ping", Reads: true},
			{Path: "deal start", Describe: "suite.start", Options: []chat.Option{
				{Name: "counterparty", Kind: chat.UserOption, Describe: "suite.counterparty"},
				{Name: "amount", Kind: chat.AmountOption, Describe: "suite.amount"},
			}},
			{Path: "deal note", Describe: "suite.note", Options: []chat.Option{
				{Name: "note", Kind: chat.TextOption, Required: true, Describe: "suite.text"},
			}},
		},
	}
}

// answers makes the core answer everything with one message.
func (b *bench) answers(audience chat.Audience, m chat.Message) {
	b.core.Script(func(chat.Interaction) chat.Reply {
		return chat.Reply{Audience: audience, Message: m, Locale: "ar"}
	})
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// took waits until the core has taken n interactions and returns them.
func (b *bench) took(n int) []chat.Interaction {
	b.t.Helper()
	deadline := time.After(patience)
	for {
		changed := b.core.Changed()
		if all := b.core.Handled(); len(all) >= n {
			return all
		}
		select {
		case <-changed:
		case <-deadline:
			b.t.Fatalf("the core took %d interactions, want %d: %+v", len(b.core.Handled()), n, b.core.Handled())
		}
	}
}

// sees waits until somebody sees what fits.
func (b *bench) sees(who chat.User, what string, fits func(Seen) bool) Seen {
	b.t.Helper()
	deadline := time.After(patience)
	for {
		changed := b.p.Changed()
		seen := b.p.Seen(who.Ref)
		if i := slices.IndexFunc(seen, fits); i >= 0 {
			return seen[i]
		}
		select {
		case <-changed:
		case <-deadline:
			b.t.Fatalf("%s does not see %s; sees %+v", who.Name, what, seen)
		}
	}
}

func (b *bench) seesText(who chat.User, text string) Seen {
	b.t.Helper()
	return b.sees(who, text, func(s Seen) bool { return strings.Contains(s.Text, text) })
}

// press presses a button, or answers with its number where a platform without
// buttons lists them.
func (b *bench) press(who chat.User, s Seen, label string) {
	b.t.Helper()
	if slices.Contains(s.Buttons, label) {
		b.must(b.p.Press(who.Ref, s.ID, label))
		return
	}
	for line := range strings.Lines(s.Text) {
		if number, is := strings.CutSuffix(strings.TrimSpace(line), ". "+label); is {
			b.must(b.p.Reply(who.Ref, s.ID, number))
			return
		}
	}
	b.t.Fatalf("%s finds no way to press %q: %+v", who.Name, label, s)
}

// neverSaw fails if somebody saw the secret. What was on its way is waited for
// first: a public answer that must come after it.
func (b *bench) neverSaw(who chat.User) {
	b.t.Helper()
	b.answers(chat.Public, say("the barrier "+b.t.Name()))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	b.seesText(who, "the barrier")
	for _, s := range b.p.Seen(who.Ref) {
		if strings.Contains(s.Text, secret) {
			b.t.Errorf("%s sees what is not for them: %+v", who.Name, s)
		}
	}
}

// secret is what only those may see for whom it is meant.
const secret = "for your eyes"

func say(text string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(text))}}
}

func withRows(text string, rows ...chat.Row) chat.Message {
	m := say(text)
	m.Rows = rows
	return m
}
