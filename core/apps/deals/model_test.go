package deals

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// model is the first half of the state machine told a second time, from the
// parties' point of view: what each said, and when the clock struck.
type model struct {
	confirmed, marked map[Side]bool
	cancelled         bool
	lateOnce, overdue bool
	waitingSince      time.Time // since when a single mark waits, once late
	due, expires      time.Time
}

func (m *model) active() bool { return m.confirmed[SideA] && m.confirmed[SideB] && !m.cancelled }
func (m *model) over() bool   { return m.cancelled || (m.marked[SideA] && m.marked[SideB]) }

func (m *model) status() Status {
	switch {
	case m.cancelled:
		return Cancelled
	case !m.active():
		return Pending
	case m.over():
		return Completed
	case m.overdue:
		return Overdue
	case m.marked[SideA] || m.marked[SideB]:
		return Marked
	}
	return Active
}

// try does one command in the model and reports whether it is allowed.
func (m *model) try(act Act, by Side, now time.Time) bool {
	switch act {
	case ActConfirm:
		if m.active() || m.cancelled || m.confirmed[by] || !now.Before(m.expires) {
			return false
		}
		m.confirmed[by] = true
	case ActCancel:
		if m.active() || m.cancelled {
			return false
		}
		m.cancelled = true
	case ActComplete:
		if !m.active() || m.marked[by] {
			return false
		}
		m.marked[by] = true
		if m.overdue {
			m.overdue, m.waitingSince = false, now
		}
	case ActSweep:
		return m.strike(now)
	}
	return true
}

// strike lets the clock act; it reports whether anything happened.
func (m *model) strike(now time.Time) bool {
	switch {
	case m.over() || m.overdue:
		return false
	case !m.active():
		m.cancelled = !now.Before(m.expires)
		return m.cancelled
	case !m.lateOnce && !now.Before(m.due):
		m.lateOnce, m.overdue = true, true
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
			confirmed: map[Side]bool{}, marked: map[Side]bool{}, due: d.DueAt,
			expires: minTime(d.DueAt, start.Add(7*24*time.Hour)),
		}
		penalised := map[Side]bool{}
		for range rapid.IntRange(1, 14).Draw(t, "commands") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 5, 24, 48, 72, 96}).Draw(t, "hours")) * time.Hour)
			act, by := draw(t, m, now)
			tried++
			after, event, err := Apply(d, Command{Act: act, By: by}, now)
			if allowed := m.try(act, by, now); allowed != (err == nil) {
				t.Fatalf("%s by %q in %s: %v, the model says allowed=%v", act, by, d.Status, err, allowed)
			}
			if err != nil {
				continue
			}
			accepted++
			check(t, m, d, after, event, penalised)
			d = after
		}
	})
	if accepted*10 < tried*8 {
		t.Errorf("only %d of %d commands were accepted: the model is hardly exercised", accepted, tried)
	}
}

// draw picks a command that the model allows four times out of five.
func draw(t *rapid.T, m *model, now time.Time) (Act, Side) {
	acts := []Act{ActConfirm, ActConfirm, ActComplete, ActComplete, ActComplete, ActCancel, ActNote, ActSweep, ActSweep}
	sides := []Side{SideA, SideB}
	if rapid.IntRange(0, 9).Draw(t, "any") == 0 {
		return rapid.SampledFrom(acts).Draw(t, "act"), rapid.SampledFrom(sides).Draw(t, "by")
	}
	type choice struct {
		act Act
		by  Side
	}
	var possible []choice
	for _, act := range acts {
		for _, by := range sides {
			if act == ActCancel && rapid.IntRange(0, 7).Draw(t, "cancel seldom") > 0 {
				continue
			}
			if m.copy().try(act, by, now) {
				possible = append(possible, choice{act, by})
			}
		}
	}
	picked := rapid.SampledFrom(possible).Draw(t, "possible")
	return picked.act, picked.by
}

func (m *model) copy() *model {
	c := *m
	c.confirmed, c.marked = map[Side]bool{}, map[Side]bool{}
	for _, side := range []Side{SideA, SideB} {
		c.confirmed[side], c.marked[side] = m.confirmed[side], m.marked[side]
	}
	return &c
}

// check holds what must be true after every accepted command.
func check(t *rapid.T, m *model, before, after Deal, e Event, penalised map[Side]bool) {
	if after.Status != m.status() {
		t.Fatalf("%s after %s, the model says %s", after.Status, e.Type, m.status())
	}
	if after.Version != before.Version+1 || e.Version != after.Version || e.From != before.Status || e.To != after.Status {
		t.Fatalf("event %+v does not lead from %s to %s", e, before.Status, after.Status)
	}
	if !before.Status.Open() && (after.Status != before.Status || e.Type != EventNoted) {
		t.Fatalf("%s happened to a closed deal", e.Type)
	}
	if after.Status != Pending && after.Status != Cancelled && (!after.A.Confirmed || !after.B.Confirmed) {
		t.Fatalf("%s with one confirmation", after.Status)
	}
	if hasOutcome := after.A.Outcome != "" && after.B.Outcome != ""; hasOutcome != (after.Status == Completed) {
		t.Fatalf("outcome in %s", after.Status)
	}
	for _, side := range []Side{SideA, SideB} {
		charged := len(e.Penalty) > 0 && (e.Penalty == "ab" || e.Penalty == string(side))
		if charged && (after.Party(side).Done || penalised[side] || before.Late) {
			t.Fatalf("penalty %q, %q marked=%v, before=%v", e.Penalty, side, after.Party(side).Done, penalised[side])
		}
		penalised[side] = penalised[side] || charged
		if e.Type == EventOverdue && !before.Late && !after.Party(side).Done && !charged {
			t.Fatalf("no penalty for %q, which has not marked", side)
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
