package telegram

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

func frontend(t *testing.T) *Frontend {
	t.Helper()
	f, err := New(Options{Token: "42:abcdefgh"})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Entities are counted in UTF-16, in which an emoji takes two.
func TestEntitiesStandWhereTheirWordsAre(t *testing.T) {
	t.Parallel()
	ben, at := chat.UserRef{Platform: Platform, ID: "7"}, time.Date(2026, 5, 12, 14, 0, 0, 0, time.UTC)
	l := frontend(t).present(place{chat: 1}, chat.Message{Document: chat.Document{
		chat.Title(chat.Text("🎉 Deal")),
		chat.Paragraph(
			chat.Text("👋 "), chat.Bold(chat.Text("bold")), chat.Text(" 🧾 "), chat.Code("/ping"), chat.Text(" "),
			chat.Link("https://x.example", chat.Text("läuft")), chat.Text(" "), chat.Mention(ben, "Ben 🐻"), chat.Text(" "),
			chat.Time(at, chat.StyleRelative), chat.Mention(chat.UserRef{Platform: "discord", ID: "9"}, " Dee"),
		),
		chat.Quote(chat.Said("so ✨ it is")),
	}}, "en")
	if len(l.sheets) != 1 {
		t.Fatalf("%d messages", len(l.sheets))
	}
	s := l.sheets[0]
	got := map[models.MessageEntityType]string{}
	for _, e := range s.entities {
		got[e.Type] += "[" + units(s.text, e.Offset, e.Length) + "]"
	}
	for kind, want := range map[models.MessageEntityType]string{
		"bold": "[🎉 Deal][bold]", "code": "[/ping]", "text_link": "[läuft]", "text_mention": "[Ben 🐻]",
		"date_time": "[2026-05-12T14:00:00Z]", "blockquote": "[so ✨ it is]",
	} {
		if got[kind] != want {
			t.Errorf("%s marks %q, want %q", kind, got[kind], want)
		}
	}
	for _, e := range s.entities {
		if e.Type == "date_time" && (int64(e.UnixTime) != at.Unix() || e.DateTimeFormat != "r") {
			t.Errorf("the time is %+v", e)
		}
		if e.Type == "text_mention" && (e.User.ID != 7 || e.User.FirstName != "Ben 🐻") {
			t.Errorf("the mention is of %+v", e.User)
		}
	}
}

func TestTheLeastImportantEntitiesGo(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("x", 300)
	var marks []chat.Mark
	for i := range 150 {
		kind, url := chat.KindBold, ""
		if i >= 110 {
			kind, url = chat.KindLink, "https://x.example"
		}
		marks = append(marks, chat.Mark{Kind: kind, Start: 2 * i, End: 2*i + 1, URL: url})
	}
	got := entitiesOf(text, marks)
	links := slices.DeleteFunc(slices.Clone(got), func(e models.MessageEntity) bool { return e.URL == "" })
	if len(got) != entityLimit || len(links) != 40 {
		t.Errorf("%d entities, %d of them links; want %d and 40", len(got), len(links), entityLimit)
	}
	if !slices.IsSortedFunc(got, func(a, b models.MessageEntity) int { return a.Offset - b.Offset }) {
		t.Error("the entities are out of order")
	}
}

func TestEntitiesOfNothingAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, m := range []chat.Mark{
		{Kind: chat.KindLink},
		{Kind: chat.KindMention},
		{Kind: chat.KindTime, At: -5000},
		{Kind: "unheard of"},
		{Kind: chat.KindMention, User: &chat.UserRef{Platform: "discord", ID: "7"}},
	} {
		m.End = 1
		if got := entitiesOf("x", []chat.Mark{m}); len(got) != 0 {
			t.Errorf("%+v became %+v", m, got)
		}
	}
	for style, want := range map[string]string{chat.StyleDateTime: "Dt", chat.StyleDate: "D", chat.StyleRelative: "r"} {
		if got := timeFormat(style); got != want {
			t.Errorf("style %q is %q, want %q", style, got, want)
		}
	}
}

func TestButtonsThatTelegramRefusesAreLeftOut(t *testing.T) {
	t.Parallel()
	good := chat.Button{Label: chat.Text("Yes"), Token: "y", Style: chat.StylePrimary}
	k := keyboardOf([]chat.Row{
		chat.Buttons(good, chat.Button{Label: chat.Text("no token")}, chat.Button{Token: "no label"}),
		chat.Buttons(chat.Button{Label: chat.Text("long"), Token: strings.Repeat("x", 65)}),
		chat.Buttons(chat.Button{Label: chat.Text("see"), URL: "https://x.example"}, chat.Button{Label: chat.Text("js"), URL: "javascript:1"}),
	})
	want := &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
		{{Text: "Yes", CallbackData: "y", Style: "primary"}}, {{Text: "see", URL: "https://x.example"}},
	}}
	if !sameKeyboard(k, want) {
		t.Errorf("got %+v", k)
	}
	if keyboardOf([]chat.Row{chat.Buttons(chat.Button{})}) != nil {
		t.Error("an empty keyboard is no keyboard")
	}
	if sameKeyboard(nil, want) || !sameKeyboard(nil, nil) {
		t.Error("no keyboard is the same as no keyboard only")
	}
}
