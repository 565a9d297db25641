package discord

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// shown renders a document the way a page does and returns its markdown.
func shown(doc ...chat.Node) (string, []string) {
	part := chat.Render(chat.Message{Document: doc}, capabilities(), chat.Words{}).Parts[0]
	return markdown(part.Text, part.Marks, true)
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	ann := chat.UserRef{Platform: Platform, ID: "42"}
	far := chat.UserRef{Platform: "telegram", ID: "42"}
	noon := chat.Node{Kind: chat.KindTime, At: 1_700_000_000_999, Text: "noon"}
	later, day := noon, noon
	later.Style, day.Style = chat.StyleRelative, chat.StyleDate
	p := chat.Paragraph
	tests := []struct {
		name string
		doc  chat.Document
		want string
	}{
		{"plain", chat.Document{p(chat.Text("Hello, world."))}, "Hello, world."},
		{"title and text", chat.Document{chat.Title(chat.Text("Deal")), p(chat.Text("new"))}, "**Deal**\n\nnew"},
		{"bold in a title", chat.Document{chat.Title(chat.Text("a "), chat.Bold(chat.Text("b")))}, "**a b**"},
		{"neighbours in bold", chat.Document{p(chat.Bold(chat.Text("a")), chat.Bold(chat.Text("b")), chat.Text("c"))}, "**ab**c"},
		{"bold over lines", chat.Document{p(chat.Bold(chat.Text("a\n\nb")))}, "**a**\n\n**b**"},
		{"markup in bold", chat.Document{p(chat.Bold(chat.Said("x**")))}, `**x\*\***`},
		{"code", chat.Document{p(chat.Code("a*b"))}, "`a*b`"},
		{"code with a backtick", chat.Document{p(chat.Code("`a"))}, "`` `a ``"},
		{"code with many", chat.Document{p(chat.Code("a```b"))}, "a\\`\\`\\`b"},
		{"code of lines", chat.Document{p(chat.Code("a\nb"))}, "```\na\nb\n```"},
		{"code of lines in a quote", chat.Document{chat.Quote(chat.Code("a\nb"))}, "> ```\n> a\n> b\n> ```"},
		{"code of lines with a fence", chat.Document{p(chat.Code("a\n```"))}, "a\n\\`\\`\\`"},
		{"unseen before a mark", chat.Document{p(chat.Text("\u200b# a\n\u2060- b\n\u200e> c"))}, "\u200b\\# a\n\u2060\\- b\n\u200e\\> c"},
		{"codes side by side", chat.Document{p(chat.Code("a"), chat.Code("b"))}, "`a`\u200b`b`"},
		{"quote", chat.Document{chat.Quote(chat.Said("a\n\n# b")), p(chat.Text("c"))}, "> a\n> \n> \\# b\n\nc"},
		{"link", chat.Document{p(chat.Link("https://a.example/x", chat.Text("here")))}, "[here](<https://a.example/x>)"},
		{"bold in a link", chat.Document{p(chat.Link("https://a.example", chat.Bold(chat.Text("x"))), chat.Text("y"))}, "[**x**](<https://a.example>)y"},
		{"link in bold", chat.Document{p(chat.Bold(chat.Link("https://a.example", chat.Text("x"))))}, "**[x](<https://a.example>)**"},
		{"bare link", chat.Document{p(chat.Link("https://a.example"))}, "<https://a.example>"},
		{"link with brackets", chat.Document{p(chat.Link("https://a.example", chat.Said("x](y")))}, `x\](y (<https://a.example>)`},
		{"link that ends early", chat.Document{p(chat.Link("https://a.example/>b c", chat.Text("x")))}, "[x](<https://a.example/%3Eb%20c>)"},
		{"link to elsewhere", chat.Document{p(chat.Link("javascript:x", chat.Text("x")))}, `x (javascript\:x)`},
		{"mention", chat.Document{p(chat.Mention(ann, "Ann"))}, "<@42>"},
		{"mention from afar", chat.Document{p(chat.Mention(far, "Ann_"))}, `Ann\_`},
		{"instant", chat.Document{p(noon, chat.Text(" "), later, chat.Text(" "), day)}, "<t:1700000000:f> <t:1700000000:R> <t:1700000000:D>"},
		{"list", chat.Document{chat.List(chat.Text("a"), chat.Text("b"))}, "• a\n• b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := shown(tt.doc...); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestHostileTextIsEscaped(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"**b** __u__ ~~s~~ `c` ||x||": "\\*\\*b\\*\\* \\_\\_u\\_\\_ \\~\\~s\\~\\~ \\`c\\` \\|\\|x\\|\\|",
		`\*`:                          `\\\*`,
		"[x](https://evil.example)":   `\[x\](https\://evil.example)`,
		"discord.gg/abc":              `discord.gg\/abc`,
		"<@1> <#2> <t:0:R> </p:4>":    `\<\@1> \<#2> \<t\:0\:R> \</p\:4>`,
		"@everyone @here":             `\@everyone \@here`,
		":smile: 10:30 and: so":       `\:smile: 10\:30 and: so`,
		"# t\n- i\n  + i\n> q\n1. n":  "\\# t\n\\- i\n  \\+ i\n\\> q\n1\\. n",
		"-# small\n>>> all":           "\\-# small\n\\>>> all",
		"a - b > c # d 1. e":          "a - b > c # d 1. e",
		"\u2068# set apart\u2069":     "\u2068\\# set apart\u2069",
		"```\nblock\n```":             "\\`\\`\\`\nblock\n\\`\\`\\`",
	}
	for text, want := range tests {
		if got := literal(text); got != want {
			t.Errorf("%q becomes\n%q, want\n%q", text, got, want)
		}
	}
}

func TestMentionsRingOnlyOutside(t *testing.T) {
	t.Parallel()
	ann := chat.UserRef{Platform: Platform, ID: "42"}
	doc := chat.Document{chat.Paragraph(chat.Mention(ann, "Ann"), chat.Mention(ann, "Ann"), chat.Said("<@7>"))}
	if _, users := shown(doc...); strings.Join(users, ",") != "42" {
		t.Errorf("rings for %v", users)
	}
	part := chat.Render(chat.Message{Document: doc}, capabilities(), chat.Words{}).Parts[0]
	if got, users := markdown(part.Text, part.Marks, false); got != `AnnAnn\<\@7>` || users != nil {
		t.Errorf("inside an embed: %q rings for %v", got, users)
	}
}

// Text outside the first plane takes two units: marks must not slip.
func TestMarksCountUnits(t *testing.T) {
	t.Parallel()
	got, _ := shown(chat.Paragraph(chat.Text("🎉🎉 "), chat.Bold(chat.Text("é🎉")), chat.Text("!")))
	if got != "🎉🎉 **é🎉**!" {
		t.Errorf("got %q", got)
	}
}
