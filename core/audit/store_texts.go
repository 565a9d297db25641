package audit

import (
	"math"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Written is a text as the log keeps it, with what proves that its event commits
// to it: SHA-256 of the salt and the text, in base64, behind its kind.
type Written struct {
	Seq        int64     // of the event
	N          int       // among the texts of the event
	At         time.Time // UTC
	Deal       string    // id; "" for none
	Kind, Text string
	Salt       []byte
	Commitment string
}

// TextsBy returns up to limit texts that a person wrote and that were not erased,
// the newest first, from before one of them on; nil takes the newest.
func TextsBy(tx *store.Tx, author string, before *Written, limit int) ([]Written, error) {
	seq, n := int64(math.MaxInt64), 0
	if before != nil {
		seq, n = before.Seq, before.N
	}
	var list []Written
	err := tx.SQL().Rows(`SELECT t.seq, t.n, e.at, e.deal, t.kind, t.text, t.salt
		FROM audit_texts t JOIN audit_events e ON e.seq = t.seq
		WHERE t.author = ? AND (t.seq, t.n) < (?, ?) ORDER BY t.seq DESC, t.n DESC LIMIT ?`,
		[]any{author, seq, n, limit}, func(scan func(...any) error) error {
			var w Written
			var at int64
			err := scan(&w.Seq, &w.N, &at, &w.Deal, &w.Kind, &w.Text, &w.Salt)
			w.At, w.Commitment = store.Time(at), commitment(w.Kind, w.Salt, w.Text)
			list = append(list, w)
			return err
		})
	return list, wrap("read what somebody wrote", err)
}

// TextsOf returns the texts of one event of a deal that were not erased.
func TextsOf(tx *store.Tx, deal string, dealSeq int) ([]Text, error) {
	var list []Text
	err := tx.SQL().Rows(`SELECT kind, text, author FROM audit_texts
		WHERE seq = (SELECT seq FROM audit_events WHERE deal = ? AND deal <> '' AND deal_seq = ?) ORDER BY n`,
		[]any{deal, dealSeq}, func(scan func(...any) error) error {
			var t Text
			err := scan(&t.Kind, &t.Text, &t.Author)
			list = append(list, t)
			return err
		})
	return list, wrap("read texts", err)
}

// EraseTextsBy removes what a person wrote, with the salts, so that the
// commitments left in the events tell nothing. Texts of the kind that is to stay
// are left: they are about somebody else.
func EraseTextsBy(tx *store.Tx, author, stays string) error {
	_, err := tx.SQL().Exec(`DELETE FROM audit_texts WHERE author = ? AND kind <> ?`, author, stays)
	return wrap("erase what somebody wrote", err)
}

// EraseText removes one text of one event of a deal, with its salt, whoever wrote
// it.
func EraseText(tx *store.Tx, deal string, dealSeq int, kind string) error {
	_, err := tx.SQL().Exec(`DELETE FROM audit_texts
		WHERE seq = (SELECT seq FROM audit_events WHERE deal = ? AND deal <> '' AND deal_seq = ?) AND kind = ?`,
		deal, dealSeq, kind)
	return wrap("erase a text", err)
}
