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

// options translates a command's options, the required ones first as Discord
// wants them.
func (w words) options(declared []chat.Option) []option {
	all := make([]option, 0, len(declared))
	for _, o := range declared {
		all = append(all, w.option(o))
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

func bound(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
