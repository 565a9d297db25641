package accounts

import (
	"github.com/parleybot/parley/core/store"
)

// merge makes one person of the two sides of a link.
func merge(tx *store.Tx, l *Link) error {
	a, err := Get(tx, l.A.PersonID)
	if err != nil {
		return err
	}
	b, err := Get(tx, l.B.PersonID)
	if err != nil {
		return err
	}
	from, to := younger(a, b)
	moving, err := Identities(tx, from.ID)
	if err != nil {
		return err
	}
	for _, id := range moving {
		_, err := tx.SQL().Exec(`INSERT INTO accounts_moves (link_id, platform, user_id, from_person, to_person, linked_at)
			VALUES (?, ?, ?, ?, ?, ?)`,
			l.ID, string(id.Ref.Platform), id.Ref.ID, from.ID, to.ID, store.Millis(id.LinkedAt))
		if err != nil {
			return err
		}
		if err := move(tx, l, Move{id.Ref, from.ID, to.ID}, store.Millis(tx.Now())); err != nil {
			return err
		}
	}
	if err := shareRefusals(tx, from.ID, to.ID); err != nil {
		return err
	}
	_, err = tx.SQL().Exec(`UPDATE accounts_persons SET
		locale = CASE WHEN locale = '' THEN ? ELSE locale END, zone = CASE WHEN zone = '' THEN ? ELSE zone END
		WHERE id = ?`, from.Locale, from.Zone, to.ID)
	l.State, l.MergedAt = LinkMerged, tx.Now()
	l.A.PersonID, l.B.PersonID = to.ID, to.ID
	return err
}

// UndoLink makes two persons again of a link merged less than UndoTime ago, by
// the wish of the person. Whether anything happened since that forbids it is
// for the caller to judge. What either person chose meanwhile stays with the
// one who keeps the name; blocks, the owner's too, hold for both.
func UndoLink(tx *store.Tx, linkID, personID string) (Link, error) {
	l, err := FindLink(tx, linkID, personID)
	if err != nil {
		return Link{}, err
	}
	if l.State != LinkMerged || !tx.Now().Before(l.UndoUntil()) || l.A.PersonID != l.B.PersonID {
		return l, ErrLinkOver
	}
	if err := unmerge(tx, &l, personID); err != nil {
		return Link{}, wrap("undo a link", err)
	}
	_, err = tx.SQL().Exec(`UPDATE accounts_links SET state = ? WHERE id = ?`, string(LinkUndone), l.ID)
	l.State = LinkUndone
	return l, wrap("undo a link", err)
}

// unmerge sends back the identities that the link moved. One that another link
// has taken elsewhere since then is not this link's any more.
func unmerge(tx *store.Tx, l *Link, now string) error {
	var back []Move
	var linkedAt []int64
	err := tx.SQL().Rows(`SELECT m.platform, m.user_id, i.person_id, m.from_person, m.linked_at
		FROM accounts_moves m JOIN accounts_identities i ON i.platform = m.platform AND i.user_id = m.user_id
		WHERE m.link_id = ? AND i.person_id = ? ORDER BY m.platform, m.user_id`, []any{l.ID, now},
		func(scan func(...any) error) error {
			var m Move
			var at int64
			err := scan(&m.Identity.Platform, &m.Identity.ID, &m.From, &m.To, &at)
			back, linkedAt = append(back, m), append(linkedAt, at)
			return err
		})
	if err != nil {
		return err
	}
	for i, m := range back {
		if err := move(tx, l, m, linkedAt[i]); err != nil {
			return err
		}
		if l.A.Ref == m.Identity {
			l.A.PersonID = m.To
		}
		if l.B.Ref == m.Identity {
			l.B.PersonID = m.To
		}
	}
	// One side of the link was moved by it and is still here: there is a first.
	return shareRefusals(tx, now, back[0].To)
}

func move(tx *store.Tx, l *Link, m Move, linkedAt int64) error {
	_, err := tx.SQL().Exec(`UPDATE accounts_identities SET person_id = ?, linked_at = ? WHERE platform = ? AND user_id = ?`,
		m.To, linkedAt, string(m.Identity.Platform), m.Identity.ID)
	l.Moved = append(l.Moved, m)
	return err
}

// shareRefusals gives a person all blocks of another one: linking and undoing a
// link must never be a way around a refusal.
func shareRefusals(tx *store.Tx, from, to string) error {
	for _, query := range []string{
		`INSERT INTO accounts_blocks (from_person, to_person, at)
			SELECT ?, to_person, at FROM accounts_blocks WHERE from_person = ? AND to_person <> ? ON CONFLICT DO NOTHING`,
		`INSERT INTO accounts_blocks (from_person, to_person, at)
			SELECT from_person, ?, at FROM accounts_blocks WHERE to_person = ? AND from_person <> ? ON CONFLICT DO NOTHING`,
	} {
		if _, err := tx.SQL().Exec(query, to, from, to); err != nil {
			return err
		}
	}
	_, err := tx.SQL().Exec(`UPDATE accounts_persons SET blocked = 1
		WHERE id = ? AND EXISTS (SELECT 1 FROM accounts_persons WHERE id = ? AND blocked = 1)`, to, from)
	return err
}
