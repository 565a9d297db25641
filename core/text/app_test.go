package text_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/text"
)

var (
	english = text.Reader{Locale: "en"}
	arabic  = text.Reader{Locale: "ar"}
)

const (
	appEnglish = `{
		"x.days": {"one": "a day", "other": "{count} days"},
		"x.hello": "Hello *{name}*, see ` + "`/deal view {id}`" + `.",
		"x.marks": "1 \\* 2 \\{ok\\} \\` + "`" + ` \\\\ ` + "`a*b`" + `",
		"x.on": "*Parley* on {network}",
		"x.outer": "In {inner}: *{inner}*"
	}`
	appArabic = `{
		"x.days": {"zero": "بلا أيام", "one": "يوم", "two": "يومان", "few": "{count} أيام", "many": "{count} يومًا", "other": "{count} يوم"},
		"x.hello": "مرحبا *{name}*، انظر ` + "`/deal view {id}`" + `.",
		"x.marks": "١ \\* ٢ \\{نعم\\} \\` + "`" + ` \\\\ ` + "`a*b`" + `",
		"x.on": "*Parley* على {network}",
		"x.outer": "في {inner}: *{inner}*"
	}`
)

func files(en, ar string) fs.FS {
	return fstest.MapFS{"text/en.json": {Data: []byte(en)}, "text/ar.json": {Data: []byte(ar)}}
}

// load returns a catalogue with a small app, which fails the test when it is
// asked for something it has not.
func load(t testing.TB) *text.Catalog {
	t.Helper()
	c, err := text.Load(text.Source{App: "x", Files: files(appEnglish, appArabic)})
	if err != nil {
		t.Fatal(err)
	}
	return c.Reporting(func(locale, key, problem string) {
		t.Errorf("%s: %s: %s", locale, key, problem)
	})
}

// say returns the words of one node, localised.
func say(c *text.Catalog, r text.Reader, n chat.Node) string {
	return chat.PlainText(c.Localize(chat.Document{n}, r))
}
