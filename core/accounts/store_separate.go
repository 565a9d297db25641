package accounts

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Separate takes the newest link of an account apart, however old it is: an
// owner's decision, where UndoLink is the person's. An account that no link holds
// is ErrLinkOver.
func Separate(tx *store.Tx, ref chat.UserRef) (Link, error) {
	id, _, err := find(tx, ref)
	if err != nil {
		return Link{}, wrap("take a link apart", err)
	}
	var links []string
	err = tx.SQL().Rows(`SELECT l.id FROM accounts_links l JOIN accounts_moves m ON m.link_id = l.id
		JOIN accounts_identities i ON i.platform = m.platform AND i.user_id = m.user_id AND i.person_id = ?
		WHERE l.state = ? AND ((l.a_platform = ? AND l.a_user_id = ?) OR (l.b_platform = ? AND l.b_user_id = ?))
		GROUP BY l.id ORDER BY max(l.merged_at) DESC, l.id LIMIT 1`,
		[]any{id.PersonID, string(LinkMerged), string(ref.Platform), ref.ID, string(ref.Platform), ref.ID},
		func(scan func(...any) error) error {
			var one string
			err := scan(&one)
			links = append(links, one)
			return err
		})
	if err != nil {
		return Link{}, wrap("take a link apart", err)
	}
	if len(links) == 0 {
		return Link{}, ErrLinkOver
	}
	l, err := FindLink(tx, links[0], id.PersonID)
	if err != nil {
		return Link{}, err
	}
	if err := unmerge(tx, &l, id.PersonID); err != nil {
		return Link{}, wrap("take a link apart", err)
	}
	_, err = tx.SQL().Exec(`UPDATE accounts_links SET state = ? WHERE id = ?`, string(LinkUndone), l.ID)
	l.State = LinkUndone
	return l, wrap("take a link apart", err)
}
