package bot

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/digit"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// bind checks the values of a command's options and returns the arguments, and
// the required options that are missing.
func (b *Bot) bind(tx *store.Tx, r *app.Request, cmd chat.Command, values map[string]chat.Value) (map[string]app.Arg, []chat.Option, error) {
	args := make(map[string]app.Arg, len(values))
	var missing []chat.Option
	for _, o := range cmd.Options {
		v, given := values[o.Name]
		if !given || (clean(v.Text) == "" && v.User == nil && v.Place == nil && v.File == nil) {
			if o.Required {
				missing = append(missing, o)
			}
			continue
		}
		arg, err := b.arg(tx, r, o, v)
		if err != nil {
			return nil, nil, err
		}
		args[o.Name] = arg
	}
	return args, missing, nil
}

// arg reads one value. A value that does not fit is a fault naming the option,
// its bounds and an example.
func (b *Bot) arg(tx *store.Tx, r *app.Request, o chat.Option, v chat.Value) (app.Arg, error) {
	arg := app.Arg{Text: clean(v.Text)}
	switch o.Kind {
	case chat.TextOption:
		return arg, lengthFault(o, arg.Text)
	case chat.IntegerOption:
		n, err := strconv.ParseInt(digits(arg.Text), 10, 64)
		if err != nil || (o.Min != 0 && n < int64(o.Min)) || (o.Max != 0 && n > int64(o.Max)) {
			return arg, wrong(o, "core.input.integer")
		}
		arg.Int = n
	case chat.BooleanOption:
		yes, ok := b.truth(r, arg.Text)
		if !ok {
			return arg, wrong(o, "core.input.boolean")
		}
		arg.Bool = yes
	case chat.ChoiceOption:
		value, ok := b.choose(r, o.Choices, arg.Text, true)
		if !ok {
			return arg, wrongChoice(o.Name, o.Choices)
		}
		arg.Text = value
	case chat.UserOption:
		identity, err := b.person(tx, r, o, v)
		arg.Identity = identity
		return arg, err
	case chat.PlaceOption:
		if v.Place == nil {
			return arg, wrong(o, "core.input.place")
		}
		arg.Place = *v.Place
	case chat.FileOption:
		if v.File == nil {
			return arg, wrong(o, "core.input.file")
		}
		arg.File = v.File
	case chat.DecimalOption, chat.AmountOption, chat.DateOption:
	}
	return arg, nil
}

// person finds whom a user option names: a mention, "platform:ID", an app's own
// form ("deal:3F9A2B01"), or a name the bot has seen used in the same app.
func (b *Bot) person(tx *store.Tx, r *app.Request, o chat.Option, v chat.Value) (accounts.Identity, error) {
	if v.User != nil {
		return accounts.Named(tx, *v.User)
	}
	text := clean(v.Text)
	for _, a := range b.apps {
		if a.Names == nil {
			continue
		}
		if identity, mine, err := a.Names(tx, r, text); mine || err != nil {
			return identity, err
		}
	}
	if ref, ok := chat.ParseUserRef(text); ok && b.frontends[ref.Platform] != nil {
		return accounts.Named(tx, chat.User{Ref: ref})
	}
	found, err := accounts.ByHandle(tx, r.Identity.Ref.Platform, strings.TrimPrefix(text, "@"))
	if err != nil {
		return accounts.Identity{}, err
	}
	if len(found) != 1 {
		return accounts.Identity{}, wrong(o, "core.input.user", chat.Args{"word": echo(text)})
	}
	return found[0], nil
}

func (b *Bot) truth(r *app.Request, text string) (yes, ok bool) {
	folded := strings.ToLower(text)
	for _, key := range []string{"true", "yes", "on", "1", b.word(r.Locale, "core.word.yes")} {
		if folded == key {
			return true, true
		}
	}
	for _, key := range []string{"false", "no", "off", "0", b.word(r.Locale, "core.word.no")} {
		if folded == key {
			return false, true
		}
	}
	return false, false
}

// choose finds the choice that a person's words mean: its value or its label,
// in any case, or, where numbers is set, its place in the list.
func (b *Bot) choose(r *app.Request, choices []chat.Choice, text string, numbers bool) (string, bool) {
	text = clean(text)
	for _, c := range choices {
		label := b.plain(r, c.Label)
		if strings.EqualFold(text, c.Value) || strings.EqualFold(text, label) || (text != "" && strings.EqualFold(text, wordsOnly(label))) {
			return c.Value, true
		}
	}
	n, err := strconv.Atoi(digits(text))
	if numbers && err == nil && n >= 1 && n <= len(choices) {
		return choices[n-1].Value, true
	}
	return "", false
}

// wordsOnly is a label without the emoji it begins with, which nobody types.
func wordsOnly(label string) string {
	return strings.TrimLeftFunc(label, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

func lengthFault(o chat.Option, text string) error {
	n := utf8.RuneCountInString(text)
	if (o.Min != 0 && n < o.Min) || (o.Max != 0 && n > o.Max) {
		return wrong(o, "core.input.length", chat.Args{"length": chat.Number(n)})
	}
	return nil
}

// wrong says what an option takes; every such phrase may use {option}, {min},
// {max} and {example}.
func wrong(o chat.Option, key string, more ...chat.Args) error {
	args := chat.Args{
		"option": chat.Code(o.Name), "min": chat.Number(o.Min), "max": chat.Number(o.Max), "example": chat.Code(o.Example),
	}
	for _, m := range more {
		for name, node := range m {
			args[name] = node
		}
	}
	return fault.New(fault.Input, key, args).On(o.Name)
}

func wrongChoice(name string, choices []chat.Choice) error {
	list := listed(choices, func(c chat.Choice) chat.Node { return chat.Code(c.Value) })
	return fault.New(fault.Input, "core.input.choice", chat.Args{"option": chat.Code(name), "choices": list}).On(name)
}

// wrongPick refuses an answer that is none of a question's choices.
func wrongPick(choices []chat.Choice) error {
	list := listed(choices, func(c chat.Choice) chat.Node { return c.Label })
	return fault.New(fault.Input, "core.input.pick", chat.Args{"choices": list})
}

func listed(choices []chat.Choice, show func(chat.Choice) chat.Node) chat.Node {
	var list []chat.Node
	for i, c := range choices {
		if i > 0 {
			list = append(list, chat.T("core.and"))
		}
		list = append(list, show(c))
	}
	return chat.Span(list...)
}

// echo is a person's words in an answer of ours, cut where they are long.
func echo(words string) chat.Node {
	const most = 60
	if runes := []rune(words); len(runes) > most {
		words = string(runes[:most]) + "…"
	}
	return chat.Said(words)
}

// digits turns the decimal digits of any script into ASCII.
func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if d, ok := digit.ASCII(c); ok {
			return d
		}
		return c
	}, s)
}
