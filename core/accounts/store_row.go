package accounts

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const (
	identityColumns = `i.platform, i.user_id, i.person_id, i.name, i.handle, i.locale, i.bot, i.reach, i.seen, i.first_seen, i.linked_at`
	personColumns   = `p.id, p.locale, p.zone, p.blocked, p.reminders, p.digest, p.digest_hour, p.created_at`
)

// identityRow and personRow receive the columns above; instants need a step of
// their own.
type identityRow struct {
	Identity
	firstSeen, linkedAt int64
}

func (r *identityRow) dest() []any {
	return []any{
		&r.Ref.Platform, &r.Ref.ID, &r.PersonID, &r.Name, &r.Handle, &r.Locale,
		&r.Bot, &r.Reach, &r.Seen, &r.firstSeen, &r.linkedAt,
	}
}

func (r *identityRow) identity() Identity {
	r.FirstSeen, r.LinkedAt = store.Time(r.firstSeen), store.Time(r.linkedAt)
	return r.Identity
}

type personRow struct {
	Person
	createdAt int64
}

func (r *personRow) dest() []any {
	return []any{&r.ID, &r.Locale, &r.Zone, &r.Blocked, &r.Reminders, &r.Digest, &r.DigestHour, &r.createdAt}
}

func (r *personRow) person() Person {
	r.CreatedAt = store.Time(r.createdAt)
	return r.Person
}

func find(tx *store.Tx, ref chat.UserRef) (Identity, Person, error) {
	var id identityRow
	var p personRow
	err := tx.SQL().Row(`SELECT `+identityColumns+`, `+personColumns+`
		FROM accounts_identities i JOIN accounts_persons p ON p.id = i.person_id
		WHERE i.platform = ? AND i.user_id = ?`,
		[]any{string(ref.Platform), ref.ID}, append(id.dest(), p.dest()...)...)
	if err != nil {
		return Identity{}, Person{}, err
	}
	return id.identity(), p.person(), nil
}

func identities(tx *store.Tx, action, query string, args ...any) ([]Identity, error) {
	var list []Identity
	err := tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		var r identityRow
		err := scan(r.dest()...)
		list = append(list, r.identity())
		return err
	})
	return list, wrap(action, err)
}
