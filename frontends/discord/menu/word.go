package menu

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// words are the catalogue's texts in Discord's languages.
type words struct{ catalog chat.Catalog }

// locales maps the languages of BCP 47 to those that Discord's app has; a
// language that is not here has none there.
// Source: https://discord.com/developers/docs/reference#locales
func locales(tag string) []string {
	switch tag {
	case "en":
		return []string{"en-US", "en-GB"}
	case "es":
		return []string{"es-ES", "es-419"}
	case "pt", "pt-BR":
		return []string{"pt-BR"}
	case "sv", "sv-SE":
		return []string{"sv-SE"}
	case "zh", "zh-Hans", "zh-CN":
		return []string{"zh-CN"}
	case "zh-Hant", "zh-TW":
		return []string{"zh-TW"}
	case "nb", "nn", "no":
		return []string{"no"}
	case "en-US", "en-GB", "es-ES", "es-419", "bg", "hr", "cs", "da", "nl", "fi", "fr", "de", "el", "hi", "hu", "id",
		"it", "ja", "ko", "lt", "pl", "ro", "ru", "th", "tr", "uk", "vi":
		return []string{tag}
	}
	return nil
}

// lines returns a catalogue key's words in the reference language and, where
// they differ, in the others that Discord has.
func (w words) lines(key string) (line string, others map[string]string) {
	return w.each(func(locale string) string { return w.catalog.Text(locale, key) })
}

// choice names a value in each language; one without words is its own name.
func (w words) choice(c chat.Choice) choice {
	name, names := w.each(func(locale string) string {
		if said := strings.TrimSpace(w.said(locale, c.Label)); said != "" {
			return said
		}
		return c.Value
	})
	return choice{Name: name, Names: names, Value: c.Value}
}

// each asks for the words in every language. Those that repeat the reference
// are left out: they would only use up the length of the whole.
func (w words) each(say func(locale string) string) (first string, others map[string]string) {
	for i, locale := range w.catalog.Locales {
		line := say(locale)
		if i == 0 {
			first = line
			continue
		}
		if line == first || line == "" {
			continue
		}
		for _, theirs := range locales(locale) {
			if others == nil {
				others = map[string]string{}
			}
			others[theirs] = line
		}
	}
	return first, others
}

// said gives the words of a choice's label, which has no arguments.
func (w words) said(locale string, n chat.Node) string {
	switch n.Kind {
	case chat.KindPhrase:
		return w.catalog.Text(locale, n.Key)
	case chat.KindNumber:
		return strconv.FormatInt(n.Minor, 10)
	}
	var b strings.Builder
	b.WriteString(n.Text)
	for _, inner := range n.Nodes {
		b.WriteString(w.said(locale, inner))
	}
	return b.String()
}
