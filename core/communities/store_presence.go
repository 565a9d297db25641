package communities

import (
	"errors"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Resolve finds the community and the standing of a person who acts in a space,
// and changes nothing, so it serves readers too. Changed says that something is
// new or was recorded too long ago: a writing transaction should call Refresh.
// The community of an unknown space is zero. In a direct chat all is zero.
func Resolve(tx *store.Tx, p Presence) (c Community, st Standing, changed bool, err error) {
	if p.Place.Space.IsZero() {
		return Community{}, Standing{}, false, nil
	}
	s, err := findSpace(tx, p.Place.Space)
	if errors.Is(err, store.ErrNotFound) {
		return Community{}, Standing{}, true, nil
	}
	if err != nil {
		return Community{}, Standing{}, false, wrap("resolve", err)
	}
	e, err := p.examine(tx, s)
	if err != nil {
		return Community{}, Standing{}, false, wrap("resolve", err)
	}
	return s.community, e.standing, e.stale || e.role != s.role || s.differs(p.Place), nil
}

// Refresh records that a person acted in a space, which it enters, and returns
// their standing there.
func Refresh(tx *store.Tx, p Presence) (Community, Standing, error) {
	if p.Place.Space.IsZero() {
		return Community{}, Standing{}, nil
	}
	s, err := enter(tx, p.Place)
	if err != nil {
		return Community{}, Standing{}, wrap("refresh", err)
	}
	e, err := p.examine(tx, s)
	if err != nil {
		return Community{}, Standing{}, wrap("refresh", err)
	}
	if e.role != s.role {
		_, err := tx.SQL().Exec(`UPDATE communities_spaces SET role_id = ?, role_name = ? WHERE platform = ? AND space_id = ?`,
			e.role.id, e.role.name, string(s.Ref.Platform), s.Ref.ID)
		if err != nil {
			return Community{}, Standing{}, wrap("refresh", err)
		}
	}
	if e.stale {
		err = p.record(tx, s, e.mediator)
	}
	return s.community, e.standing, wrap("refresh", err)
}

// StandingOf returns what a person is in a community by what was seen there
// before, for acts that happen elsewhere.
func StandingOf(tx *store.Tx, communityID, personID string) (Standing, error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return Standing{}, err
	}
	st, _, err := seen(tx, c.ID, personID, chat.SpaceRef{}, chat.UserRef{})
	return st, wrap("find a standing", err)
}

// examined is what a presence says beside what was recorded.
type examined struct {
	standing Standing
	mediator bool // by the role in this space, now
	role     role
	stale    bool
}

func (p Presence) examine(tx *store.Tx, s space) (examined, error) {
	st, own, err := seen(tx, s.community.ID, p.PersonID, s.Ref, p.User)
	if err != nil {
		return examined{}, err
	}
	holds, found := p.holds(s.role, p.roleName(s.community))
	e := examined{standing: st, mediator: holds, role: found}
	e.standing.Member = true
	e.standing.Administrator = st.Administrator || p.Administrator
	e.standing.Mediator = st.Mediator || holds
	e.stale = own.at+Stale.Milliseconds() <= store.Millis(tx.Now()) ||
		own.administrator != p.Administrator || own.mediator != holds
	return e, nil
}

// fact is what was seen of an account in a space.
type fact struct {
	administrator, mediator bool
	at                      int64
}

// seen adds up what is known of a person in a community. What the platform says
// now of one account in one space replaces what was seen of it, which is
// returned apart.
func seen(tx *store.Tx, communityID, personID string, here chat.SpaceRef, as chat.UserRef) (Standing, fact, error) {
	var st Standing
	var own fact
	since := store.Millis(tx.Now().Add(-Fresh))
	err := tx.SQL().Rows(`SELECT m.platform, m.space_id, m.user_id, m.administrator, m.mediator, m.seen_at, s.platform IS NOT NULL
		FROM communities_members m
		LEFT JOIN communities_spaces s ON s.platform = m.platform AND s.space_id = m.space_id AND s.community_id = m.community_id
		WHERE m.community_id = ? AND m.person_id = ?`, []any{communityID, personID},
		func(scan func(...any) error) error {
			var at chat.SpaceRef
			var user string
			var f fact
			var belongs bool
			if err := scan(&at.Platform, &at.ID, &user, &f.administrator, &f.mediator, &f.at, &belongs); err != nil {
				return err
			}
			st.Member = true
			if at == here && user == as.ID {
				own = f
				return nil
			}
			// A space that went elsewhere takes its administrators and roles along.
			if belongs && f.at > since {
				st.Administrator = st.Administrator || f.administrator
				st.Mediator = st.Mediator || f.mediator
			}
			return nil
		})
	if err != nil || st.Mediator {
		return st, own, err
	}
	err = tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM communities_mediators WHERE community_id = ? AND person_id = ?)`,
		[]any{communityID, personID}, &st.Mediator)
	return st, own, err
}

func (p Presence) record(tx *store.Tx, s space, mediator bool) error {
	now := store.Millis(tx.Now())
	_, err := tx.SQL().Exec(`INSERT INTO communities_members
		(community_id, platform, space_id, user_id, person_id, administrator, mediator, first_seen, seen_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (community_id, platform, space_id, user_id) DO UPDATE SET person_id = excluded.person_id,
			administrator = excluded.administrator, mediator = excluded.mediator, seen_at = excluded.seen_at`,
		s.community.ID, string(s.Ref.Platform), s.Ref.ID, p.User.ID, p.PersonID, p.Administrator, mediator, now, now)
	return err
}
