package account

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// block is /admin block: from then on the engine refuses everything that the
// person does, on all their accounts.
func block(tx *store.Tx, r *app.Request) (app.Response, error) {
	return setBlocked(tx, r, true, "account.block.done", "account.block.again")
}

// unblock is /admin unblock.
func unblock(tx *store.Tx, r *app.Request) (app.Response, error) {
	return setBlocked(tx, r, false, "account.block.undone", "account.block.not")
}

func setBlocked(tx *store.Tx, r *app.Request, blocked bool, said, again string) (app.Response, error) {
	user, _ := r.User("user")
	if blocked && r.Owner(user.PersonID) {
		return app.Response{}, fault.New(fault.Role, "account.block.owner")
	}
	p, err := accounts.Get(tx, user.PersonID)
	if err != nil {
		return app.Response{}, err
	}
	if p.Blocked == blocked {
		return app.Response{}, fault.New(fault.Again, again, who(user))
	}
	return app.Say(said, who(user)), accounts.SetBlocked(tx, p.ID, blocked)
}
