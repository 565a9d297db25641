package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// binder gives words to options as Discord's client does, and collects whom
// and what they name.
type binder struct {
	s       *Server
	channel *channel
	file    *chat.File
	seen    *wireResolved
	some    bool // anything was named
}

// bind takes words by name ("reason:too late") or by position; the last option
// takes what is left. An option whose name continues another's ("who",
// "who_in_words") is no position of its own: it takes, as a person would have
// it, what the other cannot. A line that is not finished may lack required
// options.
func (b *binder) bind(options []commandOption, words []string, unfinished bool) ([]wireArgument, error) {
	given, err := spread(options, words)
	if err != nil {
		return nil, err
	}
	var args []wireArgument
	for i, o := range options {
		if o.Type == optionAttachment && b.file != nil {
			given[i] = b.attach()
		}
		if given[i] == "" {
			if o.Required && !unfinished {
				return nil, fmt.Errorf("%w: %s is required", ErrOption, o.Name)
			}
			continue
		}
		value, err := b.value(o, given[i])
		if other := continued(options, o); err != nil && other >= 0 && given[other] == "" {
			given[other] = given[i]
			continue
		}
		if err != nil {
			return nil, err
		}
		args = append(args, wireArgument{Name: o.Name, Type: o.Type, Value: value})
	}
	return args, nil
}

// spread gives each option its words.
func spread(options []commandOption, words []string) ([]string, error) {
	given := make([]string, len(options))
	at, named := -1, false
	for _, word := range words {
		if i, rest := byName(options, word); i >= 0 {
			at, named = i, true
			given[i] = rest
			continue
		}
		if next := following(options, at); !named && next < len(options) {
			at = next
		}
		if at < 0 {
			return nil, fmt.Errorf("%w: the command takes none", ErrOption)
		}
		given[at] = strings.TrimSpace(given[at] + " " + word)
	}
	return given, nil
}

// following returns the next position after one, or len(options).
func following(options []commandOption, at int) int {
	for at++; at < len(options); at++ {
		if !slices.ContainsFunc(options, func(o commandOption) bool { return continues(options[at], o) }) {
			return at
		}
	}
	return at
}

// continued returns the option whose name continues that of o, or -1.
func continued(options []commandOption, o commandOption) int {
	return slices.IndexFunc(options, func(other commandOption) bool { return continues(other, o) })
}

func continues(o, other commandOption) bool {
	return o.Type == optionString && strings.HasPrefix(o.Name, other.Name+"_")
}

func byName(options []commandOption, word string) (int, string) {
	at := strings.IndexAny(word, ":=")
	if at < 1 {
		return -1, ""
	}
	name := word[:at]
	return slices.IndexFunc(options, func(o commandOption) bool { return strings.EqualFold(o.Name, name) }), word[at+1:]
}

func (b *binder) value(o commandOption, text string) (any, error) {
	wrong := fmt.Errorf("%w: %s cannot be %q", ErrOption, o.Name, text)
	if len(o.Choices) > 0 {
		for _, c := range o.Choices {
			if strings.EqualFold(c.Name, text) || c.text() == text {
				return c.Value, nil
			}
		}
		return nil, wrong
	}
	var value any
	switch o.Type {
	case optionInteger:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && o.holds(float64(n)) {
			return n, nil
		}
		return nil, wrong
	case optionNumber:
		if n, err := strconv.ParseFloat(text, 64); err == nil && o.holds(n) {
			return n, nil
		}
		return nil, wrong
	case optionBoolean:
		if v, err := strconv.ParseBool(text); err == nil {
			return v, nil
		}
		return nil, wrong
	case optionString:
		if n := length(text); o.MinLength != nil && n < *o.MinLength || o.MaxLength != nil && n > *o.MaxLength {
			return nil, wrong
		}
		return text, nil
	case optionUser, optionMention:
		value = b.user(text)
	case optionChannel:
		value = b.place(text)
	case optionRole:
		value = b.role(text)
	case optionAttachment:
		value = text
	}
	if value == nil || value == "" {
		return nil, wrong
	}
	return value, nil
}

func (o commandOption) holds(n float64) bool {
	return (o.MinValue == nil || n >= *o.MinValue) && (o.MaxValue == nil || n <= *o.MaxValue)
}
