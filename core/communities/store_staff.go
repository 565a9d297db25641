package communities

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Administrators returns the persons who were administrators when they last
// acted in one of a community's spaces, the latest seen first.
func Administrators(tx *store.Tx, communityID string) ([]string, error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return nil, err
	}
	var list []string
	err = tx.SQL().Rows(`SELECT m.person_id FROM communities_members m
		JOIN communities_spaces s ON s.platform = m.platform AND s.space_id = m.space_id AND s.community_id = m.community_id
		WHERE m.community_id = ? AND m.administrator = 1
		GROUP BY m.person_id ORDER BY max(m.seen_at) DESC, m.person_id`, []any{c.ID},
		func(scan func(...any) error) error {
			var person string
			err := scan(&person)
			list = append(list, person)
			return err
		})
	return list, wrap("list administrators", err)
}

// NamedBy returns by whom, and when, a person was first named a mediator of a
// community; "" for somebody who is not on the list of named mediators.
func NamedBy(tx *store.Tx, communityID, personID string) (by string, at time.Time, err error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return "", time.Time{}, err
	}
	var ms int64
	err = tx.SQL().Row(`SELECT added_by, added_at FROM communities_mediators
		WHERE community_id = ? AND person_id = ? ORDER BY added_at LIMIT 1`, []any{c.ID, personID}, &by, &ms)
	if errors.Is(err, store.ErrNotFound) {
		return "", time.Time{}, nil
	}
	return by, store.Time(ms), wrap("look who named a mediator", err)
}
