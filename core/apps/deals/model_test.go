package deals

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// model is the state machine told a second time, from the parties' point of
// view: what each said, and when the clock struck.
type model struct {
	confirmed, marked map[Side]bool
	charged           map[Side]bool // a penalty stands against them
	ended             Status        // "" while it goes on
	lateOnce, overdue bool
	overdueSince      time.Time
	waitingSince      time.Time // since when a single mark waits, once late
	due, expires      time.Time
	opener            Side // of the dispute, Neither for none
	disputedAt        time.Time
	givenUp           map[Side]int
}

func (m *model) active() bool { return m.confirmed[SideA] && m.confirmed[SideB] }

func (m *model) status() Status {
	switch {
	case m.ended != "":
		return m.ended
	case !m.active():
		return Pending
	case m.opener != Neither:
		return Disputed
	case m.overdue:
		return Overdue
	case m.marked[SideA] || m.marked[SideB]:
		return Marked
	}
	return Active
}

// try does one command in the model and reports whether it is allowed.
func (m *model) try(c Command, now time.Time) bool {
	if m.ended != "" {
		return c.Act == ActNote
	}
	going := m.active() && m.opener == Neither
	switch c.Act {
	case ActConfirm:
		if m.active() || m.confirmed[c.By] || !now.Before(m.expires) {
			return false
		}
		m.confirmed[c.By] = true
	case ActCancel:
		if m.active() {
			return false
		}
		m.ended = Cancelled
	case ActComplete:
		if !going || m.marked[c.By] {
			return false
		}
		m.mark(c.By, now)
	case ActDispute:
		if !going {
			return false
		}
		m.opener, m.disputedAt = c.By, now
		m.charged[c.By.Other()] = false
	case ActWithdraw:
		return m.withdraw(c.By, now)
	case ActResolve:
		return m.decide(c, now)
	case ActSweep:
		return m.strike(now)
	}
	return true
}

func (m *model) mark(by Side, now time.Time) {
	m.marked[by], m.charged[by] = true, false
	if m.marked[by.Other()] {
		m.end(Completed)
	} else if m.overdue {
		m.overdue, m.waitingSince = false, now
	}
}

func (m *model) end(as Status) {
	m.ended, m.charged = as, map[Side]bool{}
}

func (m *model) withdraw(by Side, now time.Time) bool {
	if m.opener != by || m.givenUp[by] == 2 {
		return false
	}
	took := now.Sub(m.disputedAt)
	m.givenUp[by]++
	m.opener = Neither
	if !m.lateOnce {
		m.due = m.due.Add(took)
		return true
	}
	m.charged[by.Other()] = !m.marked[by.Other()]
	m.overdueSince = m.overdueSince.Add(took)
	if !m.waitingSince.IsZero() {
		m.waitingSince = m.waitingSince.Add(took)
	}
	return true
}

func (m *model) decide(c Command, now time.Time) bool {
	switch {
	case m.opener == Neither && (!m.overdue || c.Result != Defaulted || now.Before(m.overdueSince.Add(72*time.Hour))):
		return false
	case c.Result != Active:
		m.end(c.Result)
		return true
	}
	end := now.Add(max(m.due.Sub(m.disputedAt), 48*time.Hour))
	if m.due.After(end) {
		end = m.due
	}
	m.due = end.Add(-time.Millisecond).Truncate(24 * time.Hour).Add(24 * time.Hour) // days are UTC's here
	m.marked, m.charged = map[Side]bool{}, map[Side]bool{}
	m.lateOnce, m.overdue, m.waitingSince, m.opener = false, false, time.Time{}, Neither
	return true
}

// strike lets the clock act; it reports whether anything happened.
func (m *model) strike(now time.Time) bool {
	switch {
	case !m.active():
		if now.Before(m.expires) {
			return false
		}
		m.end(Cancelled)
		return true
	case m.overdue || m.opener != Neither:
		return false
	case !m.lateOnce && !now.Before(m.due):
		m.lateOnce, m.overdue, m.overdueSince = true, true, now
		m.charged[SideA], m.charged[SideB] = !m.marked[SideA], !m.marked[SideB]
		return true
	case !m.waitingSince.IsZero() && !now.Before(m.waitingSince.Add(72*time.Hour)):
		m.overdue, m.waitingSince = true, time.Time{}
		return true
	}
	return false
}

