package accounts

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts/code"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// OfferLink makes a code with which another account can ask to be linked to
// this one. It ends an earlier code of the same account.
func OfferLink(tx *store.Tx, id Identity) (text string, expires time.Time, err error) {
	text = code.New(tx.Random, code.Short)
	expires = tx.Now().Add(CodeTime)
	_, err = tx.SQL().Exec(`INSERT INTO accounts_codes (platform, user_id, hash, expires_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (platform, user_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at, used_at = 0`,
		string(id.Ref.Platform), id.Ref.ID, code.Sum(text), store.Millis(expires))
	return text, expires, wrap("offer a link", err)
}

// AcceptCode uses a code up and returns the link that both sides are to
// confirm. It fails with one of the errors above, and then changes nothing.
func AcceptCode(tx *store.Tx, id Identity, typed string) (Link, error) {
	text, ok := code.Read(typed, code.Short)
	if !ok {
		return Link{}, ErrCodeWrong
	}
	var maker chat.UserRef
	var expires, used int64
	err := tx.SQL().Row(`SELECT platform, user_id, expires_at, used_at FROM accounts_codes WHERE hash = ?`,
		[]any{code.Sum(text)}, &maker.Platform, &maker.ID, &expires, &used)
	if errors.Is(err, store.ErrNotFound) {
		return Link{}, ErrCodeWrong
	}
	if err != nil {
		return Link{}, wrap("accept a code", err)
	}
	a, _, err := find(tx, maker)
	if err != nil {
		return Link{}, wrap("accept a code", err)
	}
	now := store.Millis(tx.Now())
	switch {
	case used != 0:
		return Link{}, ErrCodeUsed
	case now >= expires:
		return Link{}, ErrCodeExpired
	case a.Ref == id.Ref:
		return Link{}, ErrCodeOwn
	case a.PersonID == id.PersonID:
		return Link{}, ErrSamePerson
	case a.Ref.Platform == id.Ref.Platform:
		return Link{}, ErrSamePlatform
	}
	if _, err := tx.SQL().Exec(`UPDATE accounts_codes SET used_at = ? WHERE platform = ? AND user_id = ?`,
		now, string(maker.Platform), maker.ID); err != nil {
		return Link{}, wrap("accept a code", err)
	}
	l := Link{ID: tx.NewID(), A: a, B: id, State: LinkAsked, AskedAt: tx.Now()}
	_, err = tx.SQL().Exec(`INSERT INTO accounts_links (id, a_platform, a_user_id, b_platform, b_user_id, state, asked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		l.ID, string(a.Ref.Platform), a.Ref.ID, string(id.Ref.Platform), id.Ref.ID, string(l.State), now)
	return l, wrap("accept a code", err)
}

// FindLink returns a link to a person who takes part in it, and an error
// matching store.ErrNotFound to anybody else.
func FindLink(tx *store.Tx, linkID, personID string) (Link, error) {
	var l Link
	var a, b chat.UserRef
	var asked, merged int64
	err := tx.SQL().Row(`SELECT id, a_platform, a_user_id, b_platform, b_user_id, a_confirmed, b_confirmed, state, asked_at, merged_at
		FROM accounts_links WHERE id = ?`, []any{linkID},
		&l.ID, &a.Platform, &a.ID, &b.Platform, &b.ID, &l.AConfirmed, &l.BConfirmed, &l.State, &asked, &merged)
	if err != nil {
		return Link{}, wrap("find a link", err)
	}
	l.AskedAt, l.MergedAt = store.Time(asked), store.Time(merged)
	if l.A, _, err = find(tx, a); err != nil {
		return Link{}, wrap("find a link", err)
	}
	if l.B, _, err = find(tx, b); err != nil {
		return Link{}, wrap("find a link", err)
	}
	if personID != l.A.PersonID && personID != l.B.PersonID {
		return Link{}, wrap("find a link", store.ErrNotFound)
	}
	return l, nil
}

// ConfirmLink records that one side agrees. When both did, every identity of
// the younger person moves to the older one, who keeps what it chose and takes
// over what it left open; Moved lists the moves.
func ConfirmLink(tx *store.Tx, linkID string, by Identity) (Link, error) {
	l, err := askedLink(tx, linkID, by.PersonID)
	if err != nil {
		return l, err
	}
	isA := by.PersonID == l.A.PersonID
	if isA && l.AConfirmed || !isA && l.BConfirmed {
		return l, ErrLinkAgain
	}
	l.AConfirmed, l.BConfirmed = l.AConfirmed || isA, l.BConfirmed || !isA
	if l.AConfirmed && l.BConfirmed {
		if err := merge(tx, &l); err != nil {
			return Link{}, wrap("merge", err)
		}
	}
	_, err = tx.SQL().Exec(`UPDATE accounts_links SET a_confirmed = ?, b_confirmed = ?, state = ?, merged_at = ? WHERE id = ?`,
		l.AConfirmed, l.BConfirmed, string(l.State), store.Millis(l.MergedAt), l.ID)
	return l, wrap("confirm a link", err)
}

// DeclineLink ends a link before both sides have confirmed it.
func DeclineLink(tx *store.Tx, linkID, personID string) (Link, error) {
	l, err := askedLink(tx, linkID, personID)
	if err != nil {
		return l, err
	}
	l.State = LinkDeclined
	_, err = tx.SQL().Exec(`UPDATE accounts_links SET state = ? WHERE id = ?`, string(l.State), l.ID)
	return l, wrap("decline a link", err)
}

// askedLink returns a link that still waits for an answer. The link comes with
// ErrLinkOver and ErrSamePerson too, for words about it.
func askedLink(tx *store.Tx, linkID, personID string) (Link, error) {
	l, err := FindLink(tx, linkID, personID)
	switch {
	case err != nil:
		return Link{}, err
	case l.State != LinkAsked || !tx.Now().Before(l.AskedAt.Add(ConfirmTime)):
		return l, ErrLinkOver
	case l.A.PersonID == l.B.PersonID:
		return l, ErrSamePerson // by another link, meanwhile
	}
	return l, nil
}
