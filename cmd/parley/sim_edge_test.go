package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// simEdges are the status changes that there are: from, event, to. It is written
// down a second time here, so that one slip does not hide another.
var simEdges = []string{
	" deal.created pending_confirmation",
	"pending_confirmation deal.confirmed pending_confirmation", "pending_confirmation deal.confirmed active",
	"pending_confirmation deal.claimed pending_confirmation", "pending_confirmation deal.cancelled cancelled",
	"active deal.marked pending_completion", "pending_completion deal.marked completed",
	"active deal.overdue overdue", "pending_completion deal.overdue overdue",
	"overdue deal.marked pending_completion", "overdue deal.marked completed",
	"active deal.disputed disputed", "pending_completion deal.disputed disputed", "overdue deal.disputed disputed",
	"disputed deal.resolved active", "disputed deal.resolved completed", "disputed deal.resolved defaulted",
	"overdue deal.resolved defaulted",
	"disputed deal.withdrawn active", "disputed deal.withdrawn pending_completion", "disputed deal.withdrawn overdue",
}

// simSides are facts of both parties.
type simSides map[deals.Side]bool

func (s simSides) both() bool { return s[deals.SideA] && s[deals.SideB] }

func (s simSides) String() (names string) {
	for _, side := range []deals.Side{deals.SideA, deals.SideB} {
		if s[side] {
			names += string(side)
		}
	}
	return names
}

// simRun is what the events of one deal say so far.
type simRun struct {
	community     string
	status        string
	version       int
	a, b          string // actors
	conf, done    simSides
	penalty       simSides
	late          bool
	dueAt, overAt time.Time
	lateMark      time.Time
	disputed      deals.Side
	disputedAt    time.Time
	disputedFrom  string
	withdrawals   map[deals.Side]int
	createdAt     time.Time
	points, whole int64
	rated         bool
	lastBy        map[deals.Side]time.Time // disputes
}

func (d *simRun) open() bool {
	return d.status != "completed" && d.status != "defaulted" && d.status != "cancelled"
}

// take is one more event. Who is behind an actor by now is same's to say.
func (d *simRun) take(e audit.Record, same func(a, b string) bool) error {
	d.version++
	if e.DealSeq != d.version {
		return fmt.Errorf("I15: number %d, want %d", e.DealSeq, d.version)
	}
	if e.From != d.status {
		return fmt.Errorf("I3: it begins in %q, where the deal is %q", e.From, d.status)
	}
	edge := e.From + " " + e.Type + " " + e.To
	if e.Type == deals.EventNoted && e.From == e.To {
		return nil
	}
	if !slices.Contains(simEdges, edge) {
		return fmt.Errorf("I2, I3: no such change: %s", edge)
	}
	side := deals.Side(strings.TrimPrefix(e.As, "party_"))
	wasOpen := d.status
	d.status = e.To
	switch e.Type {
	case deals.EventConfirmed, deals.EventClaimed:
		return d.confirmed(e, side)
	case deals.EventMarked:
		return d.marked(e, side, wasOpen)
	case deals.EventOverdue:
		return d.overdue(e)
	case deals.EventDisputed:
		d.disputed, d.disputedAt, d.disputedFrom = side, e.At, e.From
		d.penalty[side.Other()] = false
		d.lastBy[side] = e.At
	case deals.EventWithdrawn:
		return d.withdrawn(e, side)
	case deals.EventResolved:
		return d.resolved(e, same)
	}
	return nil
}

func (d *simRun) confirmed(e audit.Record, side deals.Side) error {
	if e.Type == deals.EventClaimed {
		if d.b != "" {
			return errors.New("I30: claimed a second time")
		}
		d.b, side = e.Detail("b"), deals.SideB
	}
	if d.conf[side] {
		return errors.New("I19: confirmed a second time")
	}
	d.conf[side] = true
	if d.conf.both() != (e.To == "active") {
		return fmt.Errorf("I4: %s after the confirmations %q", e.To, d.conf)
	}
	return nil
}

func (d *simRun) marked(e audit.Record, side deals.Side, from string) error {
	if d.done[side] {
		return errors.New("I5: marked a second time")
	}
	d.done[side], d.penalty[side] = true, false
	if d.done.both() != (e.To == "completed") {
		return fmt.Errorf("I5: %s after the marks %q", e.To, d.done)
	}
	if from == "overdue" {
		d.lateMark = e.At
	}
	return nil
}

func (d *simRun) overdue(e audit.Record) error {
	if d.late {
		if e.At.Before(d.lateMark.Add(deals.Grace)) || e.Detail("penalty") != "" {
			return fmt.Errorf("I8, I9: overdue again at %v, after a late mark at %v, penalty %q", e.At, d.lateMark, e.Detail("penalty"))
		}
		return nil
	}
	unmarked := simSides{deals.SideA: !d.done[deals.SideA], deals.SideB: !d.done[deals.SideB]}
	if e.At.Before(d.dueAt) || e.Detail("penalty") != unmarked.String() {
		return fmt.Errorf("I9, I13: overdue at %v, due at %v; penalty %q, unmarked %q", e.At, d.dueAt, e.Detail("penalty"), unmarked)
	}
	d.late, d.penalty, d.overAt = true, unmarked, e.At
	return nil
}

func (d *simRun) withdrawn(e audit.Record, side deals.Side) error {
	d.withdrawals[side]++
	if side != d.disputed || e.To != d.disputedFrom || d.withdrawals[side] > 2 {
		return fmt.Errorf("I7: withdrawn by %s to %s for the %d. time, disputed by %s from %s", side, e.To, d.withdrawals[side], d.disputed, d.disputedFrom)
	}
	took := e.At.Sub(d.disputedAt)
	again := simSides{side.Other(): d.late && !d.done[side.Other()]}
	if d.late {
		d.overAt, d.penalty[side.Other()] = d.overAt.Add(took), again[side.Other()]
		if !d.lateMark.IsZero() {
			d.lateMark = d.lateMark.Add(took)
		}
	} else {
		d.dueAt = d.dueAt.Add(took)
	}
	if e.Detail("penalty") != again.String() || simNumber(e, "due_at") != d.dueAt.UnixMilli() {
		return fmt.Errorf("I9: penalty %q, want %q; due at %d, want %d", e.Detail("penalty"), again, simNumber(e, "due_at"), d.dueAt.UnixMilli())
	}
	return nil
}

func (d *simRun) resolved(e audit.Record, same func(a, b string) bool) error {
	if !slices.Contains([]string{"mediator", "administrator", "owner"}, e.As) || same(e.Actor, d.a) || same(e.Actor, d.b) {
		return fmt.Errorf("I5, I6, I7: decided as %s by %s, between %s and %s", e.As, e.Actor, d.a, d.b)
	}
	if e.From == "overdue" && e.At.Before(d.overAt.Add(deals.Grace)) {
		return fmt.Errorf("row 16: decided at %v, overdue at %v", e.At, d.overAt)
	}
	d.penalty = simSides{}
	if e.To == "active" {
		d.done, d.late, d.lateMark = simSides{}, false, time.Time{}
		d.dueAt = store.Time(simNumber(e, "due_at"))
		if d.dueAt.Before(e.At.Add(deals.Left)) {
			return fmt.Errorf("I13: sent back at %v, due at %v", e.At, d.dueAt)
		}
	}
	return nil
}

// simNumber is a detail that is a number.
func simNumber(e audit.Record, name string) (n int64) {
	for _, f := range e.D {
		if v, ok := f.Value.(int64); ok && f.Name == name {
			n = v
		}
	}
	return n
}
