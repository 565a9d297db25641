package deals

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"

	"github.com/parleybot/parley/core/store"
)

// openUse counts the open deals in a community that a person initiated or, as
// the counterparty, confirmed.
func openUse(tx *store.Tx, person, community string) (n int, err error) {
	err = tx.SQL().Row(`SELECT count(*) FROM deals_parties WHERE person = ? AND slot = 1 AND community = ?`,
		[]any{person, community}, &n)
	return n, wrap("count open deals", err)
}

// pairUse counts the proposals of one person to another that the other has not
// confirmed yet. It reads no more than the first one's open deals.
func pairUse(tx *store.Tx, from, to string) (n int, err error) {
	if to == "" {
		return 0, nil
	}
	err = tx.SQL().Row(`SELECT count(*) FROM deals_parties a
		JOIN deals_parties b ON b.deal = a.deal AND b.side = 'b' AND b.person = ?
		WHERE a.person = ? AND a.slot = 1 AND a.side = 'a' AND b.slot = 0`, []any{to, from}, &n)
	return n, wrap("count proposals", err)
}

// volumeUse sums what a person started in a community since an instant,
// cancelled deals included: hundredths of points, and whole unrated units.
func volumeUse(tx *store.Tx, person, community string, since time.Time) (points, whole int64, err error) {
	err = tx.SQL().Row(`SELECT coalesce(sum(d.points), 0), coalesce(sum(d.whole), 0)
		FROM deals_parties p JOIN deals_deals d ON d.id = p.deal
		WHERE p.person = ? AND p.deal >= ? AND p.side = 'a' AND d.community = ?`,
		[]any{person, firstID(since), community}, &points, &whole)
	return points, whole, wrap("sum volume", err)
}

// lastDispute returns when a person last opened a dispute in a community, even
// one that was withdrawn; zero for never.
func lastDispute(tx *store.Tx, person, community string) (time.Time, error) {
	var ms int64
	err := tx.SQL().Row(`SELECT coalesce(max(disputed_at), 0) FROM deals_parties
		WHERE person = ? AND community = ? AND disputed_at > 0`, []any{person, community}, &ms)
	return store.Time(ms), wrap("look for the last dispute", err)
}

// firstID is not greater than any id made at or after an instant: an id begins
// with its time, which turns the person's index into one by time.
func firstID(t time.Time) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t.UnixMilli())<<16)
	text := hex.EncodeToString(b[:6])
	return text[:8] + "-" + text[8:]
}

// openTogether reports whether two persons have an open deal with each other.
func openTogether(tx *store.Tx, one, two string) (bool, error) {
	var found int
	err := tx.SQL().Row(`SELECT 1 FROM deals_parties p JOIN deals_parties q ON q.deal = p.deal AND q.side <> p.side
		WHERE p.person = ? AND p.slot IS NOT NULL AND q.person = ? LIMIT 1`, []any{one, two}, &found)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, wrap("look for an open deal", err)
}

// handleTaken reports whether a handle was ever used.
func handleTaken(tx *store.Tx, handle string) (bool, error) {
	var found int
	err := tx.SQL().Row(`SELECT 1 FROM deals_deals WHERE handle = ?`, []any{handle}, &found)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, wrap("look for a handle", err)
}
