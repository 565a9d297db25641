package bot

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
)

// bindWords assigns the words of a typed line to a command's options: required
// ones by position, optional ones by position too or as "name=value",
// "name:value" or "name value". The last option, where it is text, takes the
// rest of the line.
//
// A command typed in answer to somebody's message is about that person, unless
// the line names another.
func bindWords(cmd chat.Command, words []chat.Value, replyTo *chat.User) (map[string]chat.Value, error) {
	values := map[string]chat.Value{}
	if o, asks := userOption(cmd); asks && replyTo != nil && !namesSomebody(cmd, o, words) {
		values[o.Name] = chat.Value{Text: replyTo.Ref.String(), User: replyTo}
	}
	for i := 0; i < len(words); i++ {
		name, value, named := namedWord(cmd, words, i)
		if named && values[name].Text == "" {
			if value.Text == "" && i+1 < len(words) {
				i++
				value = words[i]
			}
			if o, _ := cmd.Option(name); takesRest(cmd, o) {
				value.Text = strings.TrimSpace(value.Text + " " + join(words[i+1:]))
				i = len(words)
			}
			values[name] = value
			continue
		}
		o, free := nextFree(cmd, values)
		if !free {
			return nil, fault.New(fault.Input, "core.input.extra", chat.Args{
				"word": echo(words[i].Text), "usage": chat.Code(usage(cmd)),
			})
		}
		if takesRest(cmd, o) && i+1 < len(words) {
			values[o.Name] = chat.Value{Text: join(words[i:])}
			break
		}
		values[o.Name] = words[i]
	}
	return values, nil
}

// userOption returns the first option that is a person.
func userOption(cmd chat.Command) (chat.Option, bool) {
	i := slices.IndexFunc(cmd.Options, func(o chat.Option) bool { return o.Kind == chat.UserOption })
	if i < 0 {
		return chat.Option{}, false
	}
	return cmd.Options[i], true
}

// namesSomebody reports whether a line names a person itself.
func namesSomebody(cmd chat.Command, o chat.Option, words []chat.Value) bool {
	return slices.ContainsFunc(words, func(w chat.Value) bool {
		_, named := cutName(w.Text, o.Name)
		return w.User != nil || named || strings.HasPrefix(w.Text, "@") || strings.EqualFold(w.Text, o.Name) || isAccount(cmd, w.Text)
	})
}

// isAccount reports whether a word is "platform:ID", and not "option:value".
func isAccount(cmd chat.Command, word string) bool {
	_, account := chat.ParseUserRef(word)
	return account && !slices.ContainsFunc(cmd.Options, func(o chat.Option) bool {
		_, named := cutName(word, o.Name)
		return named
	})
}

// namedWord reads "name=value", "name:value", or the name of an optional option
// alone; a required one is never meant by its bare name.
func namedWord(cmd chat.Command, words []chat.Value, i int) (string, chat.Value, bool) {
	word := words[i].Text
	for _, o := range cmd.Options {
		if !o.Required && strings.EqualFold(word, o.Name) && i+1 < len(words) {
			return o.Name, chat.Value{}, true
		}
		if rest, ok := cutName(word, o.Name); ok && rest != "" {
			return o.Name, chat.Value{Text: rest, User: words[i].User}, true
		}
	}
	return "", chat.Value{}, false
}

func cutName(word, name string) (string, bool) {
	if len(word) <= len(name) || !strings.EqualFold(word[:len(name)], name) {
		return "", false
	}
	if c := word[len(name)]; c != '=' && c != ':' {
		return "", false
	}
	return word[len(name)+1:], true
}

func nextFree(cmd chat.Command, values map[string]chat.Value) (chat.Option, bool) {
	i := slices.IndexFunc(cmd.Options, func(o chat.Option) bool {
		_, taken := values[o.Name]
		return !taken
	})
	if i < 0 {
		return chat.Option{}, false
	}
	return cmd.Options[i], true
}

func takesRest(cmd chat.Command, o chat.Option) bool {
	last := cmd.Options[len(cmd.Options)-1]
	return o.Name == last.Name && (o.Kind == chat.TextOption || o.Kind == chat.AmountOption)
}

func join(words []chat.Value) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.Text
	}
	return strings.Join(parts, " ")
}

// usage shows how a command is typed: "/deal cancel deal_id [reason]".
func usage(cmd chat.Command) string {
	parts := []string{"/" + cmd.Path}
	for _, o := range cmd.Options {
		if o.Required {
			parts = append(parts, o.Name)
		} else {
			parts = append(parts, "["+o.Name+"]")
		}
	}
	return strings.Join(parts, " ")
}

// clean returns a person's words as they are kept: trimmed and in NFC.
func clean(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }
