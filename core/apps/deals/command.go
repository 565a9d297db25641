package deals

import (
	"strings"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

type do = func(tx *store.Tx, r *app.Request) (app.Response, error)

// leastText is the shortest reason or note.
const leastText = 3

// changes declares a command, reads one that changes nothing. Its line in menus
// is the catalogue key of its path: pathStart is deals.command.start.
func changes(path string, does do, options ...chat.Option) app.Command {
	name := strings.ReplaceAll(strings.TrimPrefix(path, "deal "), " ", "_")
	for i := range options {
		options[i].Describe = "deals.option." + options[i].Name
		if options[i].Required {
			options[i].Ask = "deals.ask." + options[i].Name
		}
	}
	c := app.Command{Command: chat.Command{Path: path, Describe: "deals.command." + name, Options: options}, Do: does}
	if len(options) > 0 && options[0].Name == "deal_id" && path != pathView {
		c.Instead = pathView // where a button about a deal has expired
	}
	return c
}

func reads(path string, does do, options ...chat.Option) app.Command {
	c := changes(path, does, options...)
	c.Reads = true
	return c
}

// directly answers in the direct chat.
func directly(c app.Command) app.Command {
	c.Audience = chat.Direct
	return c
}

func suggesting(with suggest, c app.Command) app.Command {
	c.Suggest = with
	return c
}

func dealOption() chat.Option {
	return chat.Option{Name: "deal_id", Kind: chat.TextOption, Required: true, Completes: true, Example: "#3F9A2B01"}
}

// pageOption has no bounds: a page beyond the last one is the last one.
func pageOption() chat.Option { return chat.Option{Name: "page", Kind: chat.IntegerOption} }

// userOption is read by the engine: a mention, platform:ID, or deal:<handle>.
func userOption(name string, required bool) chat.Option {
	return chat.Option{Name: name, Kind: chat.UserOption, Required: required, Example: "@luna"}
}

// textOption holds words: where there is a most, reasons and notes, which have
// a least as well.
func textOption(name string, required bool, most int, example string) chat.Option {
	o := chat.Option{Name: name, Kind: chat.TextOption, Required: required, Max: most, Example: example}
	if most > 0 {
		o.Min = leastText
	}
	return o
}

func choiceOption[S ~string](name string, all []S, label func(S) chat.Node) chat.Option {
	o := chat.Option{Name: name, Kind: chat.ChoiceOption}
	for _, one := range all {
		o.Choices = append(o.Choices, chat.Choice{Value: string(one), Label: label(one)})
	}
	return o
}

// counterpartyIn lets people name the other party of a deal they are in as
// "deal:3F9A2B01", which works across platforms.
func (b *book) counterpartyIn(tx *store.Tx, r *app.Request, typed string) (accounts.Identity, bool, error) {
	prefix, handle, found := strings.Cut(typed, ":")
	if !found || !strings.EqualFold(prefix, linkPrefix) {
		return accounts.Identity{}, false, nil
	}
	d, err := b.named(tx, r, handle)
	if err != nil {
		return accounts.Identity{}, true, err
	}
	side := d.SideOf(r.Person.ID)
	other := d.Party(side.Other())
	if side == Neither || other.Person == "" {
		return accounts.Identity{}, true, missed(tx, r)
	}
	id, err := accounts.Lookup(tx, other.Identity)
	return id, true, err
}
