package rep

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// isVerified reports whether one of the person's accounts is verified.
func isVerified(tx *store.Tx, person string) (found bool, err error) {
	err = tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM rep_verified WHERE person = ?)`, []any{person}, &found)
	return found, wrap("look for a verified person", err)
}

// verifyAccount reports whether the account was not verified before.
func verifyAccount(tx *store.Tx, account chat.UserRef, person string) (bool, error) {
	n, err := tx.SQL().Exec(`INSERT INTO rep_verified (platform, account, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		string(account.Platform), account.ID, person, store.Millis(tx.Now()))
	return n > 0, wrap("verify", err)
}

// unverifyPerson reports whether any of the person's accounts was verified.
func unverifyPerson(tx *store.Tx, person string) (bool, error) {
	n, err := tx.SQL().Exec(`DELETE FROM rep_verified WHERE person = ?`, person)
	return n > 0, wrap("unverify", err)
}

// moveVerified lets a verified account go with its person.
func moveVerified(tx *store.Tx, account chat.UserRef, to string) (moved bool, err error) {
	n, err := tx.SQL().Exec(`UPDATE rep_verified SET person = ? WHERE platform = ? AND account = ?`,
		to, string(account.Platform), account.ID)
	return n > 0, wrap("move a verified account", err)
}

// bearers returns who bears a fact beside the person it is about.
func bearers(tx *store.Tx, seq int64, n int) (all []string, err error) {
	err = tx.SQL().Rows(`SELECT person FROM rep_inherited WHERE seq = ? AND n = ? ORDER BY person`, []any{seq, n},
		func(scan func(...any) error) error {
			var person string
			err := scan(&person)
			all = append(all, person)
			return err
		})
	return all, wrap("read who bears a fact", err)
}

// inherit holds against a person what stands against another one now.
func (l ledger) inherit(person, from string) (int64, error) {
	n, err := l.tx.SQL().Exec(`INSERT INTO rep_inherited (seq, n, person)
		SELECT seq, n, ? FROM rep_contributions WHERE version = ? AND person = ? AND neg > 0 AND reversed = 0
		ON CONFLICT DO NOTHING`, person, l.version, from)
	return n, wrap("inherit", err)
}

// passOn gives a person what another one inherited.
func passOn(tx *store.Tx, from, to string) error {
	_, err := tx.SQL().Exec(`INSERT INTO rep_inherited (seq, n, person)
		SELECT seq, n, ? FROM rep_inherited WHERE person = ? ON CONFLICT DO NOTHING`, to, from)
	return wrap("pass on what was inherited", err)
}
