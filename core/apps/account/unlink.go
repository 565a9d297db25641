package account

import (
	"errors"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// unlink is /admin unlink: the owner makes two persons again of one, at any time.
// What stood against the one stands against both from then on, so that it is no
// way out of a bad name.
func (s *service) unlink(tx *store.Tx, r *app.Request) (app.Response, error) {
	user, _ := r.User("user")
	l, err := accounts.Separate(tx, user.Ref)
	if errors.Is(err, accounts.ErrLinkOver) {
		return app.Response{}, fault.New(fault.Again, "account.unlink.none", who(user))
	}
	if err != nil {
		return app.Response{}, err
	}
	joint, parted := l.Moved[0].From, l.Moved[0].To
	for _, person := range []string{joint, parted} {
		if err := s.Inherit(tx, person, joint); err != nil {
			return app.Response{}, err
		}
	}
	if err := s.follow(tx, l); err != nil {
		return app.Response{}, err
	}
	if err := record(tx, r, "person.unlinked", string(app.Owner), joint, parted); err != nil {
		return app.Response{}, err
	}
	for _, side := range [][2]accounts.Identity{{l.A, l.B}, {l.B, l.A}} {
		err := notify(tx, l, side[0], "account.unlinked", outbox.Notification{
			Message: chat.Message{Document: chat.Say("account.unlink.told", who(side[1]))},
		})
		if err != nil {
			return app.Response{}, err
		}
	}
	names := who(l.A)
	names["other"], names["other_platform"] = who(l.B)["name"], who(l.B)["platform"]
	return app.Say("account.unlink.done", names), nil
}
