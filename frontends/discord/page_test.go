package discord

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

func card(title string, body chat.Node, fields ...chat.Node) chat.Message {
	return chat.Message{Document: chat.Document{chat.Title(chat.Text(title)), chat.Fields(fields...), body}}
}

func TestCardIsAnEmbed(t *testing.T) {
	t.Parallel()
	all := pages(card("Deal *1*", chat.Paragraph(chat.Text("Wait.")),
		chat.Field(chat.Text("Amount_"), chat.Bold(chat.Text("250 EUR"))), chat.Field(chat.Text("Note"), chat.Said("**x**"))), chat.Words{})
	if len(all) != 1 || all[0].Content != "" || len(all[0].Embeds) != 1 {
		t.Fatalf("got %+v", all)
	}
	raw, _ := json.Marshal(all[0].Embeds[0])
	want := `{"title":"Deal \\*1\\*","description":"Wait.","fields":[{"name":"Amount\\_","value":"**250 EUR**","inline":true},{"name":"Note","value":"\\*\\*x\\*\\*","inline":true}]}`
	if string(raw) != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
}

// A mention inside an embed rings for nobody, so the words that call somebody
// stand outside.
func TestCardThatCallsSomebody(t *testing.T) {
	t.Parallel()
	ann := chat.Mention(userRef("42"), "Ann")
	all := pages(card("Deal", chat.Paragraph(ann), chat.Field(chat.Text("By"), ann)), chat.Words{})
	m := all[0]
	if m.Content != "**Deal**\n\n<@42>" || len(m.Users) != 1 || m.Embeds[0].Description != "" || m.Embeds[0].Fields[0].Value != "Ann" {
		t.Errorf("got %+v, embed %+v", m, m.Embeds[0])
	}
}

func TestCardTitles(t *testing.T) {
	t.Parallel()
	field := chat.Field(chat.Text("a"), chat.Text("b"))
	long := strings.Repeat("*", 200)
	for _, tt := range []struct {
		m           chat.Message
		title, text string
	}{
		{chat.Message{Document: chat.Document{chat.Fields(field)}}, "", ""},
		{chat.Message{Document: chat.Document{chat.Paragraph(chat.Text("no title")), chat.Fields(field)}}, "", "no title"},
		{card(long, chat.Paragraph(chat.Bold(chat.Text("x"))), field), "", "**" + strings.Repeat(`\*`, 200) + "**\n\n**x**"},
		{card("🎉", chat.Paragraph(chat.Text("a "), chat.Bold(chat.Text("x"))), field), "🎉", "a **x**"},
	} {
		e := pages(tt.m, chat.Words{})[0].Embeds[0]
		if e.Title != tt.title || e.Description != tt.text {
			t.Errorf("got %q and %q, want %q and %q", e.Title, e.Description, tt.title, tt.text)
		}
	}
}

// Fields that escapes make too long become lines instead of being refused.
func TestFieldsThatGrow(t *testing.T) {
	t.Parallel()
	all := pages(card("Deal", chat.Paragraph(), chat.Field(chat.Text("Note"), chat.Said(strings.Repeat("*", 900)))), chat.Words{})
	if len(all) != 1 || len(all[0].Embeds) != 0 || !strings.Contains(all[0].Content, strings.Repeat(`\*`, 900)) {
		t.Errorf("got %+v", all)
	}
}

// A card whose parts fit while the whole does not becomes lines, too: Discord
// takes 6,000 characters in all.
func TestWholeCardThatGrows(t *testing.T) {
	t.Parallel()
	link := chat.Link("https://a.example/"+strings.Repeat("x", 900), chat.Text("there"))
	var fields []chat.Node
	for n := range 8 {
		fields = append(fields, chat.Field(chat.Text(fmt.Sprint(n)), link))
	}
	said := ""
	for _, m := range pages(card("Deal", chat.Paragraph(), fields...), chat.Words{}) {
		if len(m.Embeds) != 0 || chat.UTF16.Len(m.Content) > 2000 {
			t.Errorf("got %d embeds and %d characters", len(m.Embeds), chat.UTF16.Len(m.Content))
		}
		said += m.Content
	}
	if strings.Count(said, "there") != 8 {
		t.Errorf("got %q", said)
	}
}

