package rep

import "slices"

// record keeps what a fact changes, and notes whose score it moved.
func (l ledger) record(f Fact, n int, r result, touched map[string]bool) error {
	if f.Person == "" {
		return nil // nobody took the invitation
	}
	switch f.Kind {
	case Penalised, Defaulted:
		return l.penalise(f, n, touched)
	case Reversed:
		return l.absolve(f, touched)
	}
	if f.oneself() {
		return nil
	}
	switch f.Kind {
	case Completed:
		return l.complete(f, n, r, touched)
	case Activated:
		return l.count(f.Person, f.Network, counts{Day: dayOf(f.At)})
	case Disputed:
		return l.count(f.Person, f.Network, counts{Disputed: 1})
	case Cancelled:
		return l.count(f.Person, f.Network, counts{Cancelled: 1})
	}
	return nil
}

// complete keeps a completed deal of one party.
func (l ledger) complete(f Fact, n int, r result, touched map[string]bool) error {
	r.n = n
	touched[f.Person] = true
	if err := l.keep(r.contribution); err != nil {
		return err
	}
	// The deal counts once for the pair, with the fact of one of them.
	if both := pairOf(f.Person, f.Other); both.a == f.Person {
		if err := l.paired(both, r.day, f.Network); err != nil {
			return err
		}
	}
	if err := l.tally(f.Person, allNetworks, r.counts); err != nil {
		return err
	}
	return l.tally(f.Person, f.Network, r.here)
}

// penalise holds an overdue deal, or a default, against whom it is about and
// those who inherited it.
func (l ledger) penalise(f Fact, n int, touched map[string]bool) error {
	c := contribution{
		Fact: f, n: n, day: dayOf(f.At), outcome: outcomeOverdue, weight: Weight(f.Points), k: 1, mass: loss(f.Kind, f.Points),
	}
	change := counts{Overdue: 1}
	if f.Kind == Defaulted {
		c.outcome, change = outcomeDefault, counts{Defaulted: 1}
	}
	persons, err := bearers(l.tx, f.Seq, n)
	if err != nil {
		return err
	}
	if !slices.Contains(persons, f.Person) {
		persons = append(persons, f.Person)
	}
	for _, c.person = range persons {
		touched[c.person] = true
		if err := l.keep(c); err != nil {
			return err
		}
		if err := l.count(c.person, f.Network, change); err != nil {
			return err
		}
	}
	return nil
}

// absolve takes back what stands against a person for being overdue in a deal.
func (l ledger) absolve(f Fact, touched map[string]bool) error {
	penalties, err := l.penalties(f.Deal, f.Person)
	if err != nil {
		return err
	}
	for _, c := range penalties {
		touched[c.person] = true
		if err := l.reverse(c, f.Seq); err != nil {
			return err
		}
		if err := l.count(c.person, c.Network, counts{Overdue: -1}); err != nil {
			return err
		}
	}
	return nil
}

// count adds the same on the network and over all.
func (l ledger) count(person, network string, c counts) error {
	if err := l.tally(person, network, c); err != nil {
		return err
	}
	return l.tally(person, allNetworks, c)
}
