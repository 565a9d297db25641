package community

import (
	"errors"
	"strconv"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// limitOptions are the options of /rate_limits set. The role comes last: its name
// may be of several words.
func limitOptions() []chat.Option {
	examples := map[string]string{
		communities.KeyMaxOpen: "20", communities.KeyMaxVolume: "100000", communities.KeyCooldown: "12",
		communities.KeyReminders: "60", communities.KeyMediatorRole: communities.DefaultMediatorRole,
	}
	var options []chat.Option
	for _, s := range communities.Choosable() {
		options = append(options, chat.Option{Name: s.Key, Kind: s.Kind, Min: s.Min, Max: s.Max, Example: examples[s.Key]})
	}
	return options
}

// setLimits is /rate_limits set. What is left out stays as it is. A fault undoes
// what was set before it, so that one bad value sets none.
func (s *service) setLimits(tx *store.Tx, r *app.Request) (app.Response, error) {
	var changed []string
	given := 0
	for _, o := range limitOptions() {
		if !r.Has(o.Name) {
			continue
		}
		given++
		change, err := communities.Set(tx, r.Community.ID, o.Name, valueOf(r, o))
		if errors.Is(err, communities.ErrValue) {
			return app.Response{}, outOfBounds(o)
		}
		if err != nil {
			return app.Response{}, err
		}
		if change.Old == change.New {
			continue
		}
		if err := recordSetting(tx, r, change); err != nil {
			return app.Response{}, err
		}
		changed = append(changed, o.Name)
	}
	if given == 0 {
		return app.Response{}, fault.New(fault.Input, "community.limits.nothing", chat.Args{"example": chat.Code("/rate_limits set max_open=20")})
	}
	if len(changed) == 0 {
		return app.Response{}, fault.New(fault.Again, "community.limits.again")
	}
	return s.showSet(tx, r, changed)
}

// showSet says what holds now of what was changed.
func (s *service) showSet(tx *store.Tx, r *app.Request, changed []string) (app.Response, error) {
	holds, _, err := communities.SettingsOf(tx, r.Community.ID, s.defaults)
	if err != nil {
		return app.Response{}, err
	}
	var items []chat.Node
	for _, key := range changed {
		items = append(items, line(holds, key))
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("community.limits.set", chat.Args{"community": chat.Said(r.Community.Name)})),
		chat.List(items...),
		chat.Paragraph(chat.T("community.limits.from_now")),
	}, chat.Buttons(chat.Press(chat.T("community.button.limits"), chat.StyleSecondary, pathLimits))), nil
}

// valueOf is an argument in the spelling of settings.
func valueOf(r *app.Request, o chat.Option) string {
	switch o.Kind {
	case chat.IntegerOption:
		return strconv.FormatInt(r.Int(o.Name, 0), 10)
	case chat.BooleanOption:
		return strconv.FormatBool(r.Bool(o.Name, false))
	}
	return r.Text(o.Name)
}

// outOfBounds refuses what the engine lets pass: a bound of zero counts as none
// there.
func outOfBounds(o chat.Option) error {
	return fault.New(fault.Input, "core.input.integer", chat.Args{
		"option": chat.Code(o.Name), "min": chat.Number(o.Min), "max": chat.Number(o.Max), "example": chat.Code(o.Example),
	}).On(o.Name)
}

// recordSetting logs a change. The name of a role is free text: the log commits to
// it and can forget it.
func recordSetting(tx *store.Tx, r *app.Request, c communities.Change) error {
	if c.Key == communities.KeyMediatorRole {
		return record(tx, r, "community.set", r.Community.ID, c.Key, "", "",
			audit.Text{Kind: "role", Text: c.New, Author: r.Person.ID})
	}
	return record(tx, r, "community.set", r.Community.ID, c.Key, c.Old, c.New)
}
