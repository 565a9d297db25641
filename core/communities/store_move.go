package communities

import (
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// SpaceMoved records that a space has a new id. The news may come several times,
// in any order, and after people have already acted under the new id: it is one
// space in the end, with everything that was known under either.
func SpaceMoved(tx *store.Tx, old, now chat.SpaceRef) error {
	if old.Platform != now.Platform || old.ID == "" || now.ID == "" {
		return fmt.Errorf("communities: move a space: %q cannot become %q", old, now)
	}
	return wrap("move a space", follow(tx, old, now))
}

func follow(tx *store.Tx, old, now chat.SpaceRef) error {
	from, err := canonical(tx, old)
	if err != nil {
		return err
	}
	to, err := canonical(tx, now)
	if err != nil || from == to {
		return err
	}
	// Every alias leads to the present id in one step, so there are no circles.
	platform := string(from.Platform)
	if _, err = tx.SQL().Exec(`UPDATE communities_aliases SET space_id = ? WHERE platform = ? AND space_id = ?`,
		to.ID, platform, from.ID); err != nil {
		return err
	}
	if _, err = tx.SQL().Exec(`INSERT INTO communities_aliases (platform, old_id, space_id) VALUES (?, ?, ?)`,
		platform, from.ID, to.ID); err != nil {
		return err
	}
	if err := moveMediatorPlace(tx, platform, from.ID, to.ID); err != nil {
		return err
	}
	before, err := readSpace(tx, from)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	after, err := readSpace(tx, to)
	switch {
	case errors.Is(err, store.ErrNotFound):
		_, err = tx.SQL().Exec(`UPDATE communities_spaces SET space_id = ? WHERE platform = ? AND space_id = ?`,
			to.ID, platform, from.ID)
	case err == nil:
		err = unite(tx, before, after)
	}
	if err != nil {
		return err
	}
	return moveMembers(tx, platform, from.ID, to.ID)
}

// unite makes one space of two rows for it. The community that the space always
// had absorbs the one that began when somebody acted under the new id first,
// unless that one's administrators have joined it to another meanwhile.
func unite(tx *store.Tx, before, after space) error {
	_, err := tx.SQL().Exec(`DELETE FROM communities_spaces WHERE platform = ? AND space_id = ?`,
		string(before.Ref.Platform), before.Ref.ID)
	if err != nil {
		return err
	}
	community := before.community.ID
	if after.community.ID != after.home {
		community = after.community.ID
	}
	known := after.role
	if before.role.id != "" {
		known = before.role
	}
	_, err = tx.SQL().Exec(`UPDATE communities_spaces SET community_id = ?, home_id = ?, role_id = ?, role_name = ?
		WHERE platform = ? AND space_id = ?`,
		community, before.home, known.id, known.name, string(after.Ref.Platform), after.Ref.ID)
	if err != nil {
		return err
	}
	if taken, err := inhabited(tx, after.home, chat.SpaceRef{}); err != nil || taken {
		return err
	}
	return absorb(tx, after.home, before.community.ID)
}

// absorb lets a community that has no space of its own live on in another.
func absorb(tx *store.Tx, from, to string) error {
	for _, query := range []string{
		`INSERT INTO communities_members (community_id, platform, space_id, user_id, person_id, administrator, mediator, first_seen, seen_at)
			SELECT ?, platform, space_id, user_id, person_id, administrator, mediator, first_seen, seen_at
			FROM communities_members WHERE community_id = ?` + orOlder,
		`INSERT INTO communities_mediators (community_id, platform, user_id, person_id, added_by, added_at)
			SELECT ?, platform, user_id, person_id, added_by, added_at
			FROM communities_mediators WHERE community_id = ? ON CONFLICT DO NOTHING`,
		`UPDATE communities_codes SET community_id = ? WHERE community_id = ?`,
		`UPDATE communities SET successor = ? WHERE id = ?`,
		keepChosen,
	} {
		if _, err := tx.SQL().Exec(query, to, from); err != nil {
			return err
		}
	}
	if _, err := tx.SQL().Exec(`UPDATE communities SET successor = ? WHERE successor = ? AND successor <> ''`, to, from); err != nil {
		return err
	}
	if _, err := tx.SQL().Exec(`DELETE FROM communities_members WHERE community_id = ?`, from); err != nil {
		return err
	}
	_, err := tx.SQL().Exec(`DELETE FROM communities_mediators WHERE community_id = ?`, from)
	return err
}

// keepChosen leaves what a community chose, and fills what it left open with what
// the absorbed one chose.
const keepChosen = `UPDATE communities SET
		max_open = coalesce(communities.max_open, f.max_open), max_volume = coalesce(communities.max_volume, f.max_volume),
		cooldown_hours = coalesce(communities.cooldown_hours, f.cooldown_hours),
		reminder_mins = coalesce(communities.reminder_mins, f.reminder_mins),
		weekly_summary = coalesce(communities.weekly_summary, f.weekly_summary),
		mediator_role = CASE communities.mediator_role WHEN '' THEN f.mediator_role ELSE communities.mediator_role END,
		mediator_platform = CASE communities.mediator_place WHEN '' THEN f.mediator_platform ELSE communities.mediator_platform END,
		mediator_space = CASE communities.mediator_place WHEN '' THEN f.mediator_space ELSE communities.mediator_space END,
		mediator_place = CASE communities.mediator_place WHEN '' THEN f.mediator_place ELSE communities.mediator_place END,
		mediator_place_name = CASE communities.mediator_place WHEN '' THEN f.mediator_place_name ELSE communities.mediator_place_name END
	FROM communities f WHERE communities.id = ? AND f.id = ?`

// moveMediatorPlace follows a space that gets another id. Where a space is one
// place, as a group is, the place's id is the space's; channels keep theirs.
func moveMediatorPlace(tx *store.Tx, platform, from, to string) error {
	_, err := tx.SQL().Exec(`UPDATE communities SET mediator_space = ?,
			mediator_place = CASE mediator_place WHEN mediator_space THEN ? ELSE mediator_place END
		WHERE mediator_space = ? AND mediator_platform = ? AND mediator_space <> ''`, to, to, from, platform)
	return err
}

// orOlder keeps what was seen last under the new id, and since when.
const orOlder = ` ON CONFLICT (community_id, platform, space_id, user_id) DO UPDATE SET first_seen =
	CASE WHEN excluded.first_seen < communities_members.first_seen THEN excluded.first_seen ELSE communities_members.first_seen END`

func moveMembers(tx *store.Tx, platform, from, to string) error {
	_, err := tx.SQL().Exec(`INSERT INTO communities_members
		(community_id, platform, space_id, user_id, person_id, administrator, mediator, first_seen, seen_at)
		SELECT community_id, platform, ?, user_id, person_id, administrator, mediator, first_seen, seen_at
		FROM communities_members WHERE platform = ? AND space_id = ?`+orOlder, to, platform, from)
	if err != nil {
		return err
	}
	_, err = tx.SQL().Exec(`DELETE FROM communities_members WHERE platform = ? AND space_id = ?`, platform, from)
	return err
}
