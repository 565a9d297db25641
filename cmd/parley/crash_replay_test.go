package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

const crashDealRow = `SELECT d.network, d.type, d.minor, d.unit, d.scale, d.rated, d.points, d.due_date, d.zone, d.due_at,
	d.status, d.conf_a, d.conf_b, d.done_a, d.done_b, d.outcome_a, d.outcome_b, d.late, d.overdue_at, d.late_mark_at,
	d.sweep_at, d.version, d.created_at, d.closed_at, a.person, coalesce(a.slot, -1), coalesce(b.person, ''), coalesce(b.slot, -1)
	FROM deals_deals d JOIN deals_parties a ON a.deal = d.id AND a.side = 'a'
	LEFT JOIN deals_parties b ON b.deal = d.id AND b.side = 'b' WHERE d.id = ?`

// replay makes every deal anew from its events and compares it with its rows.
func (l *crashLedger) replay(t *testing.T, tx *store.Tx) error {
	t.Helper()
	for id, events := range l.events {
		row := make([]string, 28)
		into := make([]any, len(row))
		for i := range row {
			into[i] = &row[i]
		}
		if err := tx.SQL().Row(crashDealRow, []any{id}, into...); err != nil {
			return err
		}
		d, err := crashReplay(events)
		if err != nil {
			t.Errorf("deal %s: %v", l.handles[id], err)
			continue
		}
		if want := crashRow(d); strings.Join(row, "|") != want {
			t.Errorf("deal %s:\nrow    %s\nevents %s", l.handles[id], strings.Join(row, "|"), want)
		}
		if d.Version != len(events) {
			t.Errorf("deal %s: version %d after %d events", l.handles[id], d.Version, len(events))
		}
		agreed := d.A.Confirmed && d.B.Confirmed
		if d.Status != deals.Pending && d.Status != deals.Cancelled && !agreed {
			t.Errorf("deal %s is %s with one confirmation", l.handles[id], d.Status)
		}
	}
	return nil
}

// crashReplay carries out again what a deal's events say was done.
func crashReplay(events []audit.Record) (deals.Deal, error) {
	if len(events) == 0 {
		return deals.Deal{}, fmt.Errorf("there are no events")
	}
	p, err := crashProposal(events[0])
	if err != nil {
		return deals.Deal{}, err
	}
	d, _ := deals.Open(p, events[0].At)
	for _, e := range events[1:] {
		if string(d.Status) != e.From {
			return d, fmt.Errorf("event %d begins in %s, where the deal is %s", e.DealSeq, e.From, d.Status)
		}
		after, said, err := deals.Apply(d, crashCommandOf(e), e.At)
		if err != nil {
			return d, fmt.Errorf("event %d, %s: %w", e.DealSeq, e.Type, err)
		}
		if said.Type != e.Type || string(said.To) != e.To {
			return d, fmt.Errorf("event %d is %s to %s, and should be %s to %s", e.DealSeq, e.Type, e.To, said.Type, said.To)
		}
		d = after
	}
	return d, nil
}

// crashProposal reads the terms of a deal from its first event.
func crashProposal(e audit.Record) (p deals.Proposal, err error) {
	number := func(name string) (n int64) {
		for _, f := range e.D {
			if v, ok := f.Value.(int64); ok && f.Name == name {
				return v
			}
		}
		return 0
	}
	person := func(name string) string { return strings.TrimPrefix(e.Detail(name), audit.Actor("")) }
	p.Network, p.Type, p.Zone = e.Detail("network"), e.Detail("type"), e.Detail("zone")
	p.Amount = money.Amount{Unit: e.Detail("unit"), Scale: int(number("scale"))}
	p.DueAt = store.Time(number("due_at"))
	p.A, p.B = deals.Party{Person: person("a")}, deals.Party{Person: person("b")}
	if p.Amount.Minor, err = strconv.ParseInt(e.Detail("amount"), 10, 64); err != nil {
		return p, err
	}
	if points := e.Detail("points"); points != "" {
		p.Rated = true
		if p.Points, err = strconv.ParseInt(points, 10, 64); err != nil {
			return p, err
		}
	}
	p.DueDate, err = civil.Parse(e.Detail("due_date"))
	return p, err
}

// crashCommandOf is the command that an event records. An event tells persons, not
// their accounts, so these are not compared.
func crashCommandOf(e audit.Record) deals.Command {
	c := deals.Command{By: deals.Side(strings.TrimPrefix(e.As, "party_"))}
	switch e.Type {
	case deals.EventConfirmed:
		c.Act = deals.ActConfirm
	case deals.EventClaimed:
		c.Act, c.Claimer.Person = deals.ActClaim, strings.TrimPrefix(e.Detail("b"), audit.Actor(""))
	case deals.EventMarked:
		c.Act = deals.ActComplete
	case deals.EventNoted:
		c.Act = deals.ActNote
	case deals.EventCancelled:
		c.Act, c.Cause = deals.ActCancel, deals.Cause(e.Detail("cause"))
	case deals.EventOverdue:
		c.Act, c.By = deals.ActSweep, deals.Neither
	}
	if e.Actor == audit.System {
		c = deals.Command{Act: deals.ActSweep}
	}
	return c
}

// crashRow is a deal as crashDealRow reads it.
func crashRow(d deals.Deal) string {
	bit := func(b bool) string {
		if b {
			return "1"
		}
		return "0"
	}
	at := func(t time.Time) int64 { return store.Millis(t) }
	slot := func(counts bool) string {
		if !d.Status.Open() {
			return "-1"
		}
		return bit(counts)
	}
	b := slot(d.B.Confirmed)
	if !d.Claimed() {
		b = "-1"
	}
	return strings.Join([]string{
		d.Network, d.Type, fmt.Sprint(d.Amount.Minor), d.Amount.Unit, fmt.Sprint(d.Amount.Scale), bit(d.Rated), fmt.Sprint(d.Points),
		d.DueDate.String(), d.Zone, fmt.Sprint(at(d.DueAt)),
		string(d.Status), bit(d.A.Confirmed), bit(d.B.Confirmed), bit(d.A.Done), bit(d.B.Done), string(d.A.Outcome), string(d.B.Outcome),
		bit(d.Late), fmt.Sprint(at(d.OverdueAt)), fmt.Sprint(at(d.LateMarkAt)),
		fmt.Sprint(at(d.SweepAt())), fmt.Sprint(d.Version), fmt.Sprint(at(d.CreatedAt)), fmt.Sprint(at(d.ClosedAt)),
		d.A.Person, slot(true), d.B.Person, b,
	}, "|")
}
