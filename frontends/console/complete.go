package console

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// suggestTime is how long the core may take for suggestions.
const suggestTime = time.Second

// tab completes the line before the cursor. What is certain is filled in; what
// is not is listed.
func (t *terminal) tab(ctx context.Context, line string, pos int, key rune) (string, int, bool) {
	if key != '\t' {
		return "", 0, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	before, after := line[:pos], line[pos:]
	kept, found := t.candidates(ctx, before)
	if len(found) == 0 {
		return line, pos, true
	}
	whole := kept + common(found)
	if len(found) == 1 && !strings.HasSuffix(whole, ":") {
		whole += " "
	}
	// Nothing to add: then it is a question, and the list is the answer.
	if len(found) > 1 && len(whole) <= len(before) {
		t.notef("%s", strings.Join(found, "  "))
		return line, pos, true
	}
	return whole + after, len(whole), true
}

// candidates returns what could stand at the end of a line, and the part of the
// line that stays in front of it.
func (t *terminal) candidates(ctx context.Context, line string) (kept string, found []string) {
	cut := strings.LastIndex(line, " ") + 1
	kept, word := line[:cut], line[cut:]
	first := strings.ToLower(strings.SplitN(line, " ", 2)[0])
	switch {
	case first == "/as" && cut > 0:
		return kept, starting(word, t.handles(""))
	case first == "/press" && cut > 0:
		return "/press ", starting(strings.TrimSpace(line[len("/press "):]), t.labels())
	case strings.HasPrefix(word, "@"):
		return kept, starting(word, t.handles("@"))
	case !strings.HasPrefix(line, "/"):
		return line, nil
	}
	if commands := starting(line, t.commands()); len(commands) > 0 {
		return "", commands
	}
	return kept, t.options(ctx, line, word)
}

// commands lists what a line can begin with, the bot's and the sandbox's own.
func (t *terminal) commands() []string {
	var all []string
	for _, c := range locals() {
		if c.name != "/wait" || t.opt.Advance != nil {
			all = append(all, c.name)
		}
	}
	for _, c := range t.catalog().Commands {
		if c.Shown != chat.ShownToNobody {
			all = append(all, "/"+c.Path)
		}
	}
	slices.Sort(all)
	return all
}

// options lists the names of options that are not given yet, and the values
// that the bot suggests for the one that is being typed.
func (t *terminal) options(ctx context.Context, line, word string) []string {
	var words []chat.Value
	for _, w := range strings.Fields(strings.TrimPrefix(line, "/")) {
		words = append(words, chat.Value{Text: w})
	}
	cmd, _, known := t.catalog().Match(words)
	if !known {
		return nil
	}
	var all []string
	for _, o := range cmd.Options {
		if !strings.Contains(line, " "+o.Name+":") {
			all = append(all, o.Name+":")
		}
		for _, c := range o.Choices {
			all = append(all, c.Value)
			if strings.HasPrefix(word, o.Name+":") {
				all = append(all, o.Name+":"+c.Value)
			}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, suggestTime)
	defer cancel()
	// Without an answer there are no suggestions, which is all that Tab can show.
	choices, _ := t.world.Complete(ctx, t.who, t.at[t.who], line)
	prefix := ""
	if i := strings.IndexAny(word, ":="); i > 0 {
		prefix = word[:i+1]
	}
	for _, c := range choices {
		all = append(all, prefix+c.Value)
	}
	slices.Sort(all)
	return starting(word, slices.Compact(all))
}

func (t *terminal) catalog() chat.Catalog {
	for _, f := range t.world.Frontends() {
		if f.Platform() == t.who.Platform {
			return f.Catalog()
		}
	}
	return chat.Catalog{}
}

// handles lists people: everybody for /as, those on the same app for "@".
func (t *terminal) handles(prefix string) []string {
	var all []string
	for _, p := range t.world.People() {
		if prefix == "" || p.Ref.Platform == t.who.Platform {
			all = append(all, prefix+p.Handle)
		}
	}
	slices.Sort(all)
	return all
}

// labels lists the words on the buttons that can be pressed.
func (t *terminal) labels() []string {
	var all []string
	for _, k := range t.keys[t.who].keys {
		all = append(all, Plain(k.label))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// starting returns those that begin like a word, in any case.
func starting(word string, all []string) []string {
	var found []string
	for _, s := range all {
		if len(s) >= len(word) && strings.EqualFold(s[:len(word)], word) {
			found = append(found, s)
		}
	}
	return found
}

// common returns what all begin with.
func common(all []string) string {
	prefix := []rune(all[0])
	for _, s := range all[1:] {
		r := []rune(s)
		n := 0
		for n < len(prefix) && n < len(r) && prefix[n] == r[n] {
			n++
		}
		prefix = prefix[:n]
	}
	return string(prefix)
}
