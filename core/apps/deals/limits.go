package deals

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
)

const (
	// PairCap is how many proposals of one person to another may wait for an answer.
	PairCap = 3
	// NoteCap is how many notes one party may write on a deal.
	NoteCap = 100
	// hundredths of a point make a point.
	hundredths = 100
)

// Use is what somebody has used of the caps, over all linked accounts. Points
// are hundredths, Whole is whole units of unrated units, each deal rounded up;
// both count from the start of the community's day.
type Use struct {
	Open   int
	Pair   int
	Points int64
	Whole  int64
}

// CheckCreate refuses, with a fault, a deal that would go over a cap. dayEnds
// is when the volume of today is forgotten.
func (c Settings) CheckCreate(u Use, t Terms, dayEnds time.Time) error {
	if err := c.CheckOpen(u.Open); err != nil {
		return err
	}
	if u.Pair >= PairCap {
		return fault.New(fault.Limit, "deals.limit.pair", chat.Args{
			"count": chat.Number(PairCap), "use": chat.Number(u.Pair),
		})
	}
	return c.checkVolume(u, t, dayEnds)
}

// CheckOpen refuses, with a fault, one more open deal.
func (c Settings) CheckOpen(open int) error {
	if open < c.MaxOpen {
		return nil
	}
	return fault.New(fault.Limit, "deals.limit.open", chat.Args{
		"count": chat.Number(c.MaxOpen), "use": chat.Number(open),
	})
}

// CheckCooldown refuses, with a fault, a dispute within Cooldown of the last one;
// last is zero where there was none.
func (c Settings) CheckCooldown(last, now time.Time) error {
	frees := last.Add(c.Cooldown)
	if last.IsZero() || !now.Before(frees) {
		return nil
	}
	return fault.New(fault.Limit, "deals.limit.cooldown", chat.Args{
		"count": chat.Number(int(c.Cooldown.Hours())), "last": chat.Time(last, chat.StyleDateTime),
		"when": chat.Time(frees, chat.StyleDateTime),
	})
}

// checkVolume keeps two pools apart: points of rated units, and whole units of
// everything else, since nothing says what those are worth.
func (c Settings) checkVolume(u Use, t Terms, dayEnds time.Time) error {
	when := chat.Time(dayEnds, chat.StyleDateTime)
	if t.Rated {
		if u.Points+t.Points <= c.MaxVolume*hundredths {
			return nil
		}
		// One point is worth one USD, which people can read.
		return fault.New(fault.Limit, "deals.limit.volume", chat.Args{
			"limit": chat.Amount(c.MaxVolume*hundredths, "USD", 2),
			"use":   chat.Amount(u.Points, "USD", 2),
			"new":   chat.Amount(t.Points, "USD", 2),
			"when":  when,
		})
	}
	whole := t.Amount.Whole()
	if u.Whole+whole <= c.MaxVolume {
		return nil
	}
	return fault.New(fault.Limit, "deals.limit.units", chat.Args{
		"count": chat.Number(int(c.MaxVolume)), "use": chat.Number(int(u.Whole)),
		"new": chat.Number(int(whole)), "when": when,
	})
}

// checkNotes refuses, with a fault, a note beyond the cap of one party.
func checkNotes(written int) error {
	if written < NoteCap {
		return nil
	}
	return fault.New(fault.Limit, "deals.limit.notes", chat.Args{
		"count": chat.Number(NoteCap), "use": chat.Number(written),
	})
}
