package text_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/text"
)

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		en, ar string
		want   string
	}{
		"key missing":         {`{"x.a": "a", "x.b": "b"}`, `{"x.a": "ا"}`, `text: x/text/ar.json: x.b: is missing`},
		"key too many":        {`{"x.a": "a"}`, `{"x.a": "ا", "x.b": "ب"}`, `text: x/text/ar.json: x.b: is not in en`},
		"key twice":           {`{"x.a": "a", "x.a": "b"}`, `{"x.a": "ا"}`, `text: x/text/en.json: x.a: stands twice`},
		"foreign key":         {`{"y.a": "a"}`, `{"y.a": "ا"}`, `text: x/text/en.json: y.a: does not begin with "x."`},
		"bare key":            {`{"x": "a"}`, `{"x": "ا"}`, `text: x/text/en.json: x: does not begin with "x."`},
		"bad key":             {`{"x.A b": "a"}`, `{"x.A b": "ا"}`, `x.A b: is no key`},
		"core key":            {`{"core.more": "a"}`, `{"core.more": "ا"}`, `core.more: another app has this key`},
		"lacks placeholder":   {`{"x.a": "{b} {c}"}`, `{"x.a": "{b}"}`, `text: x/text/ar.json: x.a: lacks {c}`},
		"strange placeholder": {`{"x.a": "{b}"}`, `{"x.a": "{b} {c}"}`, `text: x/text/ar.json: x.a: has {c}, which en has not`},
		"form missing":        {`{"x.a": {"other": "b"}}`, `{"x.a": "ا"}`, `text: x/text/en.json: x.a: lacks the plural form "one"`},
		"form unused":         {`{"x.a": {"one": "a", "two": "b", "other": "c"}}`, `{"x.a": "ا"}`, `has the plural form "two", which en does not use`},
		"form unknown":        {`{"x.a": {"one": "a", "lots": "b", "other": "c"}}`, `{"x.a": "ا"}`, `x.a: "lots" is no plural form`},
		"form twice":          {`{"x.a": {"one": "a", "one": "b", "other": "c"}}`, `{"x.a": "ا"}`, `x.a: "one" stands twice`},
		"form no text":        {`{"x.a": {"one": 1, "other": "c"}}`, `{"x.a": "ا"}`, `x.a: "one" is not a text`},
		"form broken":         {`{"x.a": {"one": "{", "other": "c"}}`, `{"x.a": "ا"}`, `x.a: one: "{" begins no {name}`},
		"forms differ":        {`{"x.a": {"one": "{b}", "other": "{b} {c}"}}`, `{"x.a": "{b} {c}"}`, `text: x/text/en.json: x.a: one: lacks {c}, which another form has`},
		"six forms":           {`{"x.a": {"one": "a", "other": "b"}}`, `{"x.a": {"one": "ا", "other": "ب"}}`, `text: x/text/ar.json: x.a: lacks the plural form "few"`},
		"empty":               {`{"x.a": " "}`, `{"x.a": "ا"}`, `text: x/text/en.json: x.a: is empty`},
		"number":              {`{"x.a": 1}`, `{"x.a": "ا"}`, `x.a: is neither a text nor an object`},
		"list":                {`{"x.a": ["b"]}`, `{"x.a": "ا"}`, `x.a: is neither a text nor an object`},
		"no object":           {`["x.a"]`, `{}`, `text: x/text/en.json: is not a JSON object`},
		"no JSON":             {`{"x.a": }`, `{}`, `text: x/text/en.json: invalid character`},
		"cut off":             {`{"x.a": "b"`, `{}`, `text: x/text/en.json: ends in the middle`},
		"empty file":          {``, `{}`, `text: x/text/en.json: ends in the middle`},
		"more behind":         {`{} {}`, `{}`, `text: x/text/en.json: something follows the object`},
		"open bold":           {`{"x.a": "*b"}`, `{"x.a": "ا"}`, `x.a: '*' is never closed`},
		"open code":           {"{\"x.a\": \"a `b\"}", `{"x.a": "ا"}`, "x.a: '`' is never closed"},
		"nothing bold":        {`{"x.a": "a **"}`, `{"x.a": "ا"}`, `x.a: nothing between two '*'`},
		"open placeholder":    {`{"x.a": "{b"}`, `{"x.a": "ا"}`, `x.a: "{" begins no {name}`},
		"bad placeholder":     {`{"x.a": "{B c}"}`, `{"x.a": "ا"}`, `x.a: "{" begins no {name}`},
		"closing brace":       {`{"x.a": "b}"}`, `{"x.a": "ا"}`, `x.a: "}" without "{"`},
		"bad escape":          {`{"x.a": "\\n"}`, `{"x.a": "ا"}`, `x.a: "\" stands before nothing it could escape`},
		"escape at the end":   {`{"x.a": "b\\"}`, `{"x.a": "ا"}`, `x.a: "\" stands before nothing it could escape`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := text.Load(text.Source{App: "x", Files: files(tt.en, tt.ar)})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestLoadTellsEveryMistakeOnce(t *testing.T) {
	t.Parallel()
	_, err := text.Load(text.Source{App: "x", Files: files(
		`{"x.a": "{b} *", "x.b": "}", "x.c": "c", "y.d": "d"}`,
		`{"x.a": "{b}", "x.b": "ب"}`)})
	want := strings.Join([]string{
		`text: x/text/en.json: x.a: '*' is never closed`,
		`text: x/text/en.json: x.b: "}" without "{"`,
		`text: x/text/en.json: y.d: does not begin with "x."`,
		`text: x/text/ar.json: x.c: is missing`,
	}, "\n")
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestLoadRefusesSources(t *testing.T) {
	t.Parallel()
	one := files(`{"x.a": "a"}`, `{"x.a": "ا"}`)
	french := fstest.MapFS{"text/fr.json": {Data: []byte(`{}`)}, "text/en.json": {Data: []byte(`{}`)}, "text/ar.json": {Data: []byte(`{}`)}}
	tests := map[string][]text.Source{
		`"core" cannot name an app`:                              {{App: "core", Files: one}},
		`"A b" cannot name an app`:                               {{App: "A b", Files: one}},
		`another app has this key`:                               {{App: "x", Files: one}, {App: "x", Files: one}},
		`x/text/fr.json: the core does not speak this language`:  {{App: "x", Files: french}},
		`x/text/ar.json: open text/ar.json: file does not exist`: {{App: "x", Files: fstest.MapFS{"text/en.json": {Data: []byte(`{}`)}}}},
	}
	for want, sources := range tests {
		if _, err := text.Load(sources...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestTranslationsMayDifferInTheirForms(t *testing.T) {
	t.Parallel()
	// Chinese-like: where one language counts another need not, and {count} may
	// stay unsaid.
	_, err := text.Load(text.Source{App: "x", Files: files(
		`{"x.a": {"one": "a day", "other": "{count} days"}, "x.b": "{count} points"}`,
		`{"x.a": "الأيام: {count}", "x.b": {"zero": "ا", "one": "ا", "two": "ا", "few": "ا", "many": "ا", "other": "ا"}}`)})
	if err != nil {
		t.Error(err)
	}
}

// The order of the core's files is what keeps them easy to add to.
func TestCoreFilesAreSorted(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"en", "ar"} {
		data, err := os.ReadFile("text/" + locale + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for line := range strings.Lines(string(data)) {
			if key, found := strings.CutPrefix(line, `  "`); found {
				keys = append(keys, key[:strings.Index(key, `"`)])
			}
		}
		var all map[string]any
		if err := json.Unmarshal(data, &all); err != nil || len(all) != len(keys) {
			t.Errorf("%s: %d keys on %d lines: %v", locale, len(all), len(keys), err)
		}
		if !slices.IsSorted(keys) {
			t.Errorf("%s: not sorted", locale)
		}
	}
}
