package units

import (
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// off takes a rate away where points are expected. Zero does not: a unit worth
// nothing would pass by the limit for the day.
const off = "off"

// rate is /admin rate: what one whole unit is worth. Without points it shows the
// rate and changes nothing, so that looking never costs one.
func (s *Service) rate(tx *store.Tx, r *app.Request) (app.Response, error) {
	code, err := readCode(r, "unit")
	if err != nil {
		return app.Response{}, err
	}
	old, rated, err := s.Rate(tx, code)
	if err != nil {
		return app.Response{}, err
	}
	switch {
	case !r.Has("points"):
		return showRate(code, old, rated), nil
	case strings.EqualFold(r.Text("points"), off):
		return s.rateOff(tx, r)
	}
	rate, ok := parseRate(r.Text("points"))
	if code == money.DefaultUnit && rate != point {
		return app.Response{}, byDefinition(code)
	}
	if !ok {
		return app.Response{}, fault.New(fault.Input, "units.rate.wrong", chat.Args{
			"points": chat.Said(r.Text("points")), "min": chat.Code(formatRate(1)), "max": chat.Code("1000000"), "example": chat.Code("0.0125"),
		}).On("points")
	}
	if rated && rate == old {
		return app.Response{}, fault.New(fault.Again, "units.rate.again", rateOf(code, rate))
	}
	if err := setRate(tx, code, rate); err != nil {
		return app.Response{}, err
	}
	before := ""
	if rated {
		before = formatRate(old)
	}
	return app.Say("units.rate.set", rateOf(code, rate)), record(tx, r, "rate.set", code, before, formatRate(rate))
}

// byDefinition refuses another rate for the unit that points are counted in: deals
// of different times could not be compared any more. Its own rate may be set, for
// ledgers that were once given another one.
func byDefinition(code string) *fault.Fault {
	return fault.New(fault.Input, "units.rate.definition", chat.Args{"unit": chat.Code(code)}).On("points")
}

func showRate(code string, rate int64, rated bool) app.Response {
	if !rated {
		return app.Say("units.rate.none", chat.Args{
			"unit": chat.Code(code), "example": chat.Code("/admin rate " + code + " 0.0125"),
		})
	}
	if code == money.DefaultUnit && rate == point {
		return app.Say("units.rate.is", rateOf(code, rate))
	}
	return app.Answer(chat.Say("units.rate.is", rateOf(code, rate)),
		chat.Buttons(chat.Press(chat.T("units.button.off"), chat.StyleDanger, pathOff, "unit", code)))
}

// rateOff leaves a unit without a reference value.
func (s *Service) rateOff(tx *store.Tx, r *app.Request) (app.Response, error) {
	code, err := readCode(r, "unit")
	if err != nil {
		return app.Response{}, err
	}
	if code == money.DefaultUnit {
		return app.Response{}, byDefinition(code)
	}
	old, rated, err := s.Rate(tx, code)
	if err != nil {
		return app.Response{}, err
	}
	if !rated {
		return app.Response{}, fault.New(fault.Again, "units.rate.off_again", chat.Args{"unit": chat.Code(code)})
	}
	if err := removeRate(tx, code); err != nil {
		return app.Response{}, err
	}
	return r.Replacing(app.Say("units.rate.off", chat.Args{"unit": chat.Code(code)})),
		record(tx, r, "rate.set", code, formatRate(old), "")
}

func rateOf(code string, rate int64) chat.Args {
	return chat.Args{"unit": chat.Code(code), "rate": chat.Code(formatRate(rate))}
}
