package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func press(labels ...string) chat.Row {
	var row chat.Row
	for _, l := range labels {
		row.Buttons = append(row.Buttons, chat.Button{Label: chat.Text(l), Token: "t-" + l})
	}
	return row
}

func pick(values ...string) chat.Row {
	s := &chat.Select{Placeholder: chat.Text("Which?"), Option: "network", Action: chat.Do("deal start", "step", "1")}
	for _, v := range values {
		s.Choices = append(s.Choices, chat.Choice{Value: v})
		s.ChoiceTokens = append(s.ChoiceTokens, "t-"+v)
	}
	return chat.Row{Select: s}
}

// showRows draws rows as "a b / <which: x y>" and the numbered buttons behind "#".
func showRows(p chat.Part) string {
	var rows []string
	for _, row := range p.Rows {
		var cells []string
		for _, b := range row.Buttons {
			cells = append(cells, b.Label.Text)
		}
		if row.Select != nil {
			var choices []string
			for _, c := range row.Select.Choices {
				choices = append(choices, c.Label.Text)
			}
			cells = append(cells, fmt.Sprintf("<%s %s>", row.Select.Placeholder.Text, strings.Join(choices, " ")))
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	out := strings.Join(rows, " / ")
	for i, b := range p.Numbered {
		out += fmt.Sprintf(" #%d %s", i+1, b.Label.Text)
	}
	return strings.TrimSpace(out)
}

func TestComponents(t *testing.T) {
	t.Parallel()
	narrow := with(rich, func(c *chat.Capabilities) { c.Selects, c.ButtonsPerRow, c.Rows = chat.Absent, 3, 2 })
	tests := map[string]struct {
		rows []chat.Row
		caps chat.Capabilities
		want string
	}{
		"as they are":         {[]chat.Row{press("a", "b"), press("c")}, rich, "a b / c"},
		"select":              {[]chat.Row{pick("x", "y"), press("c")}, rich, "<Which? x y> / c"},
		"empty select":        {[]chat.Row{pick(), press("c")}, rich, "c"},
		"select too long":     {[]chat.Row{pick("x", "y", "z")}, with(rich, func(c *chat.Capabilities) { c.SelectChoices = 2 }), "x y z"},
		"select emulated":     {[]chat.Row{pick("x", "y")}, with(rich, func(c *chat.Capabilities) { c.Selects = chat.Emulated }), "x y"},
		"select to buttons":   {[]chat.Row{pick("x", "y", "z", "w")}, narrow, "x y z / w"},
		"wrapped":             {[]chat.Row{press("a", "b", "c", "d")}, narrow, "a b c / d"},
		"packed":              {[]chat.Row{press("a"), press("b"), press("c"), press("d")}, narrow, "a b c / d"},
		"packed round select": {[]chat.Row{press("a"), press("b"), pick("x")}, with(narrow, func(c *chat.Capabilities) { c.Selects = chat.Native }), "a b / <Which? x>"},
		"too many":            {[]chat.Row{press("a", "b", "c"), press("d", "e", "f"), press("g", "h")}, narrow, "a b c / d e f #1 g #2 h"},
		"select left over":    {[]chat.Row{press("a", "b", "c", "d"), pick("x", "y")}, with(narrow, func(c *chat.Capabilities) { c.Selects = chat.Native }), "a b c / d #1 x #2 y"},
		"no buttons":          {[]chat.Row{press("a"), pick("x", "y")}, plain, "#1 a #2 x #3 y"},
		"labels cut":          {[]chat.Row{press("Confirm"), pick("Instagram")}, with(rich, func(c *chat.Capabilities) { c.ButtonLabel = 4 }), "Con… / <Whi… Ins…>"},
		"label missing":       {[]chat.Row{press("")}, rich, "…"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := chat.Render(chat.Message{Rows: tt.rows}, tt.caps, words)
			if got := showRows(out.Parts[len(out.Parts)-1]); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestNumberedTextAndButtons(t *testing.T) {
	t.Parallel()
	rows := []chat.Row{pick("x"), {Buttons: []chat.Button{{Label: chat.Bold(chat.Text("Site")), URL: "https://x.org"}}}}
	m := chat.Message{Document: chat.Document{chat.Text("Hello.")}, Rows: rows}
	p := chat.Render(m, plain, words).Parts[0]
	want := "Hello.\n\nWhich?\n\nAnswer with a number:\n1. x\n2. [link:Site]"
	if got := draw(p.Text, p.Marks, chat.Runes); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	b := p.Numbered[0]
	if b.Token != "t-x" || b.Action.Args["network"] != "x" || b.Action.Args["step"] != "1" {
		t.Errorf("the choice lost its action: %+v %+v", b, b.Action)
	}
	if args := rows[0].Select.Action.Args; len(args) != 1 {
		t.Errorf("Render wrote into the select's action: %v", args)
	}
	if got := chat.Render(m, plain, chat.Words{}).Parts[0].Text; got != "Hello.\n\nWhich?\n\n1. x\n2. Site" {
		t.Errorf("without words: %q", got)
	}
}

func TestComponentsStandOnTheLastPart(t *testing.T) {
	t.Parallel()
	m := chat.Message{Document: chat.Document{chat.Text(strings.Repeat("word ", 500))}, Rows: []chat.Row{press("a")}}
	parts := chat.Render(m, rich, words).Parts
	if len(parts) != 2 || parts[0].Rows != nil || len(parts[1].Rows) != 1 {
		t.Errorf("got %d parts, rows %v", len(parts), parts)
	}
}

func TestChoiceWithoutActionOrToken(t *testing.T) {
	t.Parallel()
	row := chat.Row{Select: &chat.Select{Option: "o", Action: chat.Do("x"), Choices: []chat.Choice{{Value: "a", Label: chat.Text("A")}}}}
	p := chat.Render(chat.Message{Rows: []chat.Row{row}}, plain, words).Parts[0]
	if b := p.Numbered[0]; b.Token != "" || b.Action.Args["o"] != "a" || b.Label.Text != "A" {
		t.Errorf("got %+v", b)
	}
	row.Select.Action = nil
	p = chat.Render(chat.Message{Rows: []chat.Row{row}}, plain, words).Parts[0]
	if p.Numbered[0].Action != nil {
		t.Errorf("an action came from nowhere: %+v", p.Numbered[0].Action)
	}
}
