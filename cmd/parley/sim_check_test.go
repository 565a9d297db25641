package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// check compares the ledger with itself and with what people were told.
func (l *simLife) check() {
	l.t.Helper()
	if _, err := audit.VerifyLog(l.ctx, l.store, deals.CheckReplay, bot.Migrations(l.house.Apps)...); err != nil {
		l.fail("I15, I16: %v", err)
	}
	l.read(func(tx *store.Tx) error {
		if err := crashSound(tx); err != nil {
			l.fail("%v", err)
		}
		records, err := audit.Since(tx, -1, "", simMost)
		if err != nil {
			return err
		}
		ledger := newSimLedger(l.settings)
		for _, e := range records {
			if err := ledger.take(e); err != nil {
				l.fail("event %d, %s of deal %s: %v", e.Seq, e.Type, e.Deal, err)
			}
		}
		if err := ledger.compare(tx); err != nil {
			l.fail("%v", err)
		}
		return nil
	})
	l.checkLetters()
	l.checkReputation()
}

// simMost is more events than any life has.
const simMost = 10_000

// digest is what a life came to, without what was drawn at random.
func (l *simLife) digest() (lines []string) {
	l.read(func(tx *store.Tx) error {
		records, err := audit.Since(tx, -1, "", simMost)
		for _, e := range records {
			lines = append(lines, fmt.Sprint(e.Seq, " ", e.At.Sub(l.epoch), " ", e.Type, " ", e.DealSeq, " ", e.From, " ", e.To, " ", e.As, " ", e.Via))
		}
		return err
	})
	for _, p := range l.people {
		on := l.platform(p)
		lines = append(lines, fmt.Sprint(p.user.Ref.ID, " was sent ", len(on.inbox(p.user.Ref)), ", in ", on.attempts(p.user.Ref.ID), " attempts"))
	}
	return lines
}

// checkReputation has history read again and compares what comes of it with what
// was kept up to date event by event.
func (l *simLife) checkReputation() {
	before := l.reputation()
	err := l.store.Write(l.ctx, func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`UPDATE rep_versions SET formula = 0`)
		return err
	})
	if err != nil {
		l.fail("%v", err)
	}
	version := l.policyVersion()
	for range 5 {
		l.leap(6 * 60e9)
		if l.policyVersion() > version {
			break
		}
	}
	if l.policyVersion() == version {
		l.fail("history was not read again")
	}
	after := l.reputation()
	for i := range max(len(before), len(after)) {
		if i >= len(before) || i >= len(after) || before[i] != after[i] {
			l.fail("I20: kept\n%s\nread again\n%s", strings.Join(before[min(i, len(before)):], "\n"), strings.Join(after[min(i, len(after)):], "\n"))
		}
	}
}

func (l *simLife) policyVersion() (n int) {
	l.read(func(tx *store.Tx) error { return tx.SQL().Row(`SELECT current FROM rep_state`, nil, &n) })
	return n
}

// simReputation are the rows of the version in force, but for its number.
const simReputation = `SELECT 'bucket ' || concat_ws(' ', person, network, epoch, est, fresh, neg, direct, lent) FROM rep_buckets
		WHERE version = (SELECT current FROM rep_state) AND (est <> 0 OR fresh <> 0 OR neg <> 0 OR direct <> 0 OR lent <> 0)
	UNION ALL SELECT 'contribution ' || concat_ws(' ', person, seq, n, whose, other, deal, network, outcome, partner, day, weight, k,
		est, fresh, neg, direct, lent, rank, reversed) FROM rep_contributions WHERE version = (SELECT current FROM rep_state)
	UNION ALL SELECT 'pair ' || concat_ws(' ', a, b, day, network, deals) FROM rep_pairs WHERE version = (SELECT current FROM rep_state)
	UNION ALL SELECT 'counts ' || concat_ws(' ', person, network, completed, late, defaulted, overdue, disputed, cancelled,
		partners, verified, first_day) FROM rep_counts WHERE version = (SELECT current FROM rep_state)
	UNION ALL SELECT 'day ' || concat_ws(' ', person, day, est, fresh, neg) FROM rep_days WHERE version = (SELECT current FROM rep_state)`

func (l *simLife) reputation() (rows []string) {
	l.read(func(tx *store.Tx) error {
		return tx.SQL().Rows(simReputation, nil, func(scan func(...any) error) error {
			var row string
			err := scan(&row)
			rows = append(rows, row)
			return err
		})
	})
	slices.Sort(rows)
	return rows
}
