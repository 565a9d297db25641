package main

import (
	"container/heap"
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// life is an open deal, and what its parties are going to do.
type life struct {
	deal deals.Deal
	plan []deed // in order of time
}

// deed is one act that is planned.
type deed struct {
	at      time.Time
	command deals.Command
	text    string // the reason of a dispute
}

// next is when something happens to the deal: by a plan, or by time alone.
func (l *life) next() time.Time {
	next := l.deal.SweepAt()
	if len(l.plan) > 0 && (next.IsZero() || l.plan[0].at.Before(next)) {
		next = l.plan[0].at
	}
	return next
}

// lives are the open deals, the one to which something happens next on top.
type lives []*life

func (l lives) Len() int           { return len(l) }
func (l lives) Less(i, j int) bool { return l[i].next().Before(l[j].next()) }
func (l lives) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *lives) Push(x any)        { *l = append(*l, x.(*life)) }
func (l *lives) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}

// pass does what has come to its time.
func (s *seeder) pass(tx *store.Tx) error {
	for len(s.lives) > 0 && !s.lives[0].next().After(tx.Now()) {
		l := s.lives[0]
		if err := s.advance(tx, l); err != nil {
			return err
		}
		if l.deal.Status.Open() && !l.next().IsZero() {
			heap.Fix(&s.lives, 0)
		} else {
			heap.Pop(&s.lives)
		}
	}
	return nil
}

// advance does one thing to a deal: what time has done, before what people planned.
func (s *seeder) advance(tx *store.Tx, l *life) error {
	if at := l.deal.SweepAt(); !at.IsZero() && !at.After(tx.Now()) {
		return s.act(tx, l, deed{command: deals.Command{Act: deals.ActSweep}})
	}
	d := l.plan[0]
	l.plan = l.plan[1:]
	return s.act(tx, l, d)
}

// act does a deed. One that the rules refuse by now, since time has changed the
// deal, is forgotten, as its person would be told.
func (s *seeder) act(tx *store.Tx, l *life, d deed) error {
	var texts []audit.Text
	if d.text != "" {
		texts = append(texts, audit.Text{Kind: "reason", Text: d.text, Author: l.deal.Party(d.command.By).Person})
	}
	after, err := s.house.Recorder.Act(tx, l.deal, d.command, s.mediator, texts...)
	var refused *fault.Fault
	if errors.As(err, &refused) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", d.command.Act, err)
	}
	l.deal = after
	s.made.Events++
	return nil
}

// propose makes a deal and plans its life.
func (s *seeder) propose(tx *store.Tx) error {
	a := rankOf(int(s.active.Uint64()), len(s.people))
	b := (a + 1 + int(s.friend.Uint64())) % len(s.people)
	terms := s.terms(tx.Now())
	deal, err := s.house.Recorder.Open(tx, deals.Proposal{
		Terms: terms, A: s.party(a), B: s.party(b),
	}, [2]string{fmt.Sprint("person_", a), fmt.Sprint("person_", b)})
	if err != nil {
		return err
	}
	l := &life{deal: deal, plan: s.plan(tx.Now(), terms.DueAt)}
	s.made.Deals++
	s.made.Events++
	heap.Push(&s.lives, l)
	return nil
}

// rankOf spreads the ranks of activity over the people by a stride that is prime.
func rankOf(n, people int) int { return (n*7919 + 13) % people }

func (s *seeder) party(i int) deals.Party {
	return deals.Party{Person: s.people[i].person, Identity: s.people[i].ref}
}

func (s *seeder) terms(now time.Time) deals.Terms {
	networks, types := deals.Networks(), deals.Types()
	minor := int64(100 * (1 + s.chance.ExpFloat64()*80))
	due := civil.Of(now, time.UTC).AddDays(1 + s.chance.IntN(21))
	return deals.Terms{
		Network: networks[s.chance.IntN(len(networks))], Type: types[s.chance.IntN(len(types))],
		Amount: money.Amount{Minor: minor, Unit: "USD", Scale: 2}, Rated: true, Points: minor,
		DueDate: due, Zone: "UTC", DueAt: civil.End(due, time.UTC),
	}
}
