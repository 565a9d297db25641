package rep

import (
	"fmt"
	"time"

	"github.com/parleybot/parley/core/store"
)

// ledger is one version in one transaction.
type ledger struct {
	tx      *store.Tx
	version int64
	policy  Policy
}

// Take takes the facts of one event, all of them at once, in the event's own
// transaction. Events come in the order of the log.
func (s *Service) Take(tx *store.Tx, facts ...Fact) error {
	if len(facts) == 0 {
		return nil
	}
	v, err := inForce(tx)
	if err != nil {
		return err
	}
	if v.number == 0 {
		// The same due time every time makes one job of it.
		if err := schedule(tx, first, time.Unix(1, 0)); err != nil {
			return err
		}
	}
	return take(tx, v, facts)
}

func take(tx *store.Tx, v version, facts []Fact) error {
	seq := facts[0].Seq
	if seq <= v.seq || facts[len(facts)-1].Seq != seq {
		return fmt.Errorf("rep: take: event %d cannot follow event %d", facts[len(facts)-1].Seq, v.seq)
	}
	l := ledger{tx, v.number, v.policy}
	// Both parties are judged before anything changes.
	results := make([]result, len(facts))
	for i, f := range facts {
		var err error
		if results[i], err = l.judge(f); err != nil {
			return err
		}
	}
	touched := map[string]bool{}
	for n, f := range facts {
		if err := l.record(f, n, results[n], touched); err != nil {
			return err
		}
	}
	for person := range touched {
		if err := l.remember(person, dayOf(facts[0].At)); err != nil {
			return err
		}
	}
	return taken(tx, v.number, seq)
}

// result is what a completed deal means for one party.
type result struct {
	contribution
	counts, here counts // over all networks, and on the deal's
}

// judge looks at how both parties stand before the event.
func (l ledger) judge(f Fact) (r result, err error) {
	if f.Kind != Completed || f.oneself() || f.Person == "" {
		return result{}, nil
	}
	day, both := dayOf(f.At), pairOf(f.Person, f.Other)
	deals, err := l.recently(both, day)
	if err != nil {
		return result{}, err
	}
	other, err := l.standing(f.Other, day)
	if err != nil {
		return result{}, err
	}
	r.contribution = contribution{Fact: f, person: f.Person, day: day, outcome: outcomeOnTime, weight: Weight(f.Points), k: deals + 1}
	r.counts.Completed = 1
	if f.Late {
		r.outcome, r.counts.Late = outcomeLate, 1
	}
	r.mass, r.lent, r.partner = gain(l.policy, worth(f.Points, f.Late, r.k), other, day)
	r.here = r.counts
	for _, scope := range []struct {
		network string
		counts  *counts
	}{{allNetworks, &r.counts}, {f.Network, &r.here}} {
		known, err := l.met(both, scope.network)
		if err != nil {
			return result{}, err
		}
		if known {
			continue
		}
		scope.counts.Partners = 1
		if other.verified {
			scope.counts.Verified = 1
		}
	}
	return r, nil
}

// standing is how a person stands. Under Open nobody asks beyond verified.
func (l ledger) standing(person string, day int64) (s standing, err error) {
	if s.verified, err = isVerified(l.tx, person); err != nil || l.policy == Open {
		return s, err
	}
	c, err := l.counted(person, allNetworks)
	if err != nil {
		return standing{}, err
	}
	s.first = c.Day
	s.mass, err = l.mass(person, allNetworks, day)
	return s, err
}
