package communities

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts/code"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// JoinCode makes a code with which one space can join a community, once. It
// ends an unused code that the same person made there before.
func JoinCode(tx *store.Tx, communityID, by string) (text string, expires time.Time, err error) {
	c, err := Get(tx, communityID)
	if err != nil {
		return "", time.Time{}, err
	}
	text = code.New(tx.Random, code.Short)
	expires = tx.Now().Add(CodeTime)
	_, err = tx.SQL().Exec(`DELETE FROM communities_codes WHERE community_id = ? AND made_by = ? AND used_at = 0`, c.ID, by)
	if err == nil {
		_, err = tx.SQL().Exec(`INSERT INTO communities_codes (hash, community_id, made_by, expires_at) VALUES (?, ?, ?, ?)`,
			code.Sum(text), c.ID, by, store.Millis(expires))
	}
	return text, expires, wrap("make a code", err)
}

// Preview returns the community that a code leads to and its spaces, or one of
// the errors about codes. It changes nothing.
func Preview(tx *store.Tx, typed string) (Community, []Space, error) {
	text, ok := code.Read(typed, code.Short)
	if !ok {
		return Community{}, nil, ErrCodeWrong
	}
	var id string
	var expires, used int64
	err := tx.SQL().Row(`SELECT community_id, expires_at, used_at FROM communities_codes WHERE hash = ?`,
		[]any{code.Sum(text)}, &id, &expires, &used)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Community{}, nil, ErrCodeWrong
	case err != nil:
		return Community{}, nil, wrap("read a code", err)
	case used != 0:
		return Community{}, nil, ErrCodeUsed
	case store.Millis(tx.Now()) >= expires:
		return Community{}, nil, ErrCodeExpired
	}
	c, err := Get(tx, id)
	if err != nil {
		return Community{}, nil, err
	}
	spaces, err := Spaces(tx, c.ID)
	return c, spaces, err
}

// Join moves a space into the community of a code and uses the code up. What
// was recorded in the community it leaves stays there. Beside the errors about
// codes it fails with ErrSame.
func Join(tx *store.Tx, ref chat.SpaceRef, typed string) (from, to Community, err error) {
	to, _, err = Preview(tx, typed)
	if err != nil {
		return Community{}, Community{}, err
	}
	s, err := findSpace(tx, ref)
	if err != nil {
		return Community{}, Community{}, wrap("join", err)
	}
	if s.community.ID == to.ID {
		return to, to, ErrSame
	}
	text, _ := code.Read(typed, code.Short) // Preview has read it
	_, err = tx.SQL().Exec(`UPDATE communities_codes SET used_at = ? WHERE hash = ?`, store.Millis(tx.Now()), code.Sum(text))
	if err == nil {
		err = assign(tx, s.Ref, to.ID)
	}
	return s.community, to, wrap("join", err)
}

// Leave makes a space a community of its own again: the one it came with, or a
// new one where others live in that by now. The community it leaves keeps
// everything that was recorded there. It fails with ErrAlone when there is
// nobody to leave.
func Leave(tx *store.Tx, ref chat.SpaceRef) (from, to Community, err error) {
	s, err := findSpace(tx, ref)
	if err != nil {
		return Community{}, Community{}, wrap("leave", err)
	}
	others, err := inhabited(tx, s.community.ID, s.Ref)
	if err == nil && !others {
		return s.community, s.community, ErrAlone
	}
	if err != nil {
		return Community{}, Community{}, wrap("leave", err)
	}
	to, err = ownCommunity(tx, s)
	if err == nil {
		err = assign(tx, s.Ref, to.ID)
	}
	return s.community, to, wrap("leave", err)
}

func ownCommunity(tx *store.Tx, s space) (Community, error) {
	taken, err := inhabited(tx, s.home, s.Ref)
	if err != nil {
		return Community{}, err
	}
	if !taken {
		return Get(tx, s.home)
	}
	c, err := newCommunity(tx, s.Name)
	if err != nil {
		return Community{}, err
	}
	_, err = tx.SQL().Exec(`UPDATE communities_spaces SET home_id = ? WHERE platform = ? AND space_id = ?`,
		c.ID, string(s.Ref.Platform), s.Ref.ID)
	return c, err
}

// inhabited reports whether other spaces belong to a community.
func inhabited(tx *store.Tx, communityID string, but chat.SpaceRef) (bool, error) {
	var others bool
	err := tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM communities_spaces
		WHERE community_id = ? AND (platform <> ? OR space_id <> ?))`,
		[]any{communityID, string(but.Platform), but.ID}, &others)
	return others, err
}

func assign(tx *store.Tx, ref chat.SpaceRef, communityID string) error {
	_, err := tx.SQL().Exec(`UPDATE communities_spaces SET community_id = ? WHERE platform = ? AND space_id = ?`,
		communityID, string(ref.Platform), ref.ID)
	return err
}
