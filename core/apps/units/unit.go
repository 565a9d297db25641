package units

import (
	"strconv"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// unit is /admin unit: how many decimals a unit has. With the first deal in it,
// registered or not, that is fixed.
func (s *Service) unit(tx *store.Tx, r *app.Request) (app.Response, error) {
	code, err := readCode(r, "code")
	if err != nil {
		return app.Response{}, err
	}
	scale := int(r.Int("scale", 0))
	if scale < 0 || scale > money.MaxScale {
		return app.Response{}, fault.New(fault.Input, "core.input.integer", chat.Args{
			"option": chat.Code("scale"), "min": chat.Number(0), "max": chat.Number(money.MaxScale), "example": chat.Code("2"),
		}).On("scale")
	}
	if fixed, currency := (money.Units{}).Lookup(code); currency {
		return app.Response{}, fault.New(fault.Input, "units.unit.currency", decimalsOf(code, fixed)).On("code")
	}
	old, registered, err := s.Scale(tx, code)
	if err != nil {
		return app.Response{}, err
	}
	if registered && old == scale {
		return app.Response{}, fault.New(fault.Again, "units.unit.again", decimalsOf(code, scale))
	}
	fixed, used, err := s.o.Used(tx, code)
	if err != nil {
		return app.Response{}, err
	}
	if used && fixed != scale {
		return app.Response{}, fault.New(fault.Status, "units.unit.used", decimalsOf(code, fixed))
	}
	if err := setScale(tx, code, scale); err != nil {
		return app.Response{}, err
	}
	before := ""
	if registered {
		before = strconv.Itoa(old)
	}
	return app.Say("units.unit.set", decimalsOf(code, scale)), record(tx, r, "unit.set", code, before, strconv.Itoa(scale))
}

// decimalsOf names a unit, its decimals, and one of it as an example.
func decimalsOf(code string, scale int) chat.Args {
	one := money.Amount{Minor: 1, Unit: code}
	for range scale {
		one.Minor *= 10
	}
	one.Scale = scale
	return chat.Args{"unit": chat.Code(code), "count": chat.Number(scale), "example": chat.Code(one.Plain())}
}
