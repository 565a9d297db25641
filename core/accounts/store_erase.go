package accounts

import (
	"errors"

	"github.com/parleybot/parley/core/store"
)

// Former returns the ids that a person's accounts had before they were linked,
// and that nobody has any more. What was recorded then may stand under them.
func Former(tx *store.Tx, personID string) ([]string, error) {
	var ids []string
	err := tx.SQL().Rows(`SELECT DISTINCT m.from_person
		FROM accounts_identities i
		JOIN accounts_moves m ON m.user_id = i.user_id AND m.platform = i.platform
		JOIN accounts_links l ON l.id = m.link_id AND l.state = 'merged'
		WHERE i.person_id = ? AND m.from_person <> i.person_id
			AND NOT EXISTS (SELECT 1 FROM accounts_identities o WHERE o.person_id = m.from_person)
		ORDER BY m.from_person`, []any{personID}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, wrap("list former ids", err)
}

// Erase removes the accounts of a person and what the person chose, and leaves a
// tombstone for each account. It does nothing to what others keep under the
// person's id: that is for the caller, before. The blocks of others stay, and
// the owner's, so that coming back is no way around them.
func Erase(tx *store.Tx, personID string) error {
	ids, err := Identities(tx, personID)
	if err != nil {
		return err
	}
	former, err := Former(tx, personID)
	if err != nil {
		return err
	}
	secret, err := erasureSecret(tx)
	if err != nil {
		return wrap("erase", err)
	}
	for _, id := range ids {
		if err := eraseIdentity(tx, secret, id); err != nil {
			return wrap("erase", err)
		}
	}
	for _, id := range append(former, personID) {
		if err := blank(tx, id); err != nil {
			return wrap("erase", err)
		}
	}
	return nil
}

// erasureSecret returns the key of the tombstones, and makes it the first time.
func erasureSecret(tx *store.Tx) ([]byte, error) {
	secret, err := knownSecret(tx)
	if err != nil || secret != nil {
		return secret, err
	}
	secret = make([]byte, secretBytes)
	tx.Random(secret)
	_, err = tx.SQL().Exec(`INSERT INTO accounts_secrets (name, value) VALUES ('erasure', ?)`, secret)
	return secret, err
}

func knownSecret(tx *store.Tx) (secret []byte, err error) {
	err = tx.SQL().Row(`SELECT value FROM accounts_secrets WHERE name = 'erasure'`, nil, &secret)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return secret, err
}

func eraseIdentity(tx *store.Tx, secret []byte, id Identity) error {
	_, err := tx.SQL().Exec(`INSERT INTO accounts_tombstones (hash, person, expires_at) VALUES (?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET person = excluded.person, expires_at = excluded.expires_at`,
		tombstone(secret, id.Ref), id.PersonID, store.Millis(tx.Now().Add(Remembered)))
	if err != nil {
		return err
	}
	user, platform := id.Ref.ID, string(id.Ref.Platform)
	for _, query := range []string{
		`DELETE FROM accounts_moves WHERE link_id IN (SELECT id FROM accounts_links WHERE a_user_id = ? AND a_platform = ?
			UNION SELECT id FROM accounts_links WHERE b_user_id = ? AND b_platform = ?)`,
		`DELETE FROM accounts_links WHERE id IN (SELECT id FROM accounts_links WHERE a_user_id = ? AND a_platform = ?
			UNION SELECT id FROM accounts_links WHERE b_user_id = ? AND b_platform = ?)`,
	} {
		if _, err := tx.SQL().Exec(query, user, platform, user, platform); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`DELETE FROM accounts_moves WHERE user_id = ? AND platform = ?`,
		`DELETE FROM accounts_codes WHERE user_id = ? AND platform = ?`,
		`DELETE FROM accounts_identities WHERE user_id = ? AND platform = ?`,
	} {
		if _, err := tx.SQL().Exec(query, user, platform); err != nil {
			return err
		}
	}
	return nil
}

// blank takes back what a person chose.
func blank(tx *store.Tx, personID string) error {
	_, err := tx.SQL().Exec(`UPDATE accounts_persons
		SET locale = '', zone = '', reminders = 1, digest = 1, digest_hour = 0, erased_at = ? WHERE id = ?`,
		store.Millis(tx.Now()), personID)
	if err != nil {
		return err
	}
	_, err = tx.SQL().Exec(`DELETE FROM accounts_blocks WHERE from_person = ?`, personID)
	return err
}
