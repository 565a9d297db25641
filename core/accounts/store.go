package accounts

import (
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Resolve finds who a user is and changes nothing, so it serves readers too.
// Changed says that the stored facts differ from what the platform tells now,
// or that the user is unknown (the identity is then zero): a writing
// transaction should call Refresh. Direct says that they act in a direct chat.
func Resolve(tx *store.Tx, u chat.User, direct bool) (id Identity, p Person, changed bool, err error) {
	id, p, err = find(tx, u.Ref)
	if errors.Is(err, store.ErrNotFound) {
		return Identity{}, Person{}, true, nil
	}
	if err != nil {
		return Identity{}, Person{}, false, wrap("resolve", err)
	}
	return id, p, id != id.acted(u, direct), nil
}

// Refresh records that a user acted: it creates the identity, with a person of
// its own, or brings it up to date.
func Refresh(tx *store.Tx, u chat.User, direct bool) (Identity, Person, error) {
	id, p, err := find(tx, u.Ref)
	if errors.Is(err, store.ErrNotFound) {
		fresh := Identity{Ref: u.Ref, Reach: ReachUnknown}
		return create(tx, fresh.acted(u, direct))
	}
	if err != nil {
		return Identity{}, Person{}, wrap("refresh", err)
	}
	id, err = update(tx, id, id.acted(u, direct))
	return id, p, err
}

// Named returns the identity of somebody whom another person named. Somebody
// unknown is created, with a person of their own, as not yet seen.
func Named(tx *store.Tx, u chat.User) (Identity, error) {
	id, _, err := find(tx, u.Ref)
	if errors.Is(err, store.ErrNotFound) {
		fresh := Identity{Ref: u.Ref, Reach: ReachUnknown}
		id, _, err = create(tx, fresh.named(u))
		return id, err
	}
	if err != nil {
		return Identity{}, wrap("name", err)
	}
	return update(tx, id, id.named(u))
}

// Lookup returns a known identity, or an error matching store.ErrNotFound.
func Lookup(tx *store.Tx, ref chat.UserRef) (Identity, error) {
	id, _, err := find(tx, ref)
	return id, wrap("look up", err)
}

// ByHandle returns the identities that were last seen with a handle, with or
// without the @ and in any case. Handles change hands: whoever uses the answer
// has it confirmed by a person.
func ByHandle(tx *store.Tx, platform chat.Platform, handle string) ([]Identity, error) {
	if handleKey(handle) == "" {
		return nil, nil
	}
	return identities(tx, "find by handle",
		`SELECT `+identityColumns+` FROM accounts_identities i WHERE i.platform = ? AND i.handle_key = ? AND i.handle_key <> ''
		ORDER BY i.first_seen, i.user_id`, string(platform), handleKey(handle))
}

// Identities returns all identities of a person, the longest known first.
func Identities(tx *store.Tx, personID string) ([]Identity, error) {
	return identities(tx, "list identities",
		`SELECT `+identityColumns+` FROM accounts_identities i WHERE i.person_id = ?
		ORDER BY i.first_seen, i.platform, i.user_id`, personID)
}

func create(tx *store.Tx, id Identity) (Identity, Person, error) {
	if id.Ref.Platform == "" || id.Ref.ID == "" {
		return Identity{}, Person{}, fmt.Errorf("accounts: create: %q is not a user", id.Ref)
	}
	var random [16]byte
	tx.Random(random[:])
	p := Person{ID: hex.EncodeToString(random[:]), Reminders: true, Digest: true, CreatedAt: tx.Now()}
	_, err := tx.SQL().Exec(`INSERT INTO accounts_persons (id, created_at) VALUES (?, ?)`, p.ID, store.Millis(p.CreatedAt))
	if err != nil {
		return Identity{}, Person{}, wrap("create", err)
	}
	id.PersonID, id.FirstSeen = p.ID, tx.Now()
	_, err = tx.SQL().Exec(`INSERT INTO accounts_identities
		(platform, user_id, person_id, name, handle, handle_key, locale, bot, reach, seen, first_seen)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(id.Ref.Platform), id.Ref.ID, id.PersonID, id.Name, id.Handle, handleKey(id.Handle), id.Locale,
		id.Bot, string(id.Reach), id.Seen, store.Millis(id.FirstSeen))
	if err != nil {
		return Identity{}, Person{}, wrap("create", err)
	}
	if p.Blocked, err = comeBack(tx, id.Ref, p.ID); err != nil {
		return Identity{}, Person{}, wrap("look whether somebody came back", err)
	}
	return id, p, takeHandle(tx, id)
}

func update(tx *store.Tx, old, id Identity) (Identity, error) {
	if id == old {
		return id, nil
	}
	_, err := tx.SQL().Exec(`UPDATE accounts_identities
		SET name = ?, handle = ?, handle_key = ?, locale = ?, bot = ?, reach = ?, seen = ?
		WHERE platform = ? AND user_id = ?`,
		id.Name, id.Handle, handleKey(id.Handle), id.Locale, id.Bot, string(id.Reach), id.Seen,
		string(id.Ref.Platform), id.Ref.ID)
	if err != nil {
		return Identity{}, wrap("update", err)
	}
	if handleKey(id.Handle) == handleKey(old.Handle) {
		return id, nil
	}
	return id, takeHandle(tx, id)
}

// takeHandle forgets a handle where it was cached for somebody else: a platform
// gives each to one account at a time, so the other has lost it.
func takeHandle(tx *store.Tx, id Identity) error {
	if id.Handle == "" {
		return nil
	}
	_, err := tx.SQL().Exec(`UPDATE accounts_identities SET handle = '', handle_key = ''
		WHERE platform = ? AND handle_key = ? AND handle_key <> '' AND user_id <> ?`,
		string(id.Ref.Platform), handleKey(id.Handle), id.Ref.ID)
	return wrap("take a handle", err)
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("accounts: %s: %w", action, err)
}
