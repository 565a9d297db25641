package communities

import (
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const (
	communityColumns = `c.id, c.name, c.zone, c.mediator_role, c.created_at`
	spaceColumns     = `s.platform, s.space_id, s.home_id, s.name, s.role_id, s.role_name, s.closed_at <> 0`
)

// space is a row of communities_spaces with its community.
type space struct {
	Space
	community Community
	home      string
	role      role
	closed    bool
}

type communityRow struct {
	Community
	createdAt int64
}

func (r *communityRow) dest() []any {
	return []any{&r.ID, &r.Name, &r.Zone, &r.MediatorRole, &r.createdAt}
}

func (r *communityRow) community() Community {
	r.CreatedAt = store.Time(r.createdAt)
	return r.Community
}

// OfSpace returns the community of a space, under its present id or a former
// one. An unknown space is an error matching store.ErrNotFound.
func OfSpace(tx *store.Tx, ref chat.SpaceRef) (Community, error) {
	s, err := findSpace(tx, ref)
	return s.community, wrap("find a space", err)
}

// Find returns a space with its present reference and name, under that one or a
// former one, and its community. An unknown space is an error matching
// store.ErrNotFound.
func Find(tx *store.Tx, ref chat.SpaceRef) (Space, Community, error) {
	s, err := findSpace(tx, ref)
	return s.Space, s.community, wrap("find a space", err)
}

// Get returns a community, or an error matching store.ErrNotFound. One that was
// absorbed gives the community it became, whose ID is another.
func Get(tx *store.Tx, id string) (Community, error) {
	var c communityRow
	err := tx.SQL().Row(`SELECT `+communityColumns+` FROM communities o
		JOIN communities c ON c.id = CASE WHEN o.successor = '' THEN o.id ELSE o.successor END
		WHERE o.id = ?`, []any{id}, c.dest()...)
	if err != nil {
		return Community{}, wrap("get", err)
	}
	return c.community(), nil
}

// Of returns the communities in which a person was seen acting, the longest
// known first. Communities that no space belongs to any more are left out.
func Of(tx *store.Tx, personID string) ([]Community, error) {
	var list []Community
	err := tx.SQL().Rows(`SELECT `+communityColumns+` FROM communities c JOIN (
			SELECT community_id, min(first_seen) AS since FROM communities_members WHERE person_id = ? GROUP BY community_id
		) m ON m.community_id = c.id
		WHERE EXISTS (SELECT 1 FROM communities_spaces s WHERE s.community_id = c.id AND s.closed_at = 0)
		ORDER BY m.since, c.id`, []any{personID}, func(scan func(...any) error) error {
		var c communityRow
		err := scan(c.dest()...)
		list = append(list, c.community())
		return err
	})
	return list, wrap("list communities", err)
}

// Spaces returns the spaces of a community that the bot is in, oldest first.
func Spaces(tx *store.Tx, id string) ([]Space, error) {
	c, err := Get(tx, id)
	if err != nil {
		return nil, err
	}
	var list []Space
	err = tx.SQL().Rows(`SELECT platform, space_id, name FROM communities_spaces
		WHERE community_id = ? AND closed_at = 0 ORDER BY created_at, platform, space_id`, []any{c.ID},
		func(scan func(...any) error) error {
			var s Space
			err := scan(&s.Ref.Platform, &s.Ref.ID, &s.Name)
			list = append(list, s)
			return err
		})
	return list, wrap("list spaces", err)
}

// SetZone keeps a community's time zone, an IANA name that the caller checked.
func SetZone(tx *store.Tx, id, zone string) error {
	return set(tx, "set the time zone", `UPDATE communities SET zone = ? WHERE id = ?`, zone, id)
}

// SetMediatorRole keeps the name of the role that makes mediators; "" leaves it
// to the installation. The role is looked for anew in every space.
func SetMediatorRole(tx *store.Tx, id, name string) error {
	return set(tx, "set the mediator role", writeMediatorRole, name, id)
}

const writeMediatorRole = `UPDATE communities SET mediator_role = ? WHERE id = ?`

func set(tx *store.Tx, action, query, value, id string) error {
	c, err := Get(tx, id)
	if err == nil {
		_, err = tx.SQL().Exec(query, value, c.ID)
	}
	return wrap(action, err)
}

func findSpace(tx *store.Tx, ref chat.SpaceRef) (space, error) {
	s, err := readSpace(tx, ref)
	if !errors.Is(err, store.ErrNotFound) {
		return s, err
	}
	now, err := canonical(tx, ref)
	if err != nil {
		return space{}, err
	}
	return readSpace(tx, now)
}

func readSpace(tx *store.Tx, ref chat.SpaceRef) (space, error) {
	var s space
	var c communityRow
	err := tx.SQL().Row(`SELECT `+spaceColumns+`, `+communityColumns+`
		FROM communities_spaces s JOIN communities c ON c.id = s.community_id
		WHERE s.platform = ? AND s.space_id = ?`, []any{string(ref.Platform), ref.ID},
		append([]any{&s.Ref.Platform, &s.Ref.ID, &s.home, &s.Name, &s.role.id, &s.role.name, &s.closed}, c.dest()...)...)
	if err != nil {
		return space{}, err
	}
	s.community = c.community()
	return s, nil
}

// canonical returns the id that a space has now.
func canonical(tx *store.Tx, ref chat.SpaceRef) (chat.SpaceRef, error) {
	now := ref
	err := tx.SQL().Row(`SELECT space_id FROM communities_aliases WHERE platform = ? AND old_id = ?`,
		[]any{string(ref.Platform), ref.ID}, &now.ID)
	if errors.Is(err, store.ErrNotFound) {
		return ref, nil
	}
	return now, err
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("communities: %s: %w", action, err)
}
