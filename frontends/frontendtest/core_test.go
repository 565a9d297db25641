package frontendtest

import (
	"context"
	"errors"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestCore(t *testing.T) {
	t.Parallel()
	c := NewCore(func(in chat.Interaction) chat.Reply { return chat.Reply{Locale: in.EventID} })
	c.Fail(2)
	if _, err := c.Handle(t.Context(), chat.Interaction{EventID: "1"}); !errors.Is(err, chat.ErrNotRecorded) {
		t.Errorf("a failure: %v", err)
	}
	if err := c.Observe(t.Context(), chat.Event{}); !errors.Is(err, chat.ErrNotRecorded) {
		t.Errorf("a failure: %v", err)
	}
	changed := c.Changed()
	if r, err := c.Handle(t.Context(), chat.Interaction{EventID: "1"}); err != nil || r.Locale != "1" {
		t.Errorf("the script: %+v, %v", r, err)
	}
	<-changed
	if err := c.Observe(t.Context(), chat.Event{EventID: "2"}); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Handle(ctx, chat.Interaction{}); !errors.Is(err, chat.ErrNotRecorded) || !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	if len(c.Attempts()) != 3 || len(c.Handled()) != 1 || len(c.Observed()) != 1 {
		t.Errorf("attempts %v, handled %v, observed %v", c.Attempts(), c.Handled(), c.Observed())
	}
	release, err := c.Lease(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	release()
	_ = c.Quarantine(t.Context(), "p", "9", nil, errors.New("odd"))
	if got := c.Quarantined(); len(got) != 1 || got[0] != "9: odd" {
		t.Errorf("quarantined %q", got)
	}
	_ = c.Remember(t.Context(), "k", "v")
	if v, err := c.Recall(t.Context(), "k"); v != "v" || err != nil || c.Facts()["k"] != "v" {
		t.Errorf("recalled %q, %v", v, err)
	}
}

func TestInsane(t *testing.T) {
	t.Parallel()
	sane := chat.Capabilities{
		Forms: chat.Native, Buttons: chat.Native, Selects: chat.Native, Fields: chat.Native, Files: chat.Native,
		TextUnit: chat.Bytes, TextLimit: 400, Parts: 3, FieldLimit: 5, ButtonsPerRow: 3, Rows: 3, ButtonLabel: 20,
		TokenBytes: 64, SelectChoices: 5, FormFields: 5, FormLabel: 45, FileBytes: 1,
	}
	if got := insane(sane); len(got) != 0 {
		t.Errorf("sane, but %q", got)
	}
	tests := map[string]func(*chat.Capabilities){
		"unit":     func(c *chat.Capabilities) { c.TextUnit = "" },
		"limit":    func(c *chat.Capabilities) { c.TextLimit = 100 },
		"parts":    func(c *chat.Capabilities) { c.Parts = 0 },
		"rows":     func(c *chat.Capabilities) { c.Rows = 0 },
		"token":    func(c *chat.Capabilities) { c.TokenBytes = 63 },
		"choices":  func(c *chat.Capabilities) { c.SelectChoices = 1 },
		"form":     func(c *chat.Capabilities) { c.FormFields = 0 },
		"fields":   func(c *chat.Capabilities) { c.FieldLimit = 0 },
		"files":    func(c *chat.Capabilities) { c.FileBytes = 0 },
		"negative": func(c *chat.Capabilities) { c.EditWindow = -1 },
	}
	for name, spoil := range tests {
		c := sane
		spoil(&c)
		if got := insane(c); len(got) != 1 {
			t.Errorf("%s: %q, want one problem", name, got)
		}
	}
}
