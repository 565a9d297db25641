package rep

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// contribution is what one fact did to one person.
type contribution struct {
	Fact
	person   string // who bears it; Fact.Person is whom it is about
	n        int    // which fact of the event
	outcome  string
	partner  string
	day      int64
	weight   int64
	k        int64
	mass     Mass
	lent     int64 // by Other
	reversed int64 // the event that took it back, 0 for none
}

// keep writes a contribution and adds it to the sums.
func (l ledger) keep(c contribution) error {
	_, err := l.tx.SQL().Exec(`INSERT INTO rep_contributions (version, person, seq, n, whose, other, deal, handle, network,
			outcome, partner, day, weight, k, est, fresh, neg, direct, lent, rank, minor, unit, scale)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.version, c.person, c.Seq, c.n, c.Person, c.Other, c.Deal, c.Handle, c.Network, c.outcome, c.partner, c.day, c.weight, c.k,
		c.mass.Est, c.mass.New, c.mass.Neg, c.mass.Direct, c.lent, rank(c.mass, c.day), c.Amount.Minor, c.Amount.Unit, c.Amount.Scale)
	if err != nil {
		return wrap("keep a contribution", err)
	}
	if err := l.add(c.person, c.Network, c.day, c.mass); err != nil || c.lent == 0 {
		return err
	}
	return l.add(c.Other, c.Network, c.day, Mass{Lent: c.lent})
}

const columns = `person, seq, n, whose, other, deal, handle, network, outcome, partner, day, weight, k,
	est, fresh, neg, direct, lent, reversed, minor, unit, scale`

// standing penalties of a person in a deal, whoever bears them.
func (l ledger) penalties(deal, whose string) (all []contribution, err error) {
	err = contributions(l.tx, `SELECT `+columns+` FROM rep_contributions
		WHERE version = ? AND deal = ? AND whose = ? AND outcome = 'overdue' AND reversed = 0`,
		[]any{l.version, deal, whose}, func(c contribution) error {
			all = append(all, c)
			return nil
		})
	return all, err
}

// top returns the contributions of which most is left.
func (l ledger) top(person string, most int) (all []contribution, err error) {
	err = contributions(l.tx, `SELECT `+columns+` FROM rep_contributions
		WHERE version = ? AND person = ? AND reversed = 0 AND rank > 0 ORDER BY rank DESC LIMIT ?`,
		[]any{l.version, person, most}, func(c contribution) error {
			all = append(all, c)
			return nil
		})
	return all, err
}

// walk hands over all contributions of a person, in the order of the log.
func (l ledger) walk(person string, each func(c contribution) error) error {
	return contributions(l.tx, `SELECT `+columns+` FROM rep_contributions WHERE version = ? AND person = ? ORDER BY seq, n`,
		[]any{l.version, person}, each)
}

// reverse takes a contribution back, in its own day's sums.
func (l ledger) reverse(c contribution, seq int64) error {
	_, err := l.tx.SQL().Exec(`UPDATE rep_contributions SET reversed = ? WHERE version = ? AND person = ? AND seq = ? AND n = ?`,
		seq, l.version, c.person, c.Seq, c.n)
	if err != nil {
		return wrap("reverse a contribution", err)
	}
	return l.add(c.person, c.Network, c.day, c.mass.minus())
}

func contributions(tx *store.Tx, query string, args []any, each func(c contribution) error) error {
	err := tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		c := contribution{}
		amount := chat.Amount(0, "", 0)
		err := scan(&c.person, &c.Seq, &c.n, &c.Person, &c.Other, &c.Deal, &c.Handle, &c.Network, &c.outcome, &c.partner, &c.day,
			&c.weight, &c.k, &c.mass.Est, &c.mass.New, &c.mass.Neg, &c.mass.Direct, &c.lent, &c.reversed,
			&amount.Minor, &amount.Unit, &amount.Scale)
		if err != nil {
			return err
		}
		c.Amount = amount
		return each(c)
	})
	return wrap("read contributions", err)
}
