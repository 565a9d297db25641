package communities

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// AddMediator names somebody a mediator of a community, under the account by
// which they were named. It reports false when the person is one already.
func AddMediator(tx *store.Tx, communityID string, user chat.UserRef, personID, by string) (changed bool, err error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return false, err
	}
	n, err := tx.SQL().Exec(`INSERT INTO communities_mediators (community_id, platform, user_id, person_id, added_by, added_at)
		SELECT ?, ?, ?, ?, ?, ?
		WHERE NOT EXISTS (SELECT 1 FROM communities_mediators WHERE community_id = ? AND person_id = ?)`,
		c.ID, string(user.Platform), user.ID, personID, by, store.Millis(tx.Now()), c.ID, personID)
	return n > 0, wrap("add a mediator", err)
}

// RemoveMediator takes a person off the list of named mediators, under whatever
// account they were named. It reports false when they were not on it. Whoever
// has the mediator role stays a mediator.
func RemoveMediator(tx *store.Tx, communityID, personID string) (changed bool, err error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return false, err
	}
	n, err := tx.SQL().Exec(`DELETE FROM communities_mediators WHERE community_id = ? AND person_id = ?`, c.ID, personID)
	return n > 0, wrap("remove a mediator", err)
}

// Mediators returns who mediates in a community: those who were named, then
// those who had the mediator role when they last acted there.
func Mediators(tx *store.Tx, communityID string) ([]Mediator, error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return nil, err
	}
	var list []Mediator
	known := make(map[string]bool)
	add := func(named bool) func(scan func(...any) error) error {
		return func(scan func(...any) error) error {
			m := Mediator{Named: named}
			var at int64
			if err := scan(&m.PersonID, &at); err != nil {
				return err
			}
			if known[m.PersonID] {
				return nil
			}
			known[m.PersonID] = true
			m.Since = store.Time(at)
			list = append(list, m)
			return nil
		}
	}
	err = tx.SQL().Rows(`SELECT person_id, min(added_at) AS since FROM communities_mediators
		WHERE community_id = ? GROUP BY person_id ORDER BY since, person_id`, []any{c.ID}, add(true))
	if err != nil {
		return nil, wrap("list mediators", err)
	}
	err = tx.SQL().Rows(`SELECT m.person_id, max(m.seen_at) AS since FROM communities_members m
		JOIN communities_spaces s ON s.platform = m.platform AND s.space_id = m.space_id AND s.community_id = m.community_id
		WHERE m.community_id = ? AND m.mediator = 1 GROUP BY m.person_id ORDER BY since DESC, m.person_id`,
		[]any{c.ID}, add(false))
	return list, wrap("list mediators", err)
}

// Moved follows an account from one person to another: where it was seen and
// what it was named belongs to the other person now.
func Moved(tx *store.Tx, identity chat.UserRef, from, to string) error {
	for _, query := range []string{
		`UPDATE communities_members SET person_id = ? WHERE platform = ? AND user_id = ? AND person_id = ?`,
		`UPDATE communities_mediators SET person_id = ? WHERE platform = ? AND user_id = ? AND person_id = ?`,
	} {
		if _, err := tx.SQL().Exec(query, to, string(identity.Platform), identity.ID, from); err != nil {
			return wrap("follow a person", err)
		}
	}
	return nil
}
