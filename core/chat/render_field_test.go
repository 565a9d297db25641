package chat_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func card(values ...string) chat.Document {
	doc := chat.Document{chat.Title(chat.Text("Card"))}
	var fields []chat.Node
	for _, v := range values {
		fields = append(fields, chat.Field(chat.Text("name"), chat.Text(v)))
	}
	return append(doc, chat.Fields(fields...), chat.Paragraph(chat.Text("End.")))
}

func TestNativeFields(t *testing.T) {
	t.Parallel()
	doc := chat.Document{
		chat.Paragraph(chat.Text("a")),
		chat.Fields(
			chat.Field(chat.Bold(chat.Text("id")), chat.Text("x "), chat.Code("1")),
			chat.Field(chat.Text(" ")),
			chat.Field(chat.Text("said"), chat.Text("\u2068b")),
			chat.Text("loose"),
		),
		chat.Field(chat.Text("own"), chat.Text("line")),
		chat.Node{Kind: chat.KindField},
		chat.Paragraph(chat.Text("b")),
	}
	parts := chat.Render(chat.Message{Document: doc}, rich, words).Parts
	if len(parts) != 1 || parts[0].Text != "a\n\nb" {
		t.Fatalf("got %+v", parts)
	}
	want := []chat.RenderedField{
		{Name: "id", Value: "x 1", Marks: []chat.Mark{{Kind: chat.KindCode, Start: 2, End: 3}}},
		{Name: "–", Value: "–"},
		{Name: "said", Value: "\u2068b\u2069"},
		{Name: "–", Value: "loose"},
		{Name: "own", Value: "line"},
		{Name: "–", Value: "–"},
	}
	if got := parts[0].Fields; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestFieldsThatDoNotFitBecomeLines(t *testing.T) {
	t.Parallel()
	lines := "[title:Card]\n\n[bold:name]: one\n[bold:name]: two\n\nEnd."
	tests := map[string]struct {
		change func(*chat.Capabilities)
		native bool
	}{
		"fit":             {func(*chat.Capabilities) {}, true},
		"emulated":        {func(c *chat.Capabilities) { c.Fields = chat.Emulated }, false},
		"too many":        {func(c *chat.Capabilities) { c.FieldLimit = 1 }, false},
		"name too long":   {func(c *chat.Capabilities) { c.FieldName = 3 }, false},
		"value too long":  {func(c *chat.Capabilities) { c.FieldValue = 2 }, false},
		"just the value":  {func(c *chat.Capabilities) { c.FieldValue = 3 }, true},
		"all that counts": {func(c *chat.Capabilities) { c.FieldLimit = 2 }, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			caps := with(rich, tt.change)
			got := chat.Render(chat.Message{Document: card("one", "two")}, caps, words).Parts[0]
			if native := len(got.Fields) == 2; native != tt.native {
				t.Errorf("native: got %v, want %v", native, tt.native)
			}
			if !tt.native && draw(got.Text, got.Marks, caps.TextUnit) != lines {
				t.Errorf("got %q", draw(got.Text, got.Marks, caps.TextUnit))
			}
		})
	}
}

func TestFieldsCountAgainstTheirPart(t *testing.T) {
	t.Parallel()
	caps := with(rich, func(c *chat.Capabilities) { c.TextLimit = 30 })
	m := chat.Message{Document: card(strings.Repeat("v", 20)), Rows: []chat.Row{press("a")}}
	parts := chat.Render(m, caps, words).Parts
	if len(parts) != 2 || parts[0].Fields != nil || len(parts[1].Fields) != 1 || parts[1].Text != "" || len(parts[1].Rows) != 1 {
		t.Errorf("fields without room: %+v", parts)
	}
	m.Document = card(strings.Repeat("v", 27))
	parts = chat.Render(m, caps, words).Parts
	if parts[len(parts)-1].Fields != nil {
		t.Errorf("fields longer than a part: %+v", parts)
	}
	m.Document = card("v")[1:2]
	parts = chat.Render(m, caps, words).Parts
	if len(parts) != 1 || len(parts[0].Fields) != 1 {
		t.Errorf("fields alone: %+v", parts)
	}
}
