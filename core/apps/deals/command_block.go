package deals

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// block is /deal block: no new deals between the two. The other is not told.
func (b *book) block(tx *store.Tx, r *app.Request) (app.Response, error) {
	return setBlock(tx, r, accounts.Block, "deals.said.blocked")
}

// unblock is /deal unblock; it does not undo the other's own block.
func (b *book) unblock(tx *store.Tx, r *app.Request) (app.Response, error) {
	return setBlock(tx, r, accounts.Unblock, "deals.said.unblocked")
}

// setBlock says AGAIN for what was so already, so that nobody thinks to have
// blocked somebody twice and to have to unblock them twice.
func setBlock(tx *store.Tx, r *app.Request, set func(*store.Tx, string, string) (bool, error), said string) (app.Response, error) {
	other, _ := r.User("user")
	if other.PersonID == r.Person.ID {
		return app.Response{}, fault.New(fault.Input, "deals.refuse.block_oneself")
	}
	changed, err := set(tx, r.Person.ID, other.PersonID)
	if err != nil {
		return app.Response{}, err
	}
	if !changed {
		return app.Response{}, refuseAgain()
	}
	return app.Say(said, chat.Args{"name": chat.Said(app.NameOf(other))}), nil
}
