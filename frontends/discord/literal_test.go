package discord_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// What a person wrote reads as they wrote it, wherever it stands: the pretended
// Discord resolves markup as the real one does.
func TestHostileTextEverywhere(t *testing.T) {
	t.Parallel()
	s := begin(t, nil, plain)
	nasty := []string{
		"**b** *i* _i_ __u__ ~~s~~ ||x|| `c` ``c`` ***bi***", `\* \\* \`, "[x](https://evil.example) [x](<https://evil.example>)",
		"https://evil.example discord.gg/abc http://a.b/c?d=e", "<@1> <@!1> <@&2> <#3> </ping:4> <t:0:R> <:e:5> <a:e:5> <id:customize>",
		"@everyone @here @ben", ":smile: :100: 10:30", "# a", "-# a", "- a", "* a", "+ a", "> a", ">>> a", "1. a", "12. a",
		"a) b (c) [d] {e}", "snake_case_name __init__ a*b*c", "-- == ++ !! ??", "¯\\_(ツ)_/¯", "` `` ```", "**", "_", "|| |", "a\u2068b\u2069c",
	}
	for i, text := range nasty {
		said := chat.Said(text)
		docs := map[string]chat.Document{
			"paragraph": {chat.Paragraph(said)}, "bold": {chat.Paragraph(chat.Bold(said))}, "title": {chat.Title(said)},
			"quote": {chat.Quote(said)}, "list": {chat.List(said, said)}, "code": {chat.Paragraph(chat.Code(text))},
			"link":  {chat.Paragraph(chat.Link("https://a.example", said))},
			"field": {chat.Title(said), chat.Fields(chat.Field(said, said)), chat.Paragraph(said)},
		}
		for place, doc := range docs {
			mark := fmt.Sprintf("%s%d end", place, i)
			doc = append(doc, chat.Paragraph(chat.Text(mark)))
			_, err := s.f.Send(t.Context(), chat.Delivery{ID: mark, User: s.cast.Ann.Ref, Message: chat.Message{Document: doc}})
			s.must(err)
			seen := s.sees(s.cast.Ann, mark)
			if !strings.Contains(seen.Text, text) {
				t.Errorf("%s: %q reads as %q", place, text, seen.Text)
			}
			if seen.Alarm {
				t.Errorf("%s: %q rang for somebody", place, text)
			}
		}
	}
}
