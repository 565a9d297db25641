package bot

import (
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Forget empties what the engine keeps of a person: the words of stored answers
// (their keys stay, so that an old event still changes nothing), the open
// questions, what stands behind buttons, facts of frontends and events put aside.
// It must run while the person's accounts are still known. An answer to somebody
// else in which the person is named goes with its time, after 30 days.
func Forget(tx *store.Tx, person string) error {
	_, err := tx.SQL().Exec(`UPDATE bot_requests SET reply = '{}' WHERE person = ? AND person <> ''`, person)
	if err != nil {
		return fmt.Errorf("bot: forget answers: %w", err)
	}
	if err := dropSession(tx, person); err != nil {
		return fmt.Errorf("bot: forget questions: %w", err)
	}
	ids, err := accounts.Identities(tx, person)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := forgetAccount(tx, id.Ref); err != nil {
			return fmt.Errorf("bot: forget an account: %w", err)
		}
	}
	return nil
}

// Looking for bytes within bytes is a word of its own in each database.
const (
	forgetRawSQLite   = `DELETE FROM bot_quarantine WHERE platform = ? AND instr(raw, ?) > 0`
	forgetRawPostgres = `DELETE FROM bot_quarantine WHERE platform = ? AND position(? IN raw) > 0`
)

// forgetAccount knows two things of facts and raw events: a fact about somebody
// ends with their id, and an event of theirs holds it.
func forgetAccount(tx *store.Tx, ref chat.UserRef) error {
	_, buttons := tx.SQL().Exec(`DELETE FROM bot_actions WHERE platform = ? AND account = ?`, string(ref.Platform), ref.ID)
	prefix := string(ref.Platform) + ":" // and ";" is the sign after ":"
	_, facts := tx.SQL().Exec(`DELETE FROM bot_facts WHERE key > ? AND key < ? AND key LIKE ?`, prefix, string(ref.Platform)+";", prefix+"%:"+ref.ID)
	holding := forgetRawSQLite
	if tx.Dialect() == store.Postgres {
		holding = forgetRawPostgres
	}
	_, raw := tx.SQL().Exec(holding, string(ref.Platform), []byte(ref.ID))
	return errors.Join(buttons, facts, raw)
}