func TestFilesAreShared(t *testing.T) {
	t.Parallel()
	m := chat.Message{Document: chat.Document{chat.Paragraph(chat.Text("x"))}}
	for i := range 12 {
		m.Files = append(m.Files, chat.File{Name: fmt.Sprint(i), Data: []byte{1}})
	}
	if all := pages(m, chat.Words{}); len(all) != 2 || len(all[0].Files) != 10 || len(all[1].Files) != 2 || all[0].Content != "x" {
		t.Errorf("got %d messages", len(all))
	}
	m.Files = nil
	for range 3 {
		m.Files = append(m.Files, chat.File{Name: "big", Data: make([]byte, 10<<20)})
	}
	m.Files = append(m.Files, chat.File{Name: "too-big", Data: make([]byte, 10<<20+1)})
	all := pages(m, chat.Words{})
	if len(all) != 2 || len(all[0].Files) != 2 || len(all[1].Files) != 1 || !strings.Contains(all[0].Content, "too-big") {
		t.Errorf("got %d messages", len(all))
	}
}

func TestComponents(t *testing.T) {
	t.Parallel()
	m := chat.Message{Document: chat.Document{chat.Paragraph(chat.Text("x"))}, Rows: []chat.Row{
		chat.Buttons(
			chat.Button{Label: chat.Text("Yes"), Style: chat.StylePrimary, Token: "t"},
			chat.Button{Label: chat.Text("No"), Style: chat.StyleDanger, Token: "t"},
			chat.Button{Label: chat.Text("Web"), URL: "https://a.example"},
			chat.Button{Label: chat.Text("Else"), Token: "e"},
		),
		{Select: &chat.Select{Placeholder: chat.Text("Pick"), Token: "s", Choices: []chat.Choice{{Value: "a", Label: chat.Text("A")}, {Value: "b"}}}},
	}}
	raw, _ := json.Marshal(pages(m, chat.Words{})[0].Rows)
	want := `[{"components":[{"label":"Yes","style":1,"disabled":false,"custom_id":"t","type":2},` +
		`{"label":"No","style":4,"disabled":false,"custom_id":"t#2","type":2},` +
		`{"label":"Web","style":5,"disabled":false,"url":"https://a.example","type":2},` +
		`{"label":"Else","style":2,"disabled":false,"custom_id":"e","type":2}],"type":1},` +
		`{"components":[{"custom_id":"s","placeholder":"Pick","options":[{"label":"A","value":"a","description":"","default":false},{"label":"b","value":"b","description":"","default":false}],"disabled":false,"type":3}],"type":1}]`
	if string(raw) != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
}

// A select whose values Discord would refuse becomes buttons.
func TestSelectsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][2]string{"empty": {"", "b"}, "long": {strings.Repeat("x", 101), "b"}, "twice": {"b", "b"}} {
		s := &chat.Select{Token: "s", Choices: []chat.Choice{{Value: values[0], Label: chat.Text("A")}, {Value: values[1]}}, ChoiceTokens: []string{"c0", "c1"}}
		rows := unpicked([]chat.Row{{Select: s}})
		if len(rows) != 1 || len(rows[0].Buttons) != 2 || rows[0].Buttons[0].Token != "c0" || chat.Line(rows[0].Buttons[1].Label) != "b" {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}

func TestModal(t *testing.T) {
	t.Parallel()
	form := modal(chat.Form{Title: chat.Text(strings.Repeat("t", 50)), Token: "f", Fields: []chat.FormField{
		{Name: "amount", Label: chat.Text(strings.Repeat("l", 50)), Help: chat.Text(strings.Repeat("h", 120)), Placeholder: strings.Repeat("p", 120), Value: "12345", MaxLength: 4},
		{Name: "note", Long: true, MaxLength: 9000},
	}})
	raw, _ := json.Marshal(form)
	for _, want := range []string{
		`"custom_id":"f","title":"` + strings.Repeat("t", 44) + `…"`, `"label":"` + strings.Repeat("l", 44) + `…"`,
		`"description":"` + strings.Repeat("h", 99) + `…"`, `"placeholder":"` + strings.Repeat("p", 99) + `…"`,
		`"value":"123…"`, `"max_length":4`, `"label":"note"`, `"style":2`, `"max_length":4000`, `"required":false`, `"type":18`,
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is missing in %s", want, raw)
		}
	}
}

