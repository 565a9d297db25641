package pretend

import (
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// values splits a typed line into words. "@mia" names a person where the
// platform would know whom it means.
func (w *World) values(who chat.UserRef, line string) []chat.Value {
	fields := strings.Fields(line)
	words := make([]chat.Value, len(fields))
	for i, field := range fields {
		words[i] = w.mention(who, field)
	}
	return words
}

// answerValue is a whole answer: its words, and the person if it is a mention.
func (w *World) answerValue(who chat.UserRef, text string) chat.Value {
	v := w.mention(who, strings.TrimSpace(text))
	v.Text = text
	return v
}

func (w *World) mention(who chat.UserRef, word string) chat.Value {
	handle, is := strings.CutPrefix(word, "@")
	if !is {
		return chat.Value{Text: word}
	}
	for _, p := range w.people {
		near := p.Ref == who || w.shareSpace(who, p.Ref)
		if p.Ref.Platform == who.Platform && near && strings.EqualFold(p.Handle, handle) {
			user := p.User
			return chat.Value{Text: word, User: &user}
		}
	}
	return chat.Value{Text: word}
}

// bind gives words to options as a person would in a form of options: by name
// ("reason: too late", "status=active") or by position. A named option takes
// the words up to the next name, the last option all that is left. It reports
// false when there are more words than options.
func bind(cmd chat.Command, words []chat.Value) (map[string]chat.Value, bool) {
	args := map[string]chat.Value{}
	open, named := "", false // the option that takes the next word
	position := 0
	for _, word := range words {
		if name, rest, ok := splitName(cmd, word.Text); ok {
			open, named = name, true
			if rest != "" {
				args[name] = chat.Value{Text: rest}
			}
			continue
		}
		if !named {
			if position < len(cmd.Options) {
				open = cmd.Options[position].Name
			}
			if open == "" {
				return nil, false
			}
			// Words beyond the last option go on in it only if it is free text;
			// otherwise the core had better see the line as it was typed.
			overflow := position >= len(cmd.Options)
			if overflow && cmd.Options[len(cmd.Options)-1].Kind != chat.TextOption {
				return nil, false
			}
			position++
		}
		args[open] = join(args, open, word)
	}
	return args, true
}

func join(args map[string]chat.Value, name string, word chat.Value) chat.Value {
	before, some := args[name]
	if !some {
		return word
	}
	return chat.Value{Text: before.Text + " " + word.Text}
}

// splitName reads "name:value" and "name=value" where name is an option.
func splitName(cmd chat.Command, word string) (name, value string, ok bool) {
	i := strings.IndexAny(word, ":=")
	if i < 1 {
		return "", "", false
	}
	name = strings.ToLower(word[:i])
	if _, known := cmd.Option(name); !known {
		return "", "", false
	}
	return name, word[i+1:], true
}
