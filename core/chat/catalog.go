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
		for i := range c.Commands {
			if c.Commands[i].Shown != ShownToNobody && typed(c.Commands[i].Path, words[:n]) {
				best, used = c.Commands[i], n
			}
		}
	}
	return best, words[used:], used > 0
}

// Menu returns the name under which a platform with one-word commands lists a
// path: "deal start" becomes "deal_start".
func Menu(path string) string { return foldPath(path) }

func foldPath(path string) string {
	return strings.Map(foldMenu, strings.ToLower(path))
}

func foldMenu(c rune) rune {
	if c == ' ' || c == '-' {
		return '_'
	}
	return c
}

// typed reports whether words, joined, are how a path is typed. It runs for
// every command of every interaction, so it allocates nothing.
func typed(path string, words []Value) bool {
	for i, w := range words {
		if i > 0 {
			if path == "" || foldMenu(rune(path[0])) != '_' {
				return false
			}
			path = path[1:]
		}
		if len(w.Text) > len(path) {
			return false
		}
		for j := range len(w.Text) {
			if foldTyped(w.Text[j]) != foldTyped(path[j]) {
				return false
			}
		}
		path = path[len(w.Text):]
	}
	return path == ""
}

// foldTyped folds a byte; paths are ASCII, so that nothing else can match.
func foldTyped(c byte) rune {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return foldMenu(rune(c))
}
