package deals

import "time"

// complete is rows 6, 7, 9 and 10: a mark, and with the second one the end.
func (d *Deal) complete(event *Event, by Side, now time.Time) error {
	me, other := d.party(by), d.party(by.Other())
	if me.Done && d.Status != Disputed {
		return refuseAgain()
	}
	switch {
	case d.Status == Active:
		d.Status = Marked
	case (d.Status == Marked || d.Status == Overdue) && other.Done:
		d.finish(event)
	case d.Status == Overdue:
		event.Reversed = d.takeBack(by)
		d.Status, d.LateMarkAt = Marked, now
	default:
		return refuseStatus(d.Status)
	}
	me.Done = true
	event.Type = EventMarked
	return nil
}

// finish completes a deal for both. No penalty outlives it.
func (d *Deal) finish(event *Event) {
	d.Status, d.LateMarkAt = Completed, time.Time{}
	d.A.Outcome, d.B.Outcome = d.outcome(), d.outcome()
	event.Reversed = d.takeBack(SideA, SideB)
}

// sweep is rows 5, 8 and 11: what time alone does.
func (d *Deal) sweep(event *Event, now time.Time) error {
	if !d.SweepDue(now) {
		return errNotDue
	}
	event.By = Neither
	if d.Status == Pending {
		d.Status = Cancelled
		event.Type, event.Cause = EventCancelled, Expired
		return nil
	}
	event.Type = EventOverdue
	if !d.Late {
		// Only the first time costs anything; row 11 finds Late set.
		d.Late, d.OverdueAt = true, now
		event.Penalty = d.penalise(d.unmarked()...)
	}
	d.Status, d.LateMarkAt = Overdue, time.Time{}
	return nil
}

func (d *Deal) outcome() Outcome {
	if d.Late {
		return Late
	}
	return OnTime
}