func TestApplyFollowsTheModel(t *testing.T) {
	t.Parallel()
	var accepted, tried int
	rapid.Check(t, func(t *rapid.T) {
		now := start
		d := proposed()
		d.DueAt = start.Add(time.Duration(rapid.IntRange(1, 12*24).Draw(t, "hours to due")) * time.Hour)
		m := &model{
			confirmed: map[Side]bool{}, marked: map[Side]bool{}, charged: map[Side]bool{}, givenUp: map[Side]int{},
			due: d.DueAt, expires: minTime(d.DueAt, start.Add(7*24*time.Hour)),
		}
		for range rapid.IntRange(10, 30).Draw(t, "commands") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 5, 24, 48, 72, 96}).Draw(t, "hours")) * time.Hour)
			c := draw(t, m, now)
			tried++
			after, event, err := Apply(d, c, now)
			if allowed := m.try(c, now); allowed != (err == nil) {
				t.Fatalf("%+v in %s: %v, the model says allowed=%v", c, d.Status, err, allowed)
			}
			if err != nil {
				continue
			}
			accepted++
			check(t, m, d, after, event)
			d = after
		}
	})
	if accepted*10 < tried*8 {
		t.Errorf("only %d of %d commands were accepted: the model is hardly exercised", accepted, tried)
	}
}

// tries are all commands, those that lead further more often.
func tries() (all []Command) {
	for _, act := range []Act{ActConfirm, ActConfirm, ActComplete, ActComplete, ActDispute, ActWithdraw, ActCancel, ActNote} {
		all = append(all, Command{Act: act, By: SideA}, Command{Act: act, By: SideB})
	}
	return append(all, Command{Act: ActSweep}, Command{Act: ActSweep}, Command{Act: ActResolve, Result: Active},
		Command{Act: ActResolve, Result: Completed}, Command{Act: ActResolve, Result: Defaulted, AtFault: "a"})
}

// draw picks a command that the model allows nine times out of ten.
func draw(t *rapid.T, m *model, now time.Time) Command {
	if rapid.IntRange(0, 9).Draw(t, "any") == 0 {
		return rapid.SampledFrom(tries()).Draw(t, "try")
	}
	var possible []Command
	cancels := rapid.IntRange(0, 7).Draw(t, "cancel seldom") == 0
	for _, c := range tries() {
		if (c.Act != ActCancel || cancels) && m.copy().try(c, now) {
			possible = append(possible, c)
		}
	}
	return rapid.SampledFrom(possible).Draw(t, "possible")
}

func (m *model) copy() *model {
	c := *m
	c.confirmed, c.marked, c.charged = maps.Clone(m.confirmed), maps.Clone(m.marked), maps.Clone(m.charged)
	c.givenUp = maps.Clone(m.givenUp)
	return &c
}

// check holds what must be true after every accepted command.
func check(t *rapid.T, m *model, before, after Deal, e Event) {
	if after.Status != m.status() {
		t.Fatalf("%s after %s, the model says %s", after.Status, e.Type, m.status())
	}
	if after.Version != before.Version+1 || e.Version != after.Version || e.From != before.Status || e.To != after.Status {
		t.Fatalf("event %+v does not lead from %s to %s", e, before.Status, after.Status)
	}
	if after.Status != Pending && after.Status != Cancelled && !after.DueAt.Equal(m.due) {
		t.Fatalf("due %v, the model says %v", after.DueAt, m.due)
	}
	for _, side := range []Side{SideA, SideB} {
		if me := after.Party(side); me.Done != m.marked[side] || me.Penalised != m.charged[side] || me.Withdrawals != m.givenUp[side] {
			t.Fatalf("%q is %+v after %s: the model says marked %v, charged %v, %d withdrawals", side, me, e.Type,
				m.marked[side], m.charged[side], m.givenUp[side])
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
