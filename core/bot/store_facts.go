package bot

import (
	"errors"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func remember(tx *store.Tx, key, value string) error {
	_, err := tx.SQL().Exec(`INSERT INTO bot_facts (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}

func recall(tx *store.Tx, key string) (string, error) {
	var value string
	err := tx.SQL().Row(`SELECT value FROM bot_facts WHERE key = ?`, []any{key}, &value)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return value, err
}

func quarantine(tx *store.Tx, p chat.Platform, event string, raw []byte, cause string) error {
	_, err := tx.SQL().Exec(`INSERT INTO bot_quarantine (platform, event, raw, cause, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, string(p), store.Storable(event), raw, store.Storable(cause), store.Millis(tx.Now()))
	return err
}
