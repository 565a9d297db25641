package rep

import (
	"errors"

	"github.com/parleybot/parley/core/store"
)

// counts are a person's deals by how they went. Late ones are completed too;
// Overdue counts those whose penalty stands. Day is that of the first activation,
// 0 for none.
type counts struct {
	Completed, Late, Defaulted, Overdue, Disputed, Cancelled int64
	Partners, Verified                                       int64 // of completed deals
	Day                                                      int64
}

// tally adds to the counts of a person on a network.
func (l ledger) tally(person, network string, c counts) error {
	_, err := l.tx.SQL().Exec(`INSERT INTO rep_counts (version, person, network,
			completed, late, defaulted, overdue, disputed, cancelled, partners, verified, first_day)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (version, person, network) DO UPDATE SET
			completed = rep_counts.completed + excluded.completed, late = rep_counts.late + excluded.late,
			defaulted = rep_counts.defaulted + excluded.defaulted, overdue = rep_counts.overdue + excluded.overdue,
			disputed = rep_counts.disputed + excluded.disputed, cancelled = rep_counts.cancelled + excluded.cancelled,
			partners = rep_counts.partners + excluded.partners, verified = rep_counts.verified + excluded.verified,
			first_day = CASE WHEN rep_counts.first_day = 0 THEN excluded.first_day ELSE rep_counts.first_day END`,
		l.version, person, network, c.Completed, c.Late, c.Defaulted, c.Overdue, c.Disputed, c.Cancelled, c.Partners, c.Verified, c.Day)
	return wrap("count", err)
}

// counted returns a person's counts; all zero for somebody unknown.
func (l ledger) counted(person, network string) (c counts, err error) {
	err = l.tx.SQL().Row(`SELECT completed, late, defaulted, overdue, disputed, cancelled, partners, verified, first_day
		FROM rep_counts WHERE version = ? AND person = ? AND network = ?`, []any{l.version, person, network},
		&c.Completed, &c.Late, &c.Defaulted, &c.Overdue, &c.Disputed, &c.Cancelled, &c.Partners, &c.Verified, &c.Day)
	if errors.Is(err, store.ErrNotFound) {
		return counts{}, nil
	}
	return c, wrap("read counts", err)
}

// networks returns where a person has been active, in the order of their names.
func (l ledger) networks(person string) (all []string, err error) {
	err = l.tx.SQL().Rows(`SELECT network FROM rep_counts WHERE version = ? AND person = ? AND network <> '' ORDER BY network`,
		[]any{l.version, person}, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			all = append(all, name)
			return err
		})
	return all, wrap("read networks", err)
}

// pair is two persons in the one order in which they are kept.
type pair struct{ a, b string }

func pairOf(one, other string) pair { return pair{min(one, other), max(one, other)} }

// recently counts the pair's deals completed fewer than recent days ago.
func (l ledger) recently(p pair, day int64) (n int64, err error) {
	err = l.tx.SQL().Row(`SELECT coalesce(sum(deals), 0) FROM rep_pairs WHERE version = ? AND a = ? AND b = ? AND day > ?`,
		[]any{l.version, p.a, p.b, day - recent}, &n)
	return n, wrap("count a pair's deals", err)
}

// met reports whether the pair ever completed a deal, on a network or on any.
func (l ledger) met(p pair, network string) (found bool, err error) {
	err = l.tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM rep_pairs WHERE version = ? AND a = ? AND b = ? AND (network = ? OR ? = ''))`,
		[]any{l.version, p.a, p.b, network, network}, &found)
	return found, wrap("look for a pair", err)
}

// paired counts a completed deal of the pair.
func (l ledger) paired(p pair, day int64, network string) error {
	_, err := l.tx.SQL().Exec(`INSERT INTO rep_pairs (version, a, b, day, network, deals) VALUES (?, ?, ?, ?, ?, 1)
		ON CONFLICT (version, a, b, day, network) DO UPDATE SET deals = rep_pairs.deals + 1`, l.version, p.a, p.b, day, network)
	return wrap("count a pair's deal", err)
}
