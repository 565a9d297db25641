package text_test

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/text"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		preferences []string
		want        string
	}{
		{nil, "en"},
		{[]string{""}, "en"},
		{[]string{"ar"}, "ar"},
		{[]string{"AR"}, "ar"},
		{[]string{"ar-EG"}, "ar"},
		{[]string{"ar_eg"}, "ar"},
		{[]string{"en_GB"}, "en"},
		{[]string{"EN-us"}, "en"},
		{[]string{"fr"}, "en"},
		{[]string{"de", "ar-SA"}, "ar"},
		{[]string{"not a language!", "ar"}, "ar"},
		{[]string{"en", "ar"}, "en"},
	}
	for _, tt := range tests {
		if got := c.Match(tt.preferences...); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.preferences, got, tt.want)
		}
	}
}

func TestLocales(t *testing.T) {
	t.Parallel()
	c := load(t)
	got := c.Locales()
	if !slices.Equal(got, []string{"en", "ar"}) {
		t.Errorf("got %q", got)
	}
	got[0] = "xx"
	if c.Locales()[0] != "en" {
		t.Error("the caller can change the catalogue")
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct{ locale, key, want string }{
		{"en", "x.hello", "Hello {name}, see /deal view {id}."},
		{"en", "x.marks", "1 * 2 {ok} ` \\ a*b"},
		{"en", "x.days", "{count} days"},
		{"ar", "core.more", "المزيد"},
		{"ar-EG", "core.more", "المزيد"},
		{"fr", "core.more", "More"},
	}
	for _, tt := range tests {
		if got := c.Text(tt.locale, tt.key); got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.locale, tt.key, got, tt.want)
		}
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	c := load(t)
	if !c.Has("x.hello") || !c.Has("core.more") || c.Has("x.nothing") {
		t.Error("Has does not know the keys")
	}
}

// The words Render asks for must be there.
func TestWordsOfRender(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, locale := range c.Locales() {
		words := chat.Catalog{Text: c.Text}.Words(locale)
		if words.Attached == "" || words.Answer == "" || words.Elsewhere == "" {
			t.Errorf("%s: got %+v", locale, words)
		}
	}
}

func TestReporting(t *testing.T) {
	t.Parallel()
	silent, err := text.Load(text.Source{App: "x", Files: files(appEnglish, appArabic)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	c := silent.Reporting(func(locale, key, problem string) {
		got = append(got, locale+" "+key+": "+problem)
	})
	tests := []struct {
		n     chat.Node
		shown string
		told  string
	}{
		{chat.T("x.nothing"), "x.nothing", "en x.nothing: unknown key"},
		{chat.T("x.on"), "Parley on {network}", "en x.on: argument {network} is missing"},
		{chat.T("x.hello", chat.Args{"name": chat.Text("Bob")}), "Hello Bob, see /deal view {id}.", "en x.hello: argument {id} is missing"},
		{chat.T("x.days", chat.Args{"count": chat.Text("3")}), "3 days", "en x.days: no number {count}"},
	}
	for _, tt := range tests {
		got = nil
		if shown := say(c, english, tt.n); shown != tt.shown {
			t.Errorf("%s: shows %q, want %q", tt.n.Key, shown, tt.shown)
		}
		if !slices.Equal(got, []string{tt.told}) {
			t.Errorf("%s: reports %q, want %q", tt.n.Key, got, tt.told)
		}
		if shown := say(silent, english, tt.n); shown != tt.shown {
			t.Errorf("%s: without a hook it shows %q", tt.n.Key, shown)
		}
	}
	got = nil
	if c.Text("ar", "x.nothing") != "x.nothing" || len(got) != 1 {
		t.Errorf("Text reports %q", got)
	}
}
