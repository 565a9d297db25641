package frontendtest

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// longest is a token as long as the engine makes them.
var longest = strings.Repeat("Zz9-_", 13)[:64]

func button(label, token string) chat.Button {
	return chat.Button{Label: chat.Text(label), Token: token}
}

func presses(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.Public, withRows("sure?", chat.Buttons(button("Yes", longest), button("No", "n"))))
	for i, at := range []chat.PlaceRef{b.cast.Group.Ref, b.cast.AnnDirect} {
		b.must(b.p.Type(b.cast.Ann.Ref, at, "/ping"))
		s := b.sees(b.cast.Ann, "the question", func(s Seen) bool {
			return strings.Contains(s.Text, "sure?") && s.Group == (at == b.cast.Group.Ref)
		})
		b.press(b.cast.Ann, s, "Yes")
		in := b.took(2*i + 2)[2*i+1]
		if in.Kind != chat.Pressed || in.Token != longest || in.Place.Ref != at || in.User.Ref != b.cast.Ann.Ref {
			t.Errorf("got %+v", in)
		}
		if in.Message.IsZero() || in.Message.Place != at {
			t.Errorf("the press does not name its message: %+v", in.Message)
		}
	}
}

func selects(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	sel := chat.Select{
		Placeholder: chat.Text("pick"), Option: "network", Token: "s",
		Choices: []chat.Choice{
			{Value: "tiktok", Label: chat.Text("TikTok")}, {Value: "twitch", Label: chat.Text("Twitch")},
		},
		ChoiceTokens: []string{"c0", "c1"},
	}
	b.answers(chat.Public, withRows("which?", chat.Row{Select: &sel}))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	s := b.seesText(b.cast.Ann, "which?")
	if len(s.Choices) == 2 {
		b.must(b.p.Choose(b.cast.Ann.Ref, s.ID, "Twitch"))
		if in := b.took(2)[1]; in.Kind != chat.Chose || in.Token != "s" || in.Choice != "twitch" {
			t.Errorf("got %+v", in)
		}
		return
	}
	b.press(b.cast.Ann, s, "Twitch")
	if in := b.took(2)[1]; in.Kind != chat.Pressed || in.Token != "c1" {
		t.Errorf("got %+v", in)
	}
}

func forms(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	if b.f.Capabilities(chat.PlaceRef{}).Forms == chat.Absent {
		return // then the core asks one question after the other
	}
	b.core.Script(func(in chat.Interaction) chat.Reply {
		if in.Kind != chat.Pressed {
			return chat.Reply{Message: withRows("go on?", chat.Buttons(button("Fill in", "open")))}
		}
		return chat.Reply{Form: &chat.Form{Title: chat.Text("Terms"), Token: "form", Fields: []chat.FormField{
			{Name: "amount", Label: chat.Text("Amount"), MaxLength: 40},
			{Name: "due", Label: chat.Text("Due"), Value: "tomorrow"},
		}}}
	})
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	b.press(b.cast.Ann, b.seesText(b.cast.Ann, "go on?"), "Fill in")
	form := b.sees(b.cast.Ann, "a form", func(s Seen) bool { return len(s.Form) > 0 })
	if strings.Join(form.Form, " ") != "amount due" {
		t.Errorf("the form asks for %v", form.Form)
	}
	b.must(b.p.Submit(b.cast.Ann.Ref, map[string]string{"amount": "250 EUR", "due": "friday"}))
	in := b.took(3)[2]
	if in.Kind != chat.Submit || in.Token != "form" || in.Fields["amount"].Text != "250 EUR" || in.Fields["due"].Text != "friday" {
		t.Errorf("got %+v", in)
	}
}

func replaces(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	if b.f.Capabilities(chat.PlaceRef{}).Edits == chat.Absent {
		return // then a new message says the same
	}
	b.answers(chat.OnlyCaller, withRows("page 1", chat.Buttons(button("Next", "next"))))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	first := b.seesText(b.cast.Ann, "page 1")
	b.core.Script(func(chat.Interaction) chat.Reply { return chat.Reply{Replace: true, Message: say("page 2")} })
	b.press(b.cast.Ann, first, "Next")
	second := b.seesText(b.cast.Ann, "page 2")
	if second.ID != first.ID || len(second.Buttons) != 0 || strings.Contains(second.Text, "Next") {
		t.Errorf("page 1 is %+v, page 2 is %+v; want one message", first, second)
	}
}

func replacesNarrow(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.Public, withRows("the list", chat.Buttons(button("Mine", "mine"))))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	list := b.seesText(b.cast.Ann, "the list")
	b.core.Script(func(chat.Interaction) chat.Reply { return chat.Reply{Replace: true, Message: say(secret)} })
	b.press(b.cast.Ann, list, "Mine")
	b.seesText(b.cast.Ann, secret)
	b.neverSaw(b.cast.Ben)
}
