package rep

import (
	"errors"

	"github.com/parleybot/parley/core/store"
)

// allNetworks is the network under which what concerns all of them is kept.
const allNetworks = ""

// buckets returns what may still count on a day, of one network or of all.
func (l ledger) buckets(person, network string, day int64) ([]bucket, error) {
	query := `SELECT epoch, est, fresh, neg, direct, lent FROM rep_buckets WHERE version = ? AND person = ? AND epoch >= ?`
	args := []any{l.version, person, epochOf(day) - oldest}
	if network != allNetworks {
		query += ` AND network = ?`
		args = append(args, network)
	}
	var all []bucket
	err := l.tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		var b bucket
		err := scan(&b.epoch, &b.sum.Est, &b.sum.New, &b.sum.Neg, &b.sum.Direct, &b.sum.Lent)
		all = append(all, b)
		return err
	})
	return all, wrap("read buckets", err)
}

// mass returns what counts of a person on a day.
func (l ledger) mass(person, network string, day int64) (Mass, error) {
	all, err := l.buckets(person, network, day)
	if err != nil {
		return Mass{}, err
	}
	return read(all, day)
}

// add adds a mass, or takes one back, on its own day.
func (l ledger) add(person, network string, day int64, m Mass) error {
	var old Mass
	err := l.tx.SQL().Row(`SELECT est, fresh, neg, direct, lent FROM rep_buckets
		WHERE version = ? AND person = ? AND network = ? AND epoch = ?`, []any{l.version, person, network, epochOf(day)},
		&old.Est, &old.New, &old.Neg, &old.Direct, &old.Lent)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return wrap("read a bucket", err)
	}
	sum, err := old.plus(m.scaled(day))
	if err != nil {
		return err
	}
	_, err = l.tx.SQL().Exec(`INSERT INTO rep_buckets (version, person, network, epoch, est, fresh, neg, direct, lent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (version, person, network, epoch) DO UPDATE SET
			est = excluded.est, fresh = excluded.fresh, neg = excluded.neg, direct = excluded.direct, lent = excluded.lent`,
		l.version, person, network, epochOf(day), sum.Est, sum.New, sum.Neg, sum.Direct, sum.Lent)
	return wrap("write a bucket", err)
}

// dayMass is how a person stood at the end of a day.
type dayMass struct {
	day  int64
	mass Mass
}

// remember notes how a person stands, for the picture.
func (l ledger) remember(person string, day int64) error {
	m, err := l.mass(person, allNetworks, day)
	if err != nil {
		return err
	}
	_, err = l.tx.SQL().Exec(`INSERT INTO rep_days (version, person, day, est, fresh, neg) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (version, person, day) DO UPDATE SET est = excluded.est, fresh = excluded.fresh, neg = excluded.neg`,
		l.version, person, day, m.Est, m.New, m.Neg)
	return wrap("remember a day", err)
}

// days returns how a person stood at the ends of days, oldest first, beginning
// with what held on the given one.
func (l ledger) days(person string, from int64) (all []dayMass, err error) {
	err = l.tx.SQL().Rows(`SELECT day, est, fresh, neg FROM rep_days WHERE version = ? AND person = ? AND day >=
			coalesce((SELECT max(day) FROM rep_days WHERE version = ? AND person = ? AND day <= ?), 0) ORDER BY day`,
		[]any{l.version, person, l.version, person, from}, func(scan func(...any) error) error {
			var d dayMass
			err := scan(&d.day, &d.mass.Est, &d.mass.New, &d.mass.Neg)
			all = append(all, d)
			return err
		})
	return all, wrap("read days", err)
}
