package text

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Core is the name of the core's own texts, the first word of their keys.
const Core = "core"

// The core's own texts are always loaded, and decide which languages there are:
// half a language would mean menus in one and refusals in another.
//
//go:embed text
var coreFiles embed.FS

// Source is the texts of one app: text/<locale>.json for every language.
type Source struct {
	App   string // the first word of its keys
	Files fs.FS
}

// Load reads the core's own texts and those of the apps. Every language must
// say the same: the keys of Reference, each with the same placeholders, and the
// plural forms the language has. The error names file, key and what is wrong,
// one line for each mistake.
func Load(apps ...Source) (*Catalog, error) {
	names, err := fs.Glob(coreFiles, "text/*.json")
	if err != nil {
		return nil, fmt.Errorf("text: list languages: %w", err)
	}
	c := &Catalog{locales: []string{Reference}, tongues: map[string]*tongue{}}
	for _, name := range names {
		if locale := localeOf(name); locale != Reference {
			c.locales = append(c.locales, locale)
		}
	}
	tags := make([]language.Tag, len(c.locales))
	for i, locale := range c.locales {
		t, err := newTongue(locale)
		if err != nil {
			return nil, fmt.Errorf("text: %s: %w", locale, err)
		}
		c.tongues[locale], tags[i] = t, t.tag
	}
	c.matcher = language.NewMatcher(tags)
	for i, s := range append([]Source{{App: Core, Files: coreFiles}}, apps...) {
		if !isWord(s.App) || i > 0 && s.App == Core {
			return nil, fmt.Errorf("text: %q cannot name an app", s.App)
		}
		if err := c.add(s); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// add takes in one app's files, the reference first.
func (c *Catalog) add(s Source) error {
	var wrong []error
	for _, locale := range c.locales {
		name := "text/" + locale + ".json"
		err := c.addFile(s, name, c.tongues[locale])
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	names, err := fs.Glob(s.Files, "text/*.json")
	if err != nil {
		wrong = append(wrong, fmt.Errorf("text: %s: list files: %w", s.App, err))
	}
	for _, name := range names {
		if !slices.Contains(c.locales, localeOf(name)) {
			wrong = append(wrong, fmt.Errorf("text: %s/%s: the core does not speak this language", s.App, name))
		}
	}
	return errors.Join(wrong...)
}

// addFile takes in one file and, for a translation, holds it against the
// reference, which was taken in before.
func (c *Catalog) addFile(s Source, name string, t *tongue) error {
	where := "text: " + s.App + "/" + name
	data, err := fs.ReadFile(s.Files, name)
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	entries, err := read(data)
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	var wrong []error
	for _, e := range entries {
		if err := t.take(s.App, e); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %s: %w", where, e.key, err))
		}
	}
	if t.locale != Reference {
		for _, err := range c.compare(s.App, t) {
			wrong = append(wrong, fmt.Errorf("%s: %w", where, err))
		}
	}
	return errors.Join(wrong...)
}

// take parses one entry and adds it, sound or not, so that one mistake is told
// once and not a second time as a missing key.
func (t *tongue) take(app string, e raw) error {
	if _, again := t.phrases[e.key]; again {
		return errors.New("another app has this key")
	}
	p, err := e.understand(t.tag, t.rtl)
	p.broken = err != nil
	t.phrases[e.key] = p
	if err != nil {
		return err
	}
	// The prefix is what keeps apps, which know nothing of each other, apart.
	parts := strings.Split(e.key, ".")
	if len(parts) < 2 || parts[0] != app {
		return fmt.Errorf("does not begin with %q", app+".")
	}
	for _, part := range parts {
		if !isWord(strings.ReplaceAll(part, "-", "_")) {
			return errors.New(`is no key: words of a-z, 0-9, "_" and "-", joined by "."`)
		}
	}
	return nil
}

// localeOf returns the language that a file is named after.
func localeOf(name string) string { return strings.TrimSuffix(path.Base(name), ".json") }
