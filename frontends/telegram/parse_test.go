package telegram

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// marked is an entity over a piece of text, found by its words.
func marked(t *testing.T, kind models.MessageEntityType, text, piece string, who int64) models.MessageEntity {
	t.Helper()
	i := strings.Index(text, piece)
	if i < 0 {
		t.Fatalf("%q is not in %q", piece, text)
	}
	e := models.MessageEntity{Type: kind, Offset: chat.UTF16.Len(text[:i]), Length: chat.UTF16.Len(piece)}
	if who != 0 {
		e.User = &models.User{ID: who, FirstName: piece}
	}
	return e
}

func TestT6ReadsCommands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, entity string
		want               string // words joined by "|", or "" for no command
		bot                string
	}{
		{"plain", "/ping", "/ping", "ping", ""},
		{"underscores and spaces are the core's to join", "/deal_start x", "/deal_start", "deal_start|x", ""},
		{"a path in two words", "/deal start x", "/deal", "deal|start|x", ""},
		{"a dash ends the entity, not the word", "/deal-start x", "/deal", "deal-start|x", ""},
		{"case is the core's to fold", "/DEAL_Start", "/DEAL_Start", "DEAL_Start", ""},
		{"addressed", "/ping@Parley_Bot now", "/ping@Parley_Bot", "ping|now", "parley_bot"},
		{"extra spaces", "  /deal   note \t a\n b ", "/deal", "deal|note|a|b", ""},
		{"emoji before and after", "/deal_note 🎉 a 👨‍👩‍👧", "/deal_note", "deal_note|🎉|a|👨‍👩‍👧", ""},
		{"a line break ends the name", "/note\nhello", "/note", "note|hello", ""},
		{"deep link", "/start deal-0123_z", "/start", "start|deal-0123_z", ""},
		{"a handle stays as typed", "/deal start @ben 250", "/deal", "deal|start|@ben|250", ""},
		{"in the middle", "see /ping", "/ping", "", ""},
		{"after emoji", "🎉 /ping", "/ping", "", ""},
		{"a path", "/usr/bin", "", "", ""},
		{"a slash alone", "/", "", "", ""},
		{"nothing", "", "", "", ""},
	}
	for _, tt := range tests {
		l := line{text: tt.text}
		if tt.entity != "" {
			l.entities = append(l.entities, marked(t, models.MessageEntityTypeBotCommand, tt.text, tt.entity, 0))
		}
		c, is := l.command()
		if is != (tt.want != "") || spoken(c.words) != tt.want || c.bot != tt.bot {
			t.Errorf("%s: got %v %q for bot %q, want %q for %q", tt.name, is, spoken(c.words), c.bot, tt.want, tt.bot)
		}
	}
}

func spoken(words []chat.Value) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
	}
	return strings.Join(all, "|")
}

func TestT6NamesWhoIsMentionedByNumber(t *testing.T) {
	t.Parallel()
	const text = "/deal start 🎉🎉 Anna Maria Löwe 250 Bo"
	l := line{text: text, entities: []models.MessageEntity{
		marked(t, models.MessageEntityTypeBotCommand, text, "/deal", 0),
		marked(t, models.MessageEntityTypeTextMention, text, "Anna Maria Löwe", 7),
		marked(t, models.MessageEntityTypeTextMention, text, "Bo", 8),
	}}
	c, _ := l.command()
	if got, want := spoken(c.words), "deal|start|🎉🎉|Anna Maria Löwe|250|Bo"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i, want := range []string{"", "", "", "7", "", "8"} {
		got := ""
		if u := c.words[i].User; u != nil {
			got = u.Ref.ID
		}
		if got != want {
			t.Errorf("word %d (%s) is user %q, want %q", i, c.words[i].Text, got, want)
		}
	}
}

func TestT6ReadsCaptions(t *testing.T) {
	t.Parallel()
	m := &models.Message{
		Caption:         "/deal_note look",
		CaptionEntities: []models.MessageEntity{{Type: models.MessageEntityTypeBotCommand, Length: 10}},
		Document:        &models.Document{FileID: "f", FileName: "a.pdf", FileSize: 3},
	}
	c, is := lineOf(m).command()
	if !is || spoken(c.words) != "deal_note|look" {
		t.Errorf("got %v %q", is, spoken(c.words))
	}
	if file := attached(m); file == nil || *file != (chat.FileRef{Platform: Platform, ID: "f", Name: "a.pdf", Size: 3}) {
		t.Errorf("the file is %+v", file)
	}
}

func TestAnswersAreValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		m    models.Message
		want chat.Value
		says bool
	}{
		{"words", models.Message{Text: "250 EUR"}, chat.Value{Text: "250 EUR"}, true},
		{"a mention alone is a person", models.Message{Text: "Bo", Entities: []models.MessageEntity{
			{Type: models.MessageEntityTypeTextMention, Length: 2, User: &models.User{ID: 8, FirstName: "Bo"}},
		}}, chat.Value{Text: "Bo", User: &chat.User{Ref: userRef(8), Name: "Bo"}}, true},
		{"a mention among words is not", models.Message{Text: "Bo pays", Entities: []models.MessageEntity{
			{Type: models.MessageEntityTypeTextMention, Length: 2, User: &models.User{ID: 8}},
		}}, chat.Value{Text: "Bo pays"}, true},
		{"a picked person", models.Message{UsersShared: &models.UsersShared{Users: []models.SharedUser{
			{UserID: 9, FirstName: "Cy", LastName: "Dee", Username: "cy"},
		}}}, chat.Value{Text: "Cy Dee", User: &chat.User{Ref: userRef(9), Name: "Cy Dee", Handle: "cy"}}, true},
		{"a picked person who hides the name", models.Message{UsersShared: &models.UsersShared{Users: []models.SharedUser{
			{UserID: 9, Username: "cy"},
		}}}, chat.Value{Text: "@cy", User: &chat.User{Ref: userRef(9), Handle: "cy"}}, true},
		{"a contact", models.Message{Contact: &models.Contact{UserID: 4, FirstName: "Di"}}, chat.Value{Text: "Di", User: &chat.User{Ref: userRef(4), Name: "Di"}}, true},
		{
			"a photo",
			models.Message{Photo: []models.PhotoSize{{FileID: "s"}, {FileID: "l", FileSize: 9}}},
			chat.Value{File: &chat.FileRef{Platform: Platform, ID: "l", Name: "photo.jpg", Size: 9}},
			true,
		},
		{"a voice", models.Message{Voice: &models.Voice{FileID: "v", FileSize: 5}}, chat.Value{File: &chat.FileRef{Platform: Platform, ID: "v", Name: "voice.ogg", Size: 5}}, true},
		{
			"a video with words",
			models.Message{Caption: "see", Video: &models.Video{FileID: "v"}},
			chat.Value{Text: "see", File: &chat.FileRef{Platform: Platform, ID: "v", Name: "video.mp4"}},
			true,
		},
		{"music", models.Message{Audio: &models.Audio{FileID: "a"}}, chat.Value{File: &chat.FileRef{Platform: Platform, ID: "a", Name: "audio"}}, true},
		{"a sticker", models.Message{Sticker: &models.Sticker{}}, chat.Value{}, false},
		{"a service message", models.Message{NewChatTitle: "x"}, chat.Value{}, false},
	}
	for _, tt := range tests {
		got, says := answerOf(&tt.m)
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(tt.want)
		if string(a) != string(b) || says != tt.says {
			t.Errorf("%s: got %s %v, want %s %v", tt.name, a, says, b, tt.says)
		}
	}
}

// Whatever is typed, the words are the fields of the text, as long as nobody is
// mentioned by number.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", " a  b ", "🎉x\u2003y", "\xff \xfe", "a\u0301 b"} {
		f.Add(s, 0, 2)
	}
	f.Fuzz(func(t *testing.T, s string, offset, length int) {
		var got []string
		for _, w := range (line{text: s}).words() {
			got = append(got, w.Text)
		}
		if want := strings.Fields(s); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		e := models.MessageEntity{Type: models.MessageEntityTypeTextMention, Offset: offset, Length: length, User: &models.User{ID: 1}}
		var all strings.Builder
		for _, w := range (line{text: s, entities: []models.MessageEntity{e}}).words() {
			all.WriteString(w.Text)
		}
		if len(all.String()) > len(s) {
			t.Errorf("words were made up: %q of %q", all.String(), s)
		}
	})
}
