package outbox

import (
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Enable lets messages go to a place again that was found gone or forbidden, such
// as when the bot is seen at work there.
func Enable(tx *store.Tx, place chat.PlaceRef) error {
	if err := deleteDisabled(tx, place); err != nil {
		return fmt.Errorf("outbox: enable %s: %w", place, err)
	}
	return nil
}

// MovePlace sends what waits for a place to its new reference instead. It may be
// repeated.
func MovePlace(tx *store.Tx, from, to chat.PlaceRef) error {
	if err := requeue(tx, placeQueue(from), placeQueue(to), "", formatPlace(to)); err != nil {
		return fmt.Errorf("outbox: move %s: %w", from, err)
	}
	return nil
}
