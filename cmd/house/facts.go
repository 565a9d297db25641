package house

import (
	"fmt"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/apps/rep"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// facts are what an event of a deal means for the reputation of its parties. Their
// order within one event is part of the history and never changes.
func facts(h deals.Happening) []rep.Fact {
	var all []rep.Fact
	each := func(kind rep.Kind, sides string) {
		for _, side := range sides {
			all = append(all, fact(h, kind, deals.Side(side)))
		}
	}
	const both = string(deals.SideA + deals.SideB)
	each(rep.Reversed, h.Event.Reversed)
	each(rep.Penalised, h.Event.Penalty)
	before, after := h.Before.Status, h.After.Status
	switch {
	case before == after || !h.After.Claimed():
	case before == deals.Pending && after == deals.Active:
		each(rep.Activated, both)
	case after == deals.Completed:
		each(rep.Completed, both)
	case after == deals.Disputed:
		each(rep.Disputed, both)
	case after == deals.Cancelled:
		each(rep.Cancelled, wanted(h.After))
	}
	each(rep.Defaulted, h.Event.Default)
	return all
}

// wanted are the sides that had said yes to a deal. Who was merely asked has nothing
// to do with it: else anybody could fill a stranger's card with cancelled deals.
func wanted(d deals.Deal) string {
	if d.B.Confirmed {
		return deals.Both
	}
	return string(deals.SideA)
}

func fact(h deals.Happening, kind rep.Kind, side deals.Side) rep.Fact {
	d := h.After
	f := rep.Fact{
		Seq: h.Seq, At: h.At, Deal: d.ID, Handle: d.Handle, Network: d.Network, Kind: kind,
		Person: d.Party(side).Person, Other: d.Party(side.Other()).Person,
		Late: d.Party(side).Outcome == deals.Late, Amount: chat.Amount(d.Amount.Minor, d.Amount.Unit, d.Amount.Scale),
	}
	if d.Rated {
		f.Points = d.Points
	}
	return f
}

// pastFacts reads the facts of the log again, at most limit of them.
func pastFacts(tx *store.Tx, after int64, limit int) ([]rep.Fact, error) {
	var all []rep.Fact
	for {
		page, err := deals.History(tx, after, limit)
		if err != nil {
			return nil, err
		}
		for _, h := range page {
			all = append(all, facts(h)...)
			after = h.Seq
		}
		if len(all) >= limit {
			return all[:limit], nil
		}
		if len(page) < limit {
			return all, nil
		}
	}
}

// CheckReplay compares what the tables say of deals and of reputation with what
// the log gives.
func CheckReplay(tx *store.Tx) error {
	if err := deals.CheckReplay(tx); err != nil {
		return fmt.Errorf("%w", err)
	}
	return rep.CheckReplay(tx, pastFacts)
}
