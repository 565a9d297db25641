package discordtest_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func TestMarkdownAsItIsRead(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	role := s.RoleID(s.cast.Group.Space.ID, "Administrators")
	tests := map[string]string{
		"plain":                                  "plain",
		"**bold** and *italic* _too_":            "bold and italic too",
		"__under__ ~~gone~~ ||spoiler||":         "under gone spoiler",
		"***both***":                             "both",
		"**bold *inside* it**":                   "bold inside it",
		`\*no\* \_no\_ \~\~no\~\~`:               "*no* _no_ ~~no~~",
		`\\*`:                                    `\*`,
		`a\b C:\temp`:                            `a\b C:\temp`,
		"snake_case_name 2 * 3 * 4":              "snake_case_name 2 * 3 * 4",
		"`code *as is* \\*`":                     "code *as is* \\*",
		"`` a`b ``":                              " a`b ",
		"```go\nx := 1\n```":                     "x := 1",
		"```just code```":                        "just code",
		"an `open tick":                          "an `open tick",
		"# Title\ntext":                          "Title\ntext",
		"### Three\n-# small":                    "Three\nsmall",
		"#hashtag":                               "#hashtag",
		"> quoted **words**":                     "quoted words",
		">>> all\nof it":                         "all\nof it",
		`\> not quoted`:                          "> not quoted",
		">no space":                              ">no space",
		"- item\n* other":                        "• item\n• other",
		`\- no item`:                             "- no item",
		"1. first":                               "1. first",
		"[words](https://example.com)":           "words (https://example.com)",
		"[words](<https://example.com/a>)":       "words (https://example.com/a)",
		"[https://a.example](https://a.example)": "https://a.example",
		"[no](link)":                             "[no](link)",
		`\[no](https://example.com)`:             "[no](https://example.com)",
		"<https://example.com/a_b_c>":            "https://example.com/a_b_c",
		"https://example.com/a_b_c and _x_":      "https://example.com/a_b_c and x",
		"<@{ann}> and <@!{ann}>":                 "@Ann and @Ann",
		`\<@{ann}>`:                              "<@{ann}>",
		"<@1234>":                                "@unknown-user",
		"<@&" + role + "> <@&12>":                "@Administrators @unknown-role",
		"<#{group}> <#12>":                       "#general #unknown",
		"</deal start:42>":                       "/deal start",
		"<t:0> <t:0:R> <t:0:t> <t:0:T> <t:0:D>":  "1970-01-01 00:00 UTC 1970-01-01 00:00 UTC 00:00 UTC 00:00:00 UTC 1970-01-01",
		"<t:soon>":                               "<t:soon>",
		"<:parley:12>":                           ":parley:",
		":smile: at 12:30:45":                    "😄 at 12:30:45",
		`\:smile:`:                               ":smile:",
		"@everyone":                              "@everyone",
		"<b>b</b> &amp;":                         "<b>b</b> &amp;",
	}
	for text, want := range tests {
		s.good("POST", "/channels/{group}/messages", `{"content":`+jsonOf(text)+`}`)
		want = strings.ReplaceAll(want, "{ann}", s.cast.Ann.Ref.ID)
		if seen, _ := s.Newest(s.cast.Ben.Ref); seen.Text != want {
			t.Errorf("%q reads as %q, want %q", text, seen.Text, want)
		}
	}
}

func TestWhomItRingsFor(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	tests := map[string]bool{
		`{"content":"<@{ann}>","allowed_mentions":{"parse":[],"users":["{ann}"]}}`: false,
		`{"content":"<@{ann}>","allowed_mentions":{"parse":[]}}`:                   false,
		`{"content":"<@{ann}>"}`: false,
		`{"content":"\\<@{ann}>","allowed_mentions":{"parse":[],"users":["{ann}"]}}`: true,
		"{\"content\":\"`<@{ann}>`\",\"allowed_mentions\":{\"parse\":[\"users\"]}}":  true,
		`{"content":"@everyone"}`: true,
		`{"content":"@here","allowed_mentions":{"parse":["everyone"]}}`: true,
		`{"content":"@everyone","allowed_mentions":{"parse":[]}}`:       false,
		`{"content":"<@&12>"}`: true,
		`{"content":"<@&12>","allowed_mentions":{"parse":["users"]}}`:                                 false,
		`{"content":"<@&12>","allowed_mentions":{"parse":[],"roles":["12"]}}`:                         true,
		`{"embeds":[{"description":"@everyone <@{ann}>"}],"allowed_mentions":{"parse":["everyone"]}}`: false,
	}
	for body, want := range tests {
		s.good("POST", "/channels/{group}/messages", body)
		if seen, _ := s.Newest(s.cast.Ben.Ref); seen.Alarm != want {
			t.Errorf("%s: alarm %v, want %v", body, seen.Alarm, want)
		}
	}
}

func TestEverythingOfAMessageIsRead(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.good("POST", "/channels/{group}/messages", `{"content":"above","embeds":[{"title":"**Deal**","author":{"name":"Parley"},
		"description":"words","fields":[{"name":"Amount","value":"250 *EUR*"}],"footer":{"text":"_end_"}}],
		"components":[{"type":1,"components":[{"type":2,"style":1,"label":"Yes","emoji":{"name":"✅"},"custom_id":"y"},
		{"type":2,"style":5,"label":"Site","url":"https://example.com"}]},
		{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"One","value":"1"}]}]}]}`)
	seen, _ := s.Newest(s.cast.Ann.Ref)
	if want := "above\nParley\nDeal\nwords\nAmount: 250 EUR\n_end_"; seen.Text != want {
		t.Errorf("reads %q, want %q", seen.Text, want)
	}
	if strings.Join(seen.Buttons, ",") != "✅ Yes,Site" || strings.Join(seen.Choices, ",") != "One" {
		t.Errorf("buttons %q, choices %q", seen.Buttons, seen.Choices)
	}
	if url, err := s.Follow(s.cast.Ann.Ref, seen.ID, "Site"); err != nil || url != "https://example.com" {
		t.Errorf("the link leads to %q, %v", url, err)
	}
}
