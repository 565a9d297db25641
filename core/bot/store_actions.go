package bot

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// keepAction stores an action that does not fit into a token, and returns the
// token that leads to it.
func keepAction(tx *store.Tx, a chat.Action, reader chat.UserRef, expires time.Time) (string, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("bot: keep an action: %w", err)
	}
	var id [12]byte
	tx.Random(id[:])
	token := rowPrefix + tokenText.EncodeToString(id[:])
	_, err = tx.SQL().Exec(`INSERT INTO bot_actions (token, action, platform, account, expires_at) VALUES (?, ?, ?, ?, ?)`,
		token, body, string(reader.Platform), reader.ID, store.Millis(expires))
	return token, err
}

// loadAction returns the action behind a stored token; store.ErrNotFound when
// there is none (any more).
func loadAction(tx *store.Tx, token string) (press, error) {
	var body []byte
	var reader chat.UserRef
	var expires int64
	err := tx.SQL().Row(`SELECT action, platform, account, expires_at FROM bot_actions WHERE token = ?`,
		[]any{token}, &body, &reader.Platform, &reader.ID, &expires)
	if err != nil {
		return press{}, err
	}
	p := press{Reader: readerTag(reader), Expires: store.Time(expires)}
	if err := json.Unmarshal(body, &p.Action); err != nil {
		return press{}, fmt.Errorf("bot: read an action: %w", err)
	}
	return p, nil
}

// loadSecret returns the named secret, made at its first use.
func loadSecret(tx *store.Tx, name string) ([]byte, error) {
	fresh := make([]byte, 32)
	tx.Random(fresh)
	if _, err := tx.SQL().Exec(`INSERT INTO bot_secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, fresh); err != nil {
		return nil, err
	}
	var value []byte
	err := tx.SQL().Row(`SELECT value FROM bot_secrets WHERE name = ?`, []any{name}, &value)
	return value, err
}

// pruneActions removes up to most that expired a while ago, and returns how many:
// an expired button still gets a friendly answer for some days.
func pruneActions(tx *store.Tx, before time.Time, most int) (int64, error) {
	return tx.SQL().Exec(`DELETE FROM bot_actions WHERE token IN
		(SELECT token FROM bot_actions WHERE expires_at < ? LIMIT ?)`, store.Millis(before), most)
}