func TestOffers(t *testing.T) {
	t.Parallel()
	all := []chat.Choice{{Value: ""}, {Value: strings.Repeat("x", 101)}, {Value: "v", Label: chat.Text(strings.Repeat("l", 101))}, {Value: "w"}}
	got := offers(all)
	if len(got) != 2 || got[0].Name != strings.Repeat("l", 99)+"…" || got[1].Name != "w" {
		t.Errorf("got %+v", got)
	}
	if n := len(offers(make([]chat.Choice, 30))); n != 0 {
		t.Errorf("%d empty offers", n)
	}
	many := make([]chat.Choice, 30)
	for i := range many {
		many[i].Value = fmt.Sprint(i)
	}
	if n := len(offers(many)); n != 25 {
		t.Errorf("%d offers", n)
	}
}

// Whatever a text holds, no message exceeds what Discord takes, and nothing of a
// short text is lost.
func TestPagesFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.StringOfN(rapid.SampledFrom([]rune("*_`~|[]<>@:#- \n1.a🎉\u2068\u2069")), 0, 900, -1), rapid.String())
		var doc chat.Document
		for range rapid.IntRange(1, 4).Draw(t, "blocks") {
			s := piece.Draw(t, "text")
			doc = append(doc, rapid.SampledFrom([]chat.Node{
				chat.Paragraph(chat.Said(s)), chat.Title(chat.Said(s)), chat.Quote(chat.Said(s)), chat.Paragraph(chat.Code(s)),
				chat.Fields(chat.Field(chat.Said(s), chat.Said(s))), chat.Paragraph(chat.Link("https://a.example", chat.Said(s))),
				chat.Paragraph(chat.Mention(userRef("123456789012345678"), "x"), chat.Bold(chat.Said(s))),
			}).Draw(t, "block"))
		}
		for _, m := range pages(chat.Message{Document: doc}, chat.Words{}) {
			fits(t, m)
		}
	})
}

func fits(t *rapid.T, m discordapi.Message) {
	if n := chat.UTF16.Len(m.Content); n > contentLimit {
		t.Fatalf("content of %d", n)
	}
	if tooBroad(m.Embeds) {
		t.Fatalf("embed too broad: %+v", m.Embeds)
	}
	if m.Content == "" && len(m.Embeds)+len(m.Files) == 0 {
		t.Fatal("an empty message")
	}
	for _, e := range m.Embeds {
		for _, f := range e.Fields {
			if f.Name == "" || f.Value == "" {
				t.Fatalf("an empty field: %+v", f)
			}
		}
	}
}

func TestNonces(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, id := range []string{"0123456789012345678901234", "x", strings.Repeat("y", 30)} {
		for page := range 3 {
			n := nonce(id, page)
			if len(n) > 25 || n == "" || seen[n] || n != nonce(id, page) {
				t.Errorf("nonce of %s, page %d: %q", id, page, n)
			}
			seen[n] = true
		}
	}
	if nonce("x", 0) != "x" {
		t.Error("a short id is its own nonce")
	}
}

func TestManyButtons(t *testing.T) {
	t.Parallel()
	m := chat.Message{Document: chat.Document{chat.Paragraph(chat.Text("x"))}}
	for i := range 32 {
		m.Rows = append(m.Rows, chat.Buttons(chat.Button{Label: chat.Text(fmt.Sprint(i)), Token: fmt.Sprint(i)}))
	}
	all := pages(m, chat.Words{Answer: "by number"})
	var rows []int
	for _, page := range all {
		rows = append(rows, len(page.Rows))
	}
	if fmt.Sprint(rows) != "[5 5 5 5 5 5 2]" || all[0].Content != "x" || all[6].Content != "…" {
		t.Errorf("rows %v, first %q", rows, all[0].Content)
	}
	m.Rows = m.Rows[:8] // these fit, pushed together
	if all := pages(m, chat.Words{}); len(all) != 1 || len(all[0].Rows) != 2 {
		t.Errorf("got %+v", all)
	}
}
