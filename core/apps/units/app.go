package units

import (
	"embed"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

//go:embed migrations text
var files embed.FS

// Options are what the app asks of others.
type Options struct {
	// Used returns with how many decimals a unit stands in what people agreed, or
	// false for one that was never used. It is needed: that scale is fixed.
	Used func(tx *store.Tx, code string) (scale int, used bool, err error)
}

// Service knows units. New makes one.
type Service struct{ o Options }

// New returns the service. It panics without Options.Used: the list of what is
// joined is part of the program.
func New(o Options) *Service {
	if o.Used == nil {
		panic("units: Used is needed")
	}
	return &Service{o}
}

// App returns the app.
func (s *Service) App() app.App {
	return app.App{Name: "units", Texts: files, Migrations: files, Commands: s.commands()}
}

// pathOff is behind the button that takes a rate away.
const pathOff = "unit rate off"

func (s *Service) commands() []app.Command {
	code := chat.Option{Name: "code", Kind: chat.TextOption, Required: true, Max: 64, Example: "DIAMONDS"}
	unit := chat.Option{Name: "unit", Kind: chat.TextOption, Required: true, Max: 64, Example: "DIAMONDS"}
	scale := chat.Option{Name: "scale", Kind: chat.IntegerOption, Required: true, Max: money.MaxScale, Example: "2"}
	points := chat.Option{Name: "points", Kind: chat.DecimalOption, Example: "0.0125"}
	return []app.Command{
		owners("admin unit", s.unit, code, scale),
		owners("admin rate", s.rate, unit, points),
		owners(pathOff, s.rateOff, unit).Hidden(),
	}
}

// owners declares a command of the owner's. Its line in menus is the catalogue
// key of its path: "admin unit" is units.command.admin_unit.
func owners(path string, does func(tx *store.Tx, r *app.Request) (app.Response, error), options ...chat.Option) app.Command {
	return app.Command{
		Command: chat.Command{
			Path: path, Describe: "units.command." + chat.Menu(path), Options: options, Shown: chat.ShownToAdmins,
		},
		Right: app.Owner, Do: does,
	}
}

// readCode reads the name of a unit that an option holds.
func readCode(r *app.Request, option string) (string, error) {
	code, err := money.ParseUnit(r.Text(option))
	if err != nil {
		return "", fault.New(fault.Input, "units.code.wrong", chat.Args{
			"unit": chat.Said(r.Text(option)), "example": chat.Code("DIAMONDS"),
		}).On(option)
	}
	return code, nil
}

// record logs a change, which concerns every community.
func record(tx *store.Tx, r *app.Request, kind, key, old, now string) error {
	_, err := audit.Append(tx, audit.Event{
		Type: kind, Actor: audit.Actor(r.Person.ID), As: string(app.Owner),
		Via: string(r.Identity.Ref.Platform), Req: r.Key,
		D: []audit.Field{{Name: "key", Value: key}, {Name: "old", Value: old}, {Name: "new", Value: now}},
	})
	return wrap("log "+kind, err)
}
