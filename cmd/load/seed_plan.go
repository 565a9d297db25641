package main

import (
	"slices"
	"time"

	"github.com/parleybot/parley/core/apps/deals"
)

// plan draws what the parties of a deal are going to do. Of a hundred deals about
// twelve are never agreed on, seventy-two end in time, six late, seven are disputed
// and three are simply forgotten: rates that are made up, and chosen so that every
// state has its share.
func (s *seeder) plan(now, due time.Time) []deed {
	first, second := deals.SideA, deals.SideB
	if s.chance.IntN(2) == 0 {
		first, second = second, first
	}
	p := plan{{at: now, command: deals.Command{Act: deals.ActConfirm, By: deals.SideA}}}
	agreed := now.Add(s.within(24 * time.Hour))
	switch lot := s.chance.IntN(100); {
	case lot < 5: // nobody answers, and time cancels it
		return p
	case lot < 9:
		p.add(agreed, deals.Command{Act: deals.ActCancel, By: deals.SideB, Cause: deals.ByCounterparty})
		return p
	case lot < 12:
		p.add(agreed, deals.Command{Act: deals.ActCancel, By: deals.SideA, Cause: deals.ByInitiator})
		return p
	case lot < 84:
		p.agree(agreed)
		done := agreed.Add(s.within(due.Sub(agreed)))
		p.mark(done, first)
		p.mark(done.Add(s.within(due.Sub(done))), second)
	case lot < 90:
		p.agree(agreed)
		p.mark(agreed.Add(s.within(due.Sub(agreed))), first)
		p.mark(due.Add(s.within(60*time.Hour)), second)
	case lot < 97:
		p.agree(agreed)
		s.quarrel(&p, agreed.Add(s.within(due.Sub(agreed))), due, first)
	default:
		p.agree(agreed)
	}
	slices.SortStableFunc(p, func(a, b deed) int { return a.at.Compare(b.at) })
	return p
}

// quarrel plans a dispute, and how it ends.
func (s *seeder) quarrel(p *plan, at, due time.Time, by deals.Side) {
	*p = append(*p, deed{at: at, command: deals.Command{Act: deals.ActDispute, By: by}, text: "The gifts that we agreed on never came."})
	settled := at.Add(s.within(4 * 24 * time.Hour))
	switch s.chance.IntN(3) {
	case 0:
		p.add(settled, deals.Command{Act: deals.ActWithdraw, By: by})
		p.mark(due.Add(s.within(12*time.Hour)), deals.SideA)
		p.mark(due.Add(s.within(12*time.Hour)), deals.SideB)
	case 1:
		p.add(settled, deals.Command{Act: deals.ActResolve, Result: deals.Completed})
	default:
		p.add(settled, deals.Command{Act: deals.ActResolve, Result: deals.Defaulted, AtFault: string(by.Other())})
	}
}

// within draws a span, never longer than the one given.
func (s *seeder) within(most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	return time.Duration(s.chance.Int64N(int64(most)))
}

// plan is what is going to happen to a deal.
type plan []deed

func (p *plan) add(at time.Time, c deals.Command) { *p = append(*p, deed{at: at, command: c}) }

// agree is the counterparty's yes; the proposer said it with the proposal.
func (p *plan) agree(at time.Time) {
	p.add(at, deals.Command{Act: deals.ActConfirm, By: deals.SideB})
}

func (p *plan) mark(at time.Time, by deals.Side) {
	p.add(at, deals.Command{Act: deals.ActComplete, By: by})
}
