package outbox

import (
	"unicode/utf8"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// recordAttempt keeps how an attempt ended.
func recordAttempt(tx *store.Tx, res result) error {
	outcome, detail := "sent", ""
	if res.failure != nil {
		outcome = string(res.failure.Class)
		detail = clip(res.failure.Error())
	}
	return exec(tx, `INSERT INTO outbox_attempts (seq, attempt, started_at, ended_at, target, outcome, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		res.seq, res.attempt, store.Millis(res.claimed), store.Millis(tx.Now()), res.target, outcome, detail)
}

// clip bounds what one failure may say: some platforms answer with a web page, of
// whatever encoding. An outcome that no database took would hold up all others.
func clip(s string) string {
	s = store.Storable(s)
	const most = 500
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// unreachedTargets lists where a notification met an unreachable identity.
func unreachedTargets(tx *store.Tx, seq int64) (targets []string, err error) {
	err = tx.SQL().Rows(`SELECT target FROM outbox_attempts
		WHERE seq = ? AND outcome IN ('unreachable', 'gone', 'forbidden')`, []any{seq},
		func(scan func(...any) error) error {
			var t string
			err := scan(&t)
			targets = append(targets, t)
			return err
		})
	return targets, err
}

// everSent reports whether anything was ever sent to a target.
func everSent(tx *store.Tx, t target) (known bool, err error) {
	err = tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM outbox_attempts WHERE target = ? AND outcome = 'sent')`,
		[]any{t.String()}, &known)
	return known, err
}

// disabled returns why a place takes no messages, or "".
func disabled(tx *store.Tx, place chat.PlaceRef) (why State, err error) {
	err = tx.SQL().Row(`SELECT coalesce((SELECT why FROM outbox_disabled WHERE place = ?), '')`,
		[]any{place.String()}, &why)
	return why, err
}

func insertDisabled(tx *store.Tx, place chat.PlaceRef, why State) (fresh bool, err error) {
	affected, err := tx.SQL().Exec(`INSERT INTO outbox_disabled (place, why, at) VALUES (?, ?, ?)
		ON CONFLICT (place) DO NOTHING`, place.String(), string(why), store.Millis(tx.Now()))
	return affected == 1, err
}

func deleteDisabled(tx *store.Tx, place chat.PlaceRef) error {
	return exec(tx, `DELETE FROM outbox_disabled WHERE place = ?`, place.String())
}
