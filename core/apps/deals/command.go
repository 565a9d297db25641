package deals

import (
	"cmp"
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

type do = func(tx *store.Tx, r *app.Request) (app.Response, error)

// The shortest reason or note, and what a mediator has to go by.
const (
	leastText    = 3
	leastDispute = 10
)

// changes declares a command, reads one that changes nothing. Its line in menus
// is the catalogue key of its path: pathStart is deals.command.start.
func changes(path string, does do, options ...chat.Option) app.Command {
	name := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(path, "deal "), "admin "), " ", "_")
	for i := range options {
		options[i].Describe = cmp.Or(options[i].Describe, "deals.option."+options[i].Name)
		if options[i].Required {
			options[i].Ask = cmp.Or(options[i].Ask, "deals.ask."+options[i].Name)
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

// disputeOption is the reason of a dispute, which has to say more than others.
func disputeOption() chat.Option {
	o := textOption("reason", true, 500, "")
	o.Min, o.Describe, o.Ask = leastDispute, "deals.option.dispute", "deals.ask.dispute"
	return o
}

func choiceOption[S ~string](name string, all []S, label func(S) chat.Node) chat.Option {
	o := chat.Option{Name: name, Kind: chat.ChoiceOption}
	for _, one := range all {
		o.Choices = append(o.Choices, chat.Choice{Value: string(one), Label: label(one)})
	}
	return o
}

// required asks for an option where it is missing.
func required(o chat.Option) chat.Option {
	o.Required = true
	return o
}
