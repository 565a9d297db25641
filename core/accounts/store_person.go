package accounts

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Get returns a person, or an error matching store.ErrNotFound.
func Get(tx *store.Tx, personID string) (Person, error) {
	var p personRow
	err := tx.SQL().Row(`SELECT `+personColumns+` FROM accounts_persons p WHERE p.id = ?`, []any{personID}, p.dest()...)
	if err != nil {
		return Person{}, wrap("get", err)
	}
	return p.person(), nil
}

// SetLocale keeps the language a person chose (BCP 47); "" follows the platform.
func SetLocale(tx *store.Tx, personID, locale string) error {
	return set(tx, "set the language", `UPDATE accounts_persons SET locale = ? WHERE id = ?`, locale, personID)
}

// SetZone keeps the time zone a person chose (an IANA name); "" follows the
// community. The caller has checked that the zone exists.
func SetZone(tx *store.Tx, personID, zone string) error {
	return set(tx, "set the time zone", `UPDATE accounts_persons SET zone = ? WHERE id = ?`, zone, personID)
}

// SetNotices keeps which timed messages a person wants; hour is 0-23.
func SetNotices(tx *store.Tx, personID string, reminders, digest bool, hour int) error {
	return set(tx, "set notices", `UPDATE accounts_persons SET reminders = ?, digest = ?, digest_hour = ? WHERE id = ?`,
		reminders, digest, hour, personID)
}

// SetBlocked says whether the engine refuses everything a person does here.
func SetBlocked(tx *store.Tx, personID string, blocked bool) error {
	return set(tx, "set blocked", `UPDATE accounts_persons SET blocked = ? WHERE id = ?`, blocked, personID)
}

func set(tx *store.Tx, action, query string, args ...any) error {
	n, err := tx.SQL().Exec(query, args...)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return wrap(action, err)
}

// Block keeps two persons from making new deals, by the wish of one of them.
// It reports whether that is new.
func Block(tx *store.Tx, from, to string) (changed bool, err error) {
	n, err := tx.SQL().Exec(`INSERT INTO accounts_blocks (from_person, to_person, at) VALUES (?, ?, ?)
		ON CONFLICT DO NOTHING`, from, to, store.Millis(tx.Now()))
	return n > 0, wrap("block", err)
}

// Unblock takes back a block of one's own and reports whether there was one.
func Unblock(tx *store.Tx, from, to string) (changed bool, err error) {
	n, err := tx.SQL().Exec(`DELETE FROM accounts_blocks WHERE from_person = ? AND to_person = ?`, from, to)
	return n > 0, wrap("unblock", err)
}

// AnyBlock reports whether either of two persons blocked the other.
func AnyBlock(tx *store.Tx, a, b string) (bool, error) {
	var blocked bool
	err := tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM accounts_blocks
		WHERE from_person = ? AND to_person = ? OR from_person = ? AND to_person = ?)`, []any{a, b, b, a}, &blocked)
	return blocked, wrap("look for a block", err)
}

// Route returns the accounts under which a person may be written to, in the
// order in which to try them: the preferred one, those that are known to work,
// then those that might. Bots and accounts that cannot be reached are left out.
func Route(tx *store.Tx, personID string, prefer chat.UserRef) ([]chat.UserRef, error) {
	var refs []chat.UserRef
	err := tx.SQL().Rows(`SELECT platform, user_id FROM accounts_identities
		WHERE person_id = ? AND bot = 0 AND reach <> 'no'
		ORDER BY (platform = ? AND user_id = ?) DESC, reach = 'yes' DESC, first_seen, platform, user_id`,
		[]any{personID, string(prefer.Platform), prefer.ID}, func(scan func(...any) error) error {
			var ref chat.UserRef
			err := scan(&ref.Platform, &ref.ID)
			refs = append(refs, ref)
			return err
		})
	return refs, wrap("route", err)
}

// SetReach keeps what a platform said about writing to an account. An account
// that nobody ever used or named is left alone.
func SetReach(tx *store.Tx, ref chat.UserRef, reach Reach) error {
	_, err := tx.SQL().Exec(`UPDATE accounts_identities SET reach = ? WHERE platform = ? AND user_id = ?`,
		string(reach), string(ref.Platform), ref.ID)
	return wrap("set reach", err)
}
