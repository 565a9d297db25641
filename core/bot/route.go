package bot

import (
	"fmt"
	"slices"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// route leaves out the accounts that never opened the direct chat on a platform
// where that comes first: trying them would only collect refusals.
func (b *Bot) route(tx *store.Tx, person string, prefer chat.UserRef) ([]chat.UserRef, error) {
	refs, err := accounts.Route(tx, person, prefer)
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	var unknown error
	refs = slices.DeleteFunc(refs, func(ref chat.UserRef) bool {
		f, running := b.frontends[ref.Platform]
		if !running || f.Capabilities(chat.PlaceRef{}).FirstWord != chat.Absent {
			return false
		}
		identity, err := accounts.Lookup(tx, ref)
		if err != nil {
			unknown = err
		}
		return identity.Reach != accounts.ReachYes
	})
	return refs, unknown
}
