package communities

import (
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Enter returns the community of the space in which something happens. An
// unknown space becomes a community of its own; a known one is open again if it
// was closed, and takes its new name.
func Enter(tx *store.Tx, place chat.Place) (Community, error) {
	s, err := enter(tx, place)
	return s.community, wrap("enter", err)
}

func enter(tx *store.Tx, place chat.Place) (space, error) {
	s, err := findSpace(tx, place.Space)
	if errors.Is(err, store.ErrNotFound) {
		return found(tx, place)
	}
	if err != nil || !s.differs(place) {
		return s, err
	}
	if place.SpaceName == "" {
		place.SpaceName = s.Name // the platform did not say
	}
	// A community of one space is known by that space's name.
	if s.community.ID == s.home && s.community.Name == s.Name {
		s.community.Name = place.SpaceName
		_, err := tx.SQL().Exec(`UPDATE communities SET name = ? WHERE id = ?`, place.SpaceName, s.community.ID)
		if err != nil {
			return space{}, err
		}
	}
	s.Name, s.closed = place.SpaceName, false
	_, err = tx.SQL().Exec(`UPDATE communities_spaces SET name = ?, closed_at = 0 WHERE platform = ? AND space_id = ?`,
		s.Name, string(s.Ref.Platform), s.Ref.ID)
	return s, err
}

func (s space) differs(place chat.Place) bool {
	return s.closed || place.SpaceName != "" && place.SpaceName != s.Name
}

// found makes a new space with a community of its own.
func found(tx *store.Tx, place chat.Place) (space, error) {
	if place.Space.Platform == "" || place.Space.ID == "" {
		return space{}, fmt.Errorf("%q is not a space", place.Space)
	}
	ref, err := canonical(tx, place.Space)
	if err != nil {
		return space{}, err
	}
	c, err := newCommunity(tx, place.SpaceName)
	if err != nil {
		return space{}, err
	}
	_, err = tx.SQL().Exec(`INSERT INTO communities_spaces (platform, space_id, community_id, home_id, name, created_at)
		VALUES (?, ?, ?, ?, ?, ?)`, string(ref.Platform), ref.ID, c.ID, c.ID, place.SpaceName, store.Millis(tx.Now()))
	return space{Space: Space{ref, place.SpaceName}, community: c, home: c.ID}, err
}

func newCommunity(tx *store.Tx, name string) (Community, error) {
	c := Community{ID: tx.NewID(), Name: name, Zone: "UTC", CreatedAt: tx.Now()}
	_, err := tx.SQL().Exec(`INSERT INTO communities (id, name, zone, created_at) VALUES (?, ?, ?, ?)`,
		c.ID, c.Name, c.Zone, store.Millis(c.CreatedAt))
	return c, err
}

// SpaceClosed records that the bot is no longer in a space. The community keeps
// it, and everything comes back with the next act there. A former id of a space
// that moved closes nothing: that it is over is part of the move.
func SpaceClosed(tx *store.Tx, ref chat.SpaceRef) error {
	now, err := canonical(tx, ref)
	if err == nil && now == ref {
		_, err = tx.SQL().Exec(`UPDATE communities_spaces SET closed_at = ? WHERE platform = ? AND space_id = ? AND closed_at = 0`,
			store.Millis(tx.Now()), string(ref.Platform), ref.ID)
	}
	return wrap("close a space", err)
}
