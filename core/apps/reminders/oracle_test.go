package reminders

import (
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/store"
)

// place is one side of a deal; key a reminder that is told once.
type place struct {
	deal string
	side Side
}

type key struct {
	place
	kind Kind
	of   int64
}

// oracle knows what must be told, from the rules alone: it has no plan, and looks
// at every deal and every person each time.
type oracle struct {
	w      *world
	active map[string]time.Time // since when a deal is where it is
	left   map[string]Deal      // as it was when it was disputed
	quiet  map[place]time.Time
	seen   map[key]bool
	weeks  map[string]bool      // person and week
	plans  map[string]time.Time // when a person's digest is to come
	passed time.Time            // the last Sunday whose digests were planned
}

func newOracle(w *world) oracle {
	return oracle{
		w: w, active: map[string]time.Time{}, left: map[string]Deal{}, quiet: map[place]time.Time{},
		seen: map[key]bool{}, weeks: map[string]bool{}, plans: map[string]time.Time{}, passed: sunday(w.Clock.Now()),
	}
}

// over ends the quiet about a deal whose state changed.
func (o *oracle) over(d Deal) {
	delete(o.quiet, place{d.ID, SideA})
	delete(o.quiet, place{d.ID, SideB})
}

func (o *oracle) person(id string) (p accounts.Person) {
	o.w.t.Helper()
	o.w.write(func(tx *store.Tx) (err error) { p, err = accounts.Get(tx, id); return err })
	return p
}

// expected is everything that must have been told just now.
func (o *oracle) expected() (all []string) {
	o.w.t.Helper()
	now := o.w.Clock.Now()
	persons := map[string]accounts.Person{}
	for _, id := range o.w.ids {
		persons[id] = o.person(id)
	}
	open := o.w.where(func(Deal) bool { return true })
	for _, d := range open {
		for _, side := range []Side{SideA, SideB} {
			p := persons[d.party(side).Person]
			if kind, ok := o.tier(d, side, now); ok && p.Reminders {
				all = append(all, p.ID+" "+string(kind)+" #"+d.Handle)
			}
		}
		if o.calls(d, now) {
			all = append(all, o.w.staff[0]+" mediate #"+d.Handle)
		}
	}
	return append(all, o.digests(persons, open, now)...)
}

// tier is the most urgent reminder that is due for a side, if any.
func (o *oracle) tier(d Deal, side Side, now time.Time) (told Kind, found bool) {
	if d.Phase != Working || d.party(side).Done || !now.Before(d.DueAt) || now.Before(o.quiet[place{d.ID, side}]) {
		return "", false
	}
	for kind, before := range map[Kind]time.Duration{KindDue: 48 * time.Hour, KindUrgent: 24 * time.Hour} {
		from := d.DueAt.Add(-before)
		k := key{place{d.ID, side}, kind, d.DueAt.UnixMilli()}
		runs := now.Truncate(o.w.every) // the last run until now
		if from.Before(o.active[d.ID]) || runs.Before(from) || o.seen[k] {
			continue
		}
		o.seen[k] = true
		if !found || kind == KindUrgent {
			told, found = kind, true
		}
	}
	return told, found
}

// calls tells whether a mediator is called now.
func (o *oracle) calls(d Deal, now time.Time) bool {
	if d.Phase != Disputed && d.Phase != Overdue {
		return false
	}
	from := d.Since.Add(72 * time.Hour)
	k := key{place{d.ID, Mediators}, Kind(d.Phase), d.Since.UnixMilli()}
	if now.Before(from) || o.seen[k] {
		return false
	}
	o.seen[k] = true
	return d.Phase == Disputed || !from.Before(o.active[d.ID])
}

// digests are those that come now. They are planned by the first look after
// Sunday began, for whoever has an open deal then.
func (o *oracle) digests(persons map[string]accounts.Person, open []Deal, now time.Time) (all []string) {
	begun := sunday(now)
	holds := map[string]bool{}
	for _, d := range open {
		holds[d.A.Person], holds[d.B.Person] = true, true
	}
	if begun.After(o.passed) {
		o.passed = begun
		for id := range holds {
			if at := digestAt(persons[id], begun); now.Before(at.Add(24 * time.Hour)) {
				o.plans[id] = at
			}
		}
	}
	for id, planned := range o.plans {
		if planned.After(now) {
			continue
		}
		wanted := digestAt(persons[id], sunday(planned))
		if wanted.After(now) {
			o.plans[id] = wanted
			continue
		}
		delete(o.plans, id)
		last := planned
		if wanted.After(last) {
			last = wanted
		}
		week := id + weekOf(sunday(planned))
		if now.Before(last.Add(24*time.Hour)) && persons[id].Digest && holds[id] && !o.weeks[week] {
			o.weeks[week] = true
			all = append(all, id+" digest")
		}
	}
	return all
}
