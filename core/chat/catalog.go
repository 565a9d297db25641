package chat

import "strings"

// Catalog is the list of commands that a frontend offers, with the words for
// its menus. Text returns the words of a catalogue key in a language.
type Catalog struct {
	Commands []Command
	Locales  []string // BCP 47; the first is the fallback
	Text     func(locale, key string) string
}

// Find returns the command of a path, or false.
func (c Catalog) Find(path string) (Command, bool) {
	for _, cmd := range c.Commands {
		if cmd.Path == path {
			return cmd, true
		}
	}
	return Command{}, false
}

// Match finds the longest command that a typed line begins with: "deal start
// @bob" and "deal_start @bob" both give "deal start" and the words after it.
// Case does not matter, and "-" and "_" are one. It reports false, with the
// words untouched, when no command fits. Commands that are shown to nobody
// cannot be typed.
func (c Catalog) Match(words []Value) (Command, []Value, bool) {
	const deepest = 3
	var best Command
	var used int
	for n := 1; n <= min(deepest, len(words)); n++ {
		typed := fold(words[:n])
		for _, cmd := range c.Commands {
			if cmd.Shown != ShownToNobody && foldPath(cmd.Path) == typed {
				best, used = cmd, n
			}
		}
	}
	return best, words[used:], used > 0
}

// Menu returns the name under which a platform with one-word commands lists a
// path: "deal start" becomes "deal_start".
func Menu(path string) string { return foldPath(path) }

func foldPath(path string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(path))
}

func fold(words []Value) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = foldPath(w.Text)
	}
	return strings.Join(parts, "_")
}
