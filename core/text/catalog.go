package text

import (
	"golang.org/x/text/language"
)

// Reference is the language every other one is compared with, and the one that
// is spoken to whoever speaks none of ours.
const Reference = "en"

// Catalog holds the texts of the core and of every app, parsed. It does not
// change after Load and is safe for concurrent use.
type Catalog struct {
	locales []string // Reference first
	tongues map[string]*tongue
	matcher language.Matcher
	report  func(locale, key, problem string)
}

// Reporting returns a catalogue with the same texts that tells fn what it was
// asked for in vain: an unknown key, an argument that is missing. Tests fail on
// it; a running bot logs it. fn may be called from several goroutines.
func (c *Catalog) Reporting(fn func(locale, key, problem string)) *Catalog {
	d := *c
	d.report = fn
	return &d
}

// Locales returns the languages of the catalogue as BCP 47 tags; the first is
// the fallback. The caller owns the slice.
func (c *Catalog) Locales() []string { return append([]string(nil), c.locales...) }

// Match returns the locale that suits somebody with these preferences, best
// first: BCP 47 tags in any case, with "-" or "_". What cannot be read, or is
// far from all of our languages, is passed over; nothing left gives Reference.
func (c *Catalog) Match(preferences ...string) string {
	for _, p := range preferences {
		// A locale of ours is the usual case, and the matcher is slow.
		if _, ours := c.tongues[p]; ours {
			return p
		}
		tag, err := language.Parse(p)
		if err != nil {
			continue
		}
		_, i, confidence := c.matcher.Match(tag)
		if confidence > language.No {
			return c.locales[i]
		}
	}
	return Reference
}

// Has reports whether a key exists; a key exists in every language or in none.
func (c *Catalog) Has(key string) bool {
	_, ok := c.tongues[Reference].phrases[key]
	return ok
}

// Text returns the words of a key in a language without their looks, for menus
// and other places that show plain text. Arguments stay as {name}; of plural
// forms it is the general one. An unknown key is returned as it is.
func (c *Catalog) Text(locale, key string) string {
	t := c.tongue(locale)
	p, ok := t.phrases[key]
	if !ok {
		c.complain(t, key, "unknown key")
		return key
	}
	s, _ := p.choose(t.tag, nil)
	return words(s)
}

// tongue returns the language for a locale; there is always one.
func (c *Catalog) tongue(locale string) *tongue {
	if t, ok := c.tongues[locale]; ok {
		return t
	}
	return c.tongues[c.Match(locale)]
}

// complain tells whoever wants to know, and nobody else: a text that is missing
// must not keep a person from an answer.
func (c *Catalog) complain(t *tongue, key, problem string) {
	if c.report != nil {
		c.report(t.locale, key, problem)
	}
}
