package main

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/store"
)

// simLedger reads the log from its beginning and finds what may not be.
type simLedger struct {
	settings config.Config
	links    map[[2]string]bool
	deals    map[string]*simRun
	order    []*simRun
}

func newSimLedger(c config.Config) *simLedger {
	return &simLedger{settings: c, links: map[[2]string]bool{}, deals: map[string]*simRun{}}
}

// take is the next event of the log.
func (g *simLedger) take(e audit.Record) error {
	pair := [2]string{e.Detail("person"), e.Detail("other")}
	switch e.Type {
	case "person.linked":
		g.links[pair] = true
	case "person.unlinked":
		delete(g.links, pair)
		delete(g.links, [2]string{pair[1], pair[0]})
	}
	if e.Deal == "" {
		return nil
	}
	if e.Type == deals.EventCreated {
		return g.created(e)
	}
	d := g.deals[e.Deal]
	if d == nil {
		return fmt.Errorf("I15: no such deal")
	}
	if err := g.within(d, e); err != nil {
		return err
	}
	return d.take(e, g.same)
}

// same reports whether two actors are one person now.
func (g *simLedger) same(a, b string) bool {
	seen := []string{a}
	for i := 0; i < len(seen); i++ {
		if seen[i] == b {
			return true
		}
		for link := range g.links {
			for j, end := range link {
				if end == seen[i] && !slices.Contains(seen, link[1-j]) {
					seen = append(seen, link[1-j])
				}
			}
		}
	}
	return false
}

func (g *simLedger) created(e audit.Record) error {
	d := &simRun{
		community: e.Community, a: e.Detail("a"), b: e.Detail("b"), dueAt: store.Time(simNumber(e, "due_at")), createdAt: e.At,
		conf: simSides{}, done: simSides{}, penalty: simSides{}, withdrawals: map[deals.Side]int{}, lastBy: map[deals.Side]time.Time{},
	}
	minor, err := strconv.ParseInt(e.Detail("amount"), 10, 64)
	if err != nil {
		return err
	}
	if points := e.Detail("points"); points != "" {
		d.rated = true
		if d.points, err = strconv.ParseInt(points, 10, 64); err != nil {
			return err
		}
	}
	one := int64(1)
	for range simNumber(e, "scale") {
		one *= 10
	}
	d.whole = (minor + one - 1) / one
	if err := g.room(d, e); err != nil {
		return err
	}
	g.deals[e.Deal], g.order = d, append(g.order, d)
	return d.take(e, g.same)
}

// room checks that a new deal is within the limits of its initiator.
func (g *simLedger) room(d *simRun, e audit.Record) error {
	if g.same(d.a, d.b) {
		return fmt.Errorf("a deal with oneself")
	}
	if n := g.openOf(d.a, d.community); n >= g.settings.MaxOpenDeals {
		return fmt.Errorf("I23: a deal more with %d open", n)
	}
	zone, err := civil.LoadZone(e.Detail("zone"))
	if err != nil {
		return err
	}
	dayBegan := civil.End(civil.Of(e.At, zone).AddDays(-1), zone)
	waiting, points, whole := 0, int64(0), int64(0)
	for _, o := range append(g.order[:len(g.order):len(g.order)], d) {
		if !g.same(o.a, d.a) {
			continue
		}
		if o.status == "pending_confirmation" && d.b != "" && o.b != "" && g.same(o.b, d.b) && !o.conf[deals.SideB] {
			waiting++
		}
		if o.community != d.community || o.createdAt.Before(dayBegan) {
			continue
		}
		if o.rated {
			points += o.points
			continue
		}
		whole += o.whole
	}
	if waiting >= deals.PairCap {
		return fmt.Errorf("I23: a deal more where %d wait", waiting)
	}
	if d.rated && points > g.settings.MaxDailyVolume*100 || !d.rated && whole > g.settings.MaxDailyVolume {
		return fmt.Errorf("I23: %d points and %d units in a day", points/100, whole)
	}
	return nil
}

// within checks the limits of who acts on a deal.
func (g *simLedger) within(d *simRun, e audit.Record) error {
	switch {
	case e.Type == deals.EventClaimed || e.Type == deals.EventConfirmed && e.As == "party_b":
		if n := g.openOf(e.Actor, d.community); n >= g.settings.MaxOpenDeals {
			return fmt.Errorf("I23: a deal more with %d open", n)
		}
	case e.Type == deals.EventDisputed:
		cooldown := time.Duration(g.settings.DisputeCooldown) * time.Hour
		for _, o := range g.order {
			for side, at := range o.lastBy {
				if o.community == d.community && g.same(o.party(side), e.Actor) && e.At.Before(at.Add(cooldown)) {
					return fmt.Errorf("I23: a dispute at %v after one at %v", e.At, at)
				}
			}
		}
	}
	return nil
}

func (d *simRun) party(side deals.Side) string {
	if side == deals.SideA {
		return d.a
	}
	return d.b
}

// openOf counts the deals that take up a person's room in a community.
func (g *simLedger) openOf(actor, community string) (n int) {
	for _, d := range g.order {
		if d.community == community && d.open() && (g.same(d.a, actor) || d.conf[deals.SideB] && g.same(d.b, actor)) {
			n++
		}
	}
	return n
}

const simClosing = `SELECT id, status, version, due_at, conf_a, conf_b, done_a, done_b, pen_a, pen_b, outcome_a <> '', outcome_b <> '',
	(SELECT count(*) FROM rep_contributions c WHERE c.version = (SELECT current FROM rep_state) AND c.deal = d.id
		AND c.outcome = 'overdue' AND c.reversed = 0 AND c.person = c.whose) FROM deals_deals d`

// compare finds the tables as the log says they are.
func (g *simLedger) compare(tx *store.Tx) error {
	found := 0
	err := tx.SQL().Rows(simClosing, nil, func(scan func(...any) error) error {
		var id, status string
		var version, standing int
		var due int64
		var flags [8]bool
		if err := scan(&id, &status, &version, &due, &flags[0], &flags[1], &flags[2], &flags[3], &flags[4], &flags[5], &flags[6], &flags[7], &standing); err != nil {
			return err
		}
		found++
		d := g.deals[id]
		if d == nil {
			return fmt.Errorf("I15: deal %s is not in the log", id)
		}
		const a, b = deals.SideA, deals.SideB
		ended := status == "completed" || status == "defaulted"
		want := [8]bool{d.conf[a], d.conf[b], d.done[a], d.done[b], d.penalty[a], d.penalty[b], ended, ended}
		if status == "completed" { // a mediator may have decided so
			want[2], want[3] = flags[2], flags[3]
		}
		if status != d.status || version != d.version || due != d.dueAt.UnixMilli() || flags != want {
			return fmt.Errorf("I12, I15: deal %s is %s, version %d, due %d, %v; the log says %s, %d, %d, %v", id, status, version, due, flags, d.status, d.version, d.dueAt.UnixMilli(), want)
		}
		if penalties := len(d.penalty.String()); standing != penalties || !d.open() && standing > 0 {
			return fmt.Errorf("I11: %d penalties count in deal %s, %d stand", standing, id, penalties)
		}
		return nil
	})
	if err == nil && found != len(g.deals) {
		err = fmt.Errorf("I15: %d deals, %d in the log", found, len(g.deals))
	}
	return err
}
