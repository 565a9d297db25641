package text_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/text"
)

func TestLocalize(t *testing.T) {
	t.Parallel()
	c := load(t)
	athens, err := time.LoadLocation("Europe/Athens")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 4, 13, 0, 0, 0, time.UTC)
	bob := chat.UserRef{Platform: "telegram", ID: "7"}
	hello := chat.T("x.hello", chat.Args{"name": chat.Said("Bob"), "id": chat.Code("3F9A2B01")})
	tests := map[string]struct {
		n    chat.Node
		r    text.Reader
		want string
	}{
		"phrase":              {hello, english, "Hello \u2068Bob\u2069, see /deal view 3F9A2B01."},
		"phrase, ar":          {hello, arabic, "مرحبا \u2068Bob\u2069، انظر \u2066/deal view 3F9A2B01\u2069."},
		"escapes":             {chat.T("x.marks"), english, "1 * 2 {ok} ` \\ a*b"},
		"phrase in phrase":    {chat.T("x.outer", chat.Args{"inner": chat.T("x.days", chat.Args{"count": chat.Number(2)})}), english, "In 2 days: 2 days"},
		"said is not parsed":  {chat.T("x.on", chat.Args{"network": chat.Said("*{x}* `y`")}), english, "Parley on \u2068*{x}* `y`\u2069"},
		"number":              {chat.Number(-1042), english, "-1042"},
		"number, ar":          {chat.Number(1042), arabic, "١٠٤٢"},
		"negative, ar":        {chat.Number(-5), arabic, "\u061c-٥"},
		"nested isolates, ar": {chat.Paragraph(chat.Text("\u2068a \u2066b\u2069 c\u2069 لا")), arabic, "\u2068a \u2066b\u2069 c\u2069 لا"},
		"starts latin, ar":    {chat.Paragraph(chat.Code("/a")), arabic, "\u200f\u2066/a\u2069"},
		"amount":              {chat.Amount(123450, "USD", 2), english, "1,234.50 USD"},
		"amount, ar":          {chat.Amount(123450, "USD", 2), arabic, "\u2067١٬٢٣٤٫٥٠ USD\u2069"},
		"date":                {chat.Date("2026-12-04"), english, "Fri 4 Dec 2026"},
		"date, ar":            {chat.Date("2026-12-04"), arabic, "\u2067الجمعة، ٤ ديسمبر ٢٠٢٦\u2069"},
		"date, unreadable":    {chat.Date("soon"), english, "soon"},
		"time":                {chat.Time(at, chat.StyleDateTime), english, "4 Dec 2026, 13:00 UTC"},
		"time in a zone":      {chat.Time(at, chat.StyleDateTime), text.Reader{Locale: "en", Zone: athens}, "4 Dec 2026, 15:00 UTC+2"},
		"day in a zone":       {chat.Time(at.Add(10*time.Hour), chat.StyleDate), text.Reader{Locale: "en", Zone: athens}, "Sat 5 Dec 2026"},
		"relative, no clock":  {chat.Time(at, chat.StyleRelative), english, "4 Dec 2026, 13:00 UTC"},
		"code":                {chat.Code("/a"), english, "/a"},
		"code, ar":            {chat.Code("/a"), arabic, "\u2066/a\u2069"},
		"mention":             {chat.Mention(bob, "Bob\nby\u202ename"), english, "\u2068Bob byname\u2069"},
		"latin name, ar":      {chat.Text("TikTok"), arabic, "\u2068TikTok\u2069"},
		"latin amid space":    {chat.T("x.outer", chat.Args{"inner": chat.Text(" 🟢 active ")}), arabic, "في  \u2068🟢 active\u2069 :  \u2068🟢 active\u2069"},
		"latin template, ar":  {chat.T("x.on", chat.Args{"network": chat.Text("TikTok")}), arabic, "\u2068Parley\u2069 على \u2068TikTok\u2069"},
		"arabic text, ar":     {chat.Text("نص عربي فيه Parley"), arabic, "نص عربي فيه Parley"},
		"no letters, ar":      {chat.Text(" · "), arabic, "·"},
		"nodes within nodes":  {chat.Bold(chat.Link("https://x.org", chat.Number(3))), arabic, "٣ (https://x.org)"},
		"unlike any language": {hello, text.Reader{Locale: "tlh"}, "Hello \u2068Bob\u2069, see /deal view 3F9A2B01."},
		"regional":            {chat.Number(7), text.Reader{Locale: "ar-EG"}, "٧"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := say(c, tt.r, tt.n); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// What stands in code is typed or copied: no local digits, nothing invisible.
func TestArgumentsInCodeAreExact(t *testing.T) {
	t.Parallel()
	c := load(t)
	for want, id := range map[string]chat.Node{
		"12":         chat.Number(12),
		"500.00 USD": chat.Amount(50000, "USD", 2),
		"2026-12-04": chat.Date("2026-12-04"),
		"Bob":        chat.Said("\u202eBob"),
		"TikTok":     chat.Text("TikTok"),
		"3F9A2B01":   chat.Bold(chat.Code("3F9A2B01")),
		"يومان":      chat.T("x.days", chat.Args{"count": chat.Number(2)}),
		"2026-12-05": {Kind: chat.KindDate, Text: "some words", Unit: "2026-12-05"},
	} {
		n := chat.T("x.hello", chat.Args{"name": chat.Text("ا"), "id": id})
		if got := say(c, arabic, n); got != "مرحبا ا، انظر \u2066/deal view "+want+"\u2069." {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

func TestDataStaysInNodes(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, r := range []text.Reader{english, arabic} {
		doc := c.Localize(chat.Document{
			chat.Amount(50000, "USD", 2), chat.Date("2026-12-04"), chat.Time(time.UnixMilli(1500), chat.StyleRelative),
		}, r)
		if a := doc[0]; a.Kind != chat.KindAmount || a.Minor != 50000 || a.Unit != "USD" || a.Scale != 2 || a.Text == "" {
			t.Errorf("amount: %+v", a)
		}
		if d := doc[1]; d.Kind != chat.KindDate || d.Unit != "2026-12-04" || d.Text == "2026-12-04" {
			t.Errorf("date: %+v", d)
		}
		if at := doc[2]; at.Kind != chat.KindTime || at.At != 1500 || at.Style != chat.StyleRelative || at.Text == "" {
			t.Errorf("time: %+v", at)
		}
	}
	if empty := c.Localize(chat.Document{chat.Paragraph()}, arabic); len(empty[0].Nodes) != 0 {
		t.Errorf("an empty paragraph got %+v", empty[0].Nodes)
	}
	if c.Localize(nil, english) != nil {
		t.Error("no document became one")
	}
}

func TestRelativeTimes(t *testing.T) {
	t.Parallel()
	c := load(t)
	now := time.Date(2026, 12, 4, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		after  time.Duration
		locale string
		want   string
	}{
		{10 * time.Second, "en", "in 1 minute (4 Dec 2026, 12:00 UTC)"},
		{59 * time.Minute, "en", "in 59 minutes (4 Dec 2026, 12:59 UTC)"},
		{time.Hour, "en", "in 1 hour (4 Dec 2026, 13:00 UTC)"},
		{47*time.Hour + 59*time.Minute, "en", "in 47 hours (6 Dec 2026, 11:59 UTC)"},
		{48 * time.Hour, "en", "in 2 days (6 Dec 2026, 12:00 UTC)"},
		{14 * 24 * time.Hour, "en", "18 Dec 2026, 12:00 UTC"},
		{-50 * time.Second, "en", "just now (4 Dec 2026, 11:59 UTC)"},
		{0, "en", "just now (4 Dec 2026, 12:00 UTC)"},
		{-5 * time.Minute, "en", "5 minutes ago (4 Dec 2026, 11:55 UTC)"},
		{-3 * time.Hour, "en", "3 hours ago (4 Dec 2026, 09:00 UTC)"},
		{-72 * time.Hour, "en", "3 days ago (1 Dec 2026, 12:00 UTC)"},
		{2 * time.Hour, "ar", "\u2067بعد ساعتين (٤ ديسمبر ٢٠٢٦، ١٤:٠٠ UTC)\u2069"},
	}
	for _, tt := range tests {
		r := text.Reader{Locale: tt.locale, Now: now}
		if got := say(c, r, chat.Time(now.Add(tt.after), chat.StyleRelative)); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.after, got, tt.want)
		}
	}
}
