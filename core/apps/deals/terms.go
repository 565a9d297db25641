package deals

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// usernameMax is the most characters of a username.
const usernameMax = 64

// readAmount reads what a person typed: one amount, or two where it can be read
// in two ways. What is refused is a fault that says why and shows an example.
func (b *book) readAmount(tx *store.Tx, typed string) ([]money.Amount, error) {
	units := money.NewUnits(func(code string) (int, bool) {
		if b.Units == nil {
			return 0, false
		}
		return b.Units(tx, code)
	})
	amounts, err := money.Parse(typed, units, money.DefaultUnit)
	var refused *money.ParseError
	if !errors.As(err, &refused) {
		return amounts, err
	}
	return nil, fault.New(fault.Input, "deals.amount."+string(refused.Reason), chat.Args{
		"unit": chat.Said(shorten(refused.Unit)), "count": chat.Number(refused.Decimals), "example": chat.Code("1500 USD"),
	})
}

// readUsername checks a username as somebody wrote it. It is taken literally;
// only what nobody could see is refused, and what could make it look like more
// than a name: another line of a card.
func readUsername(typed string) (string, error) {
	name := strings.TrimSpace(typed)
	n := utf8.RuneCountInString(name)
	if n < 1 || n > usernameMax || !strings.ContainsFunc(name, visible) || strings.ContainsFunc(name, controls) {
		return "", fault.New(fault.Input, "deals.refuse.username", chat.Args{
			"count": chat.Number(usernameMax), "example": chat.Code("luna_live"),
		})
	}
	return name, nil
}

// controls reports control characters and whatever ends a line.
func controls(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) }

// visible tells letters and signs from marks and controls, of which a name that
// looks empty, or like somebody else's, is made.
func visible(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r)
}

// shorten keeps a refusal readable, whatever was typed.
func shorten(s string) string {
	const enough = 20
	if utf8.RuneCountInString(s) <= enough {
		return s
	}
	return string([]rune(s)[:enough]) + "…"
}
