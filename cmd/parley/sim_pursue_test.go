package main

import (
	"strconv"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// simDeal is what people know of a deal that is not over.
type simDeal struct {
	handle   string
	status   deals.Status
	conf     [2]bool
	done     [2]bool
	disputed deals.Side
	parties  [2]chat.UserRef // zero for an invitation nobody took
}

const simOpenDeals = `SELECT d.handle, d.status, d.conf_a, d.conf_b, d.done_a, d.done_b, d.dispute_by,
	a.platform, a.account, coalesce(b.platform, ''), coalesce(b.account, '')
	FROM deals_deals d JOIN deals_parties a ON a.deal = d.id AND a.side = 'a'
	LEFT JOIN deals_parties b ON b.deal = d.id AND b.side = 'b'
	WHERE d.closed_at = 0 ORDER BY d.created_at`

func (l *simLife) openDeals() (all []simDeal) {
	l.read(func(tx *store.Tx) error {
		return tx.SQL().Rows(simOpenDeals, nil, func(scan func(...any) error) error {
			var d simDeal
			err := scan(&d.handle, &d.status, &d.conf[0], &d.conf[1], &d.done[0], &d.done[1], &d.disputed,
				&d.parties[0].Platform, &d.parties[0].ID, &d.parties[1].Platform, &d.parties[1].ID)
			all = append(all, d)
			return err
		})
	})
	return all
}

// pursue takes some deal a step on, as those concerned would.
func (l *simLife) pursue() {
	open := l.openDeals()
	if len(open) == 0 {
		l.propose(l.anybody())
		return
	}
	p, in, wanted := l.next(open[l.rng.IntN(len(open))])
	if p == nil {
		return
	}
	l.follow(p, l.act(p, in), wanted)
}

// next is what somebody does about a deal now.
func (l *simLife) next(d simDeal) (p *simPerson, in chat.Interaction, wanted string) {
	side := l.rng.IntN(2)
	if p = l.account(d.parties[side]); p == nil {
		return nil, in, ""
	}
	call := func(path string, more ...string) (*simPerson, chat.Interaction, string) {
		return p, p.calls(path, append(more, "deal_id", d.handle)...), ""
	}
	if l.rng.IntN(12) == 0 {
		return call("deal note", "note", "note "+strconv.Itoa(l.number))
	}
	if l.rng.IntN(20) == 0 {
		return call("deal view")
	}
	switch d.status {
	case deals.Pending:
		if l.rng.IntN(10) == 0 {
			return call("deal cancel")
		}
		if d.conf[side] {
			p = l.account(d.parties[1-side])
		}
		if p == nil {
			return nil, in, ""
		}
		return p, p.calls("deal confirm", "deal_id", d.handle), "Confirm"
	case deals.Disputed:
		return l.settle(d, p)
	}
	switch l.rng.IntN(4) {
	case 0:
		return call("deal dispute", "reason", "it was not what we agreed on")
	case 1:
		if d.status == deals.Overdue {
			return l.judge(d)
		}
	}
	if d.done[side] && l.rng.IntN(4) > 0 {
		p = l.account(d.parties[1-side])
	}
	return p, p.calls("deal complete", "deal_id", d.handle), "Yes, my side is done"
}

// settle is what happens to a disputed deal.
func (l *simLife) settle(d simDeal, p *simPerson) (*simPerson, chat.Interaction, string) {
	if l.rng.IntN(5) < 2 {
		opener := l.account(d.parties[0])
		if d.disputed == deals.SideB {
			opener = l.account(d.parties[1])
		}
		if l.rng.IntN(5) > 0 {
			p = opener
		}
		return p, p.calls("deal withdraw", "deal_id", d.handle), ""
	}
	return l.judge(d)
}

// judge has somebody decide, who may or may not do so.
func (l *simLife) judge(d simDeal) (*simPerson, chat.Interaction, string) {
	judges := []string{"olga", "cat", "max", "tim", "ann", "tom"}
	p := l.person(judges[l.rng.IntN(len(judges))])
	results := []string{"active", "completed", "defaulted"}
	pairs := []string{"deal_id", d.handle, "result", results[l.rng.IntN(3)]}
	if pairs[3] == "defaulted" {
		pairs = append(pairs, "at_fault", []string{"a", "b", "both"}[l.rng.IntN(3)])
	}
	in := p.calls("admin resolve", pairs...)
	if l.rng.IntN(2) == 0 {
		in.Place, in.Admin, in.Roles = p.group, p.admin, p.roles
	}
	return p, in, "Yes, decide so"
}
