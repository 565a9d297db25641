package community

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// So many wrong codes may an account type in an hour.
const (
	mostTries = 5
	triesTime = time.Hour
)

// link is /community link: a code for another space, to the administrator alone.
func link(tx *store.Tx, r *app.Request) (app.Response, error) {
	code, expires, err := communities.JoinCode(tx, r.Community.ID, r.Person.ID)
	if err != nil {
		return app.Response{}, err
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("community.link.code", chat.Args{"code": chat.Code(code), "community": chat.Said(r.Community.Name)})),
		chat.Paragraph(chat.T("community.link.use", chat.Args{
			"command": chat.Code("/community join " + code), "time": chat.Time(expires, chat.StyleRelative),
		})),
	}), nil
}

// join is /community join: it shows what joining means, and asks.
func (s *service) join(tx *store.Tx, r *app.Request) (app.Response, error) {
	key := "join:" + r.Identity.Ref.String()
	tries, frees, err := accounts.Count(tx, key, triesTime)
	if err != nil {
		return app.Response{}, err
	}
	if tries >= mostTries {
		return app.Response{}, fault.New(fault.Limit, "community.join.tries", chat.Args{"time": chat.Time(frees, chat.StyleRelative)})
	}
	goal, spaces, err := communities.Preview(tx, r.Text("code"))
	if f := refusedCode(err); f != nil {
		return app.Response{}, app.Refuse(f, func(tx *store.Tx) error { return accounts.Bump(tx, key, triesTime) })
	}
	if err != nil {
		return app.Response{}, err
	}
	if goal.ID == r.Community.ID {
		return app.Response{}, fault.New(fault.Again, "community.join.same")
	}
	names := chat.Args{"here": chat.Said(r.Place.SpaceName), "community": chat.Said(goal.Name), "old": chat.Said(r.Community.Name)}
	return app.Answer(chat.Document{
		chat.Title(chat.T("community.join.title", names)),
		chat.Paragraph(chat.T("community.join.means", names)),
		chat.Fields(
			chat.Field(chat.T("community.show.zone"), chat.Text(goal.Zone)),
			chat.Field(chat.T("community.show.role"), chat.Said(s.roleOf(goal))),
		),
		chat.Paragraph(chat.T("community.show.spaces", chat.Args{"count": chat.Number(len(spaces))})),
		spaceList(spaces),
		chat.Paragraph(chat.T("community.join.old_deals", names)),
	}, chat.Buttons(
		chat.Press(chat.T("community.button.join"), chat.StylePrimary, pathJoin, "code", r.Text("code")),
		chat.Press(chat.T("community.button.cancel"), chat.StyleSecondary, pathNotNow),
	)), nil
}

// joinNow is the yes to it.
func joinNow(tx *store.Tx, r *app.Request) (app.Response, error) {
	from, to, err := communities.Join(tx, r.Place.Space, r.Text("code"))
	if errors.Is(err, communities.ErrSame) {
		return app.Response{}, fault.New(fault.Again, "community.join.same")
	}
	if f := refusedCode(err); f != nil {
		return app.Response{}, f
	}
	if err != nil {
		return app.Response{}, err
	}
	args := chat.Args{"here": chat.Said(r.Place.SpaceName), "community": chat.Said(to.Name)}
	return r.Replacing(app.Say("community.join.done", args)), changed(tx, r, from, to)
}

// leave is /community leave: it says what leaving means, and asks.
func leave(tx *store.Tx, r *app.Request) (app.Response, error) {
	spaces, err := communities.Spaces(tx, r.Community.ID)
	if err != nil {
		return app.Response{}, err
	}
	if len(spaces) < 2 {
		return app.Response{}, fault.New(fault.Status, "community.leave.alone")
	}
	args := chat.Args{"here": chat.Said(r.Place.SpaceName), "community": chat.Said(r.Community.Name)}
	return app.Answer(chat.Document{
		chat.Title(chat.T("community.leave.title", args)),
		chat.Paragraph(chat.T("community.leave.means", args)),
	}, chat.Buttons(
		chat.Press(chat.T("community.button.leave"), chat.StyleDanger, pathLeave),
		chat.Press(chat.T("community.button.cancel"), chat.StyleSecondary, pathNotNow),
	)), nil
}

// leaveNow is the yes to it.
func leaveNow(tx *store.Tx, r *app.Request) (app.Response, error) {
	from, to, err := communities.Leave(tx, r.Place.Space)
	if errors.Is(err, communities.ErrAlone) {
		return app.Response{}, fault.New(fault.Status, "community.leave.alone")
	}
	if err != nil {
		return app.Response{}, err
	}
	args := chat.Args{"here": chat.Said(r.Place.SpaceName), "community": chat.Said(from.Name)}
	return r.Replacing(app.Say("community.leave.done", args)), changed(tx, r, from, to)
}

func notNow(_ *store.Tx, r *app.Request) (app.Response, error) {
	return r.Replacing(app.Say("community.not_now")), nil
}

// changed logs a space's change of community, once for each of the two.
func changed(tx *store.Tx, r *app.Request, from, to communities.Community) error {
	space := r.Place.Space.String()
	if err := record(tx, r, "community.set", from.ID, "space", space, ""); err != nil {
		return err
	}
	return record(tx, r, "community.set", to.ID, "space", "", space)
}

// refusedCode says why a code is not accepted; nil means that it is, or that
// the error is not a refusal.
func refusedCode(err error) *fault.Fault {
	switch {
	case errors.Is(err, communities.ErrCodeWrong):
		return fault.New(fault.NotFound, "community.code.wrong")
	case errors.Is(err, communities.ErrCodeUsed):
		return fault.New(fault.NotFound, "community.code.used")
	case errors.Is(err, communities.ErrCodeExpired):
		return fault.New(fault.NotFound, "community.code.expired")
	}
	return nil
}
