package outbox

import (
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Moved follows an account from one person to another, in the transaction that
// moves it: when persons are linked and when that is undone. What waits and
// prefers the account goes with it, whoever is told on a sender's behalf too. Last
// says that the person has no account left; then everything goes, and what
// preferred no account prefers this one from now on, so that it comes back with
// it. All of it keeps the order in which it was queued. A message under way
// arrives where it was sent; should it fail, it follows. It may be repeated.
func Moved(tx *store.Tx, identity chat.UserRef, from, to string, last bool) error {
	if from == to {
		return nil
	}
	if err := movePerson(tx, identity, from, to, last); err != nil {
		return fmt.Errorf("outbox: move %s: %w", identity, err)
	}
	tx.Ring(bell)
	return nil
}

// MovePlace sends what waits for a place to its new reference instead. It may be
// repeated.
func MovePlace(tx *store.Tx, from, to chat.PlaceRef) error {
	if from == to {
		return nil
	}
	if err := movePlace(tx, from, to); err != nil {
		return fmt.Errorf("outbox: move %s: %w", from, err)
	}
	tx.Ring(bell)
	return nil
}

// Enable lets messages go to a place again that was found gone or forbidden, such
// as when the bot is seen at work there.
func Enable(tx *store.Tx, place chat.PlaceRef) error {
	if err := deleteDisabled(tx, place); err != nil {
		return fmt.Errorf("outbox: enable %s: %w", place, err)
	}
	return nil
}
