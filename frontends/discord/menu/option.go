package menu

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// typeOf maps the kinds of options. Amounts, decimals and dates travel as text:
// Discord's number is a float.
func typeOf(kind chat.OptionKind) int {
	switch kind {
	case chat.IntegerOption:
		return typeInteger
	case chat.BooleanOption:
		return typeBoolean
	case chat.UserOption:
		return typeUser
	case chat.PlaceOption:
		return typeChannel
	case chat.FileOption:
		return typeAttachment
	}
	return typeString
}

// Elsewhere ends the name of the option beside each person option. Discord's own
// picker knows its own people only; who is on another app is named in words.
const Elsewhere = "_elsewhere"

// options translates a command's options, the required ones first as Discord
// wants them. A person may be picked or named, so neither option is required:
// the core asks when both are missing.
func (w words) options(declared []chat.Option) []option {
	all := make([]option, 0, len(declared))
	for _, o := range declared {
		made := w.option(o)
		if o.Kind != chat.UserOption {
			all = append(all, made)
			continue
		}
		made.Required = false
		all = append(all, made, w.option(chat.Option{Name: o.Name + Elsewhere, Kind: chat.TextOption, Describe: "core.option.elsewhere", Max: 100}))
	}
	slices.SortStableFunc(all, func(a, b option) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return all
}

// option translates one option with its words, bounds and choices.
func (w words) option(o chat.Option) option {
	line, lines := w.lines(o.Describe)
	made := option{Type: typeOf(o.Kind), Name: o.Name, Description: line, Descriptions: lines, Required: o.Required}
	switch made.Type {
	case typeInteger:
		made.MinValue, made.MaxValue = bound(o.Min), bound(o.Max)
		made.Completes = o.Completes
	case typeString:
		for _, c := range o.Choices {
			made.Choices = append(made.Choices, w.choice(c))
		}
		// A bound of characters is meant for words; Discord allows no
		// suggestions beside choices.
		if o.Kind == chat.TextOption {
			made.MinLength, made.MaxLength = o.Min, min(o.Max, lengthMost)
		}
		made.Completes = o.Completes && len(o.Choices) == 0
	}
	return made
}

// bound leaves zero out, which means unbounded in the core and zero on Discord.
func bound(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
