package text_test

import (
	"reflect"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestLocalizeMessage(t *testing.T) {
	t.Parallel()
	c := load(t)
	three := chat.T("x.days", chat.Args{"count": chat.Number(3)})
	m := chat.Message{
		Document: chat.Document{chat.Paragraph(three)},
		Rows: []chat.Row{
			chat.Buttons(chat.Press(three, chat.StyleDanger, "deal cancel", "id", "1"), chat.Button{Label: chat.T("core.more"), URL: "https://x.org"}),
			{Select: &chat.Select{
				Placeholder: chat.T("core.more"), Option: "o", Token: "t", ChoiceTokens: []string{"t1", "t2"},
				Choices: []chat.Choice{{Value: "3", Label: three}, {Value: "bare"}},
			}},
		},
		Files: []chat.File{{Name: "core.more"}},
	}
	before := m.Rows[1].Select.Choices[0].Label
	got := c.LocalizeMessage(m, english)

	days := chat.Span(chat.Text("3"), chat.Text(" days"))
	want := chat.Message{
		Document: chat.Document{chat.Paragraph(days)},
		Rows: []chat.Row{
			chat.Buttons(chat.Press(days, chat.StyleDanger, "deal cancel", "id", "1"), chat.Button{Label: chat.Text("More"), URL: "https://x.org"}),
			{Select: &chat.Select{
				Placeholder: chat.Text("More"), Option: "o", Token: "t", ChoiceTokens: []string{"t1", "t2"},
				Choices: []chat.Choice{{Value: "3", Label: days}, {Value: "bare"}},
			}},
		},
		Files: m.Files,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if m.Document[0].Nodes[0].Kind != chat.KindPhrase || !reflect.DeepEqual(m.Rows[1].Select.Choices[0].Label, before) || m.Rows[0].Buttons[0].Label.Kind != chat.KindPhrase {
		t.Error("the input was changed")
	}
	if empty := c.LocalizeMessage(chat.Message{}, arabic); !reflect.DeepEqual(empty, chat.Message{}) {
		t.Errorf("nothing became %+v", empty)
	}
}

func TestLocalizeForm(t *testing.T) {
	t.Parallel()
	c := load(t)
	f := chat.Form{
		Title:  chat.T("core.more"),
		Token:  "t",
		Fields: []chat.FormField{{Name: "amount", Label: chat.T("core.yes"), Placeholder: "core.no", Value: "core.no", MaxLength: 9}},
	}
	want := chat.Form{
		Title:  chat.Text("المزيد"),
		Token:  "t",
		Fields: []chat.FormField{{Name: "amount", Label: chat.Text("نعم"), Placeholder: "core.no", Value: "core.no", MaxLength: 9}},
	}
	if got := c.LocalizeForm(f, arabic); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if f.Fields[0].Label.Kind != chat.KindPhrase {
		t.Error("the input was changed")
	}
	if got := c.LocalizeForm(chat.Form{}, arabic); !reflect.DeepEqual(got, chat.Form{}) {
		t.Errorf("nothing became %+v", got)
	}
}

func TestLocalizeChoices(t *testing.T) {
	t.Parallel()
	c := load(t)
	in := []chat.Choice{{Value: "a", Label: chat.T("core.yes")}, {Value: "b"}}
	want := []chat.Choice{{Value: "a", Label: chat.Text("Yes")}, {Value: "b"}}
	if got := c.LocalizeChoices(in, english); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if in[0].Label.Kind != chat.KindPhrase || c.LocalizeChoices(nil, english) != nil {
		t.Error("the input was changed, or nothing became something")
	}
}
