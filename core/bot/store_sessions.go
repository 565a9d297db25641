package bot

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// kept is the part of a session that only its wizard understands.
type kept struct {
	Values map[string]string `json:"values"`
	Trail  []string          `json:"trail"`
	Start  map[string]string `json:"start,omitempty"`
	Given  int               `json:"given,omitempty"`
	Change string            `json:"change,omitempty"`
	Here   chat.PlaceRef     `json:"here,omitzero"`
	Space  chat.SpaceRef     `json:"space,omitzero"`
	Offer  offer             `json:"offer,omitzero"`
}

// loadSession returns a person's session, expired or not, or false.
func loadSession(tx *store.Tx, person string) (session, bool, error) {
	s := session{Person: person}
	var state []byte
	var started, expires int64
	var platform string
	err := tx.SQL().Row(`SELECT id, wizard, version, revision, state, platform, account, started_at, expires_at
		FROM bot_sessions WHERE person = ?`, []any{person},
		&s.ID, &s.Wizard, &s.Version, &s.Revision, &state, &platform, &s.Account.ID, &started, &expires)
	if errors.Is(err, store.ErrNotFound) {
		return session{}, false, nil
	}
	if err != nil {
		return session{}, false, err
	}
	var k kept
	if err := json.Unmarshal(state, &k); err != nil {
		return session{}, false, fmt.Errorf("bot: read a session: %w", err)
	}
	s.State, s.Trail, s.Start, s.Given = app.State{Values: k.Values}, k.Trail, k.Start, k.Given
	s.Space, s.Offer, s.Changing, s.Here = k.Space, k.Offer, k.Change, k.Here
	s.Account.Platform = chat.Platform(platform)
	s.StartedAt, s.ExpiresAt = store.Time(started), store.Time(expires)
	return s, true, nil
}

// saveSession writes a session in the place of whatever its person had running.
func saveSession(tx *store.Tx, s session) error {
	state, err := json.Marshal(kept{
		Values: s.State.Values, Trail: s.Trail, Start: s.Start, Given: s.Given, Space: s.Space, Offer: s.Offer,
		Change: s.Changing, Here: s.Here,
	})
	if err != nil {
		return fmt.Errorf("bot: keep a session: %w", err)
	}
	_, err = tx.SQL().Exec(`INSERT INTO bot_sessions
			(person, id, wizard, version, revision, state, platform, account, started_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (person) DO UPDATE SET id = excluded.id, wizard = excluded.wizard, version = excluded.version,
			revision = excluded.revision, state = excluded.state, platform = excluded.platform,
			account = excluded.account, started_at = excluded.started_at, expires_at = excluded.expires_at`,
		s.Person, s.ID, s.Wizard, s.Version, s.Revision, state, string(s.Account.Platform), s.Account.ID,
		store.Millis(s.StartedAt), store.Millis(s.ExpiresAt))
	return err
}

func dropSession(tx *store.Tx, person string) error {
	_, err := tx.SQL().Exec(`DELETE FROM bot_sessions WHERE person = ?`, person)
	return err
}
