package deals

import (
	"strings"
	"testing"
	"time"
)

// invariant walks all that can happen and fails with the first step that breaks
// a rule.
func invariant(t *testing.T, broken func(s step) string) {
	t.Helper()
	t.Parallel()
	steps := 0
	eachStep(func(s step) {
		steps++
		if why := broken(s); why != "" && !t.Failed() {
			t.Errorf("%s: %s by %q at %v\nfrom %+v\nto   %+v\nby   %+v", why, s.command.Act, s.command.By, s.now, s.before, s.after, s.event)
		}
	}, func(Deal, time.Time) {})
	if steps < 1000 {
		t.Errorf("only %d steps", steps)
	}
}

func TestI2TerminalStays(t *testing.T) {
	invariant(t, func(s step) string {
		if !s.before.Status.Open() && s.command.Act != ActNote {
			return "something happened to a closed deal"
		}
		return ""
	})
}

func TestI4BothConfirmed(t *testing.T) {
	invariant(t, func(s step) string {
		d := s.after
		if d.Status != Pending && d.Status != Cancelled && (!d.A.Confirmed || !d.B.Confirmed) {
			return "one-sided activation"
		}
		return ""
	})
}

func TestI5CompletedByBothMarksOrAMediator(t *testing.T) {
	invariant(t, func(s step) string {
		switch {
		case s.after.Status != Completed || s.before.Status == Completed || s.command.Act == ActResolve:
		case !s.after.A.Done || !s.after.B.Done:
			return "completed by one mark"
		}
		if s.command.Act == ActResolve && s.after.Status == Active && (s.after.A.Done || s.after.B.Done) {
			return "a mark outlived the return of a deal"
		}
		return ""
	})
}

func TestI6DefaultedByAMediatorOnly(t *testing.T) {
	invariant(t, func(s step) string {
		if s.after.Status == Defaulted && s.before.Status != Defaulted && s.command.Act != ActResolve {
			return "defaulted without a mediator"
		}
		return ""
	})
}

func TestI7DisputesAreLeftByMediatorOrOpener(t *testing.T) {
	invariant(t, func(s step) string {
		if s.before.Status != Disputed || s.after.Status == Disputed || s.command.Act == ActResolve {
			return ""
		}
		if s.command.Act != ActWithdraw || s.command.By != s.before.Dispute.By {
			return "somebody else ended a dispute"
		}
		return ""
	})
}

func TestI8NoOverdueSoonAfterALateMark(t *testing.T) {
	invariant(t, func(s step) string {
		marked := s.before.LateMarkAt
		if s.command.Act == ActSweep && s.after.Status == Overdue && !marked.IsZero() && s.now.Before(marked.Add(72*time.Hour)) {
			return "overdue within 72 hours of a late mark"
		}
		return ""
	})
}

func TestI9PenaltiesOnTheUnmarked(t *testing.T) {
	invariant(t, func(s step) string {
		for _, side := range []Side{SideA, SideB} {
			me := s.after.Party(side)
			switch {
			case me.Penalised && me.Done:
				return "a penalty on who marked"
			case strings.Contains(s.event.Penalty, string(side)) && s.before.Party(side).Penalised:
				return "penalised twice"
			case s.after.Late && s.after.Status.Open() && s.after.Status != Disputed && !me.Done && !me.Penalised:
				return "late and unmarked, and not penalised"
			case (strings.Contains(s.event.Penalty, string(side)) || strings.Contains(s.event.Reversed, string(side))) ==
				(s.before.Party(side).Penalised == me.Penalised):
				return "the event does not say what became of a penalty"
			}
		}
		return ""
	})
}

func TestI10DisputingNeverHelpsTheOpener(t *testing.T) {
	invariant(t, func(s step) string {
		if s.command.Act != ActDispute && s.command.Act != ActWithdraw {
			return ""
		}
		if strings.Contains(s.event.Reversed, string(s.command.By)) || s.before.Party(s.command.By).Penalised != s.after.Party(s.command.By).Penalised {
			return "the opener's penalty was touched"
		}
		return ""
	})
}

func TestI11NoPenaltyOutlivesTheDeal(t *testing.T) {
	invariant(t, func(s step) string {
		if !s.after.Status.Open() && (s.after.A.Penalised || s.after.B.Penalised) {
			return "a penalty outlived the deal"
		}
		return ""
	})
}

func TestI12OutcomeOnlyAtTheEnd(t *testing.T) {
	invariant(t, func(s step) string {
		over := s.after.Status == Completed || s.after.Status == Defaulted
		if (s.after.A.Outcome != "") != over || (s.after.B.Outcome != "") != over {
			return "an outcome too early, or none"
		}
		return ""
	})
}

func TestI13NeverOverdueTooEarly(t *testing.T) {
	invariant(t, func(s step) string {
		if s.after.Status == Overdue && s.command.Act == ActSweep && s.now.Before(s.before.DueAt) {
			return "overdue before its end"
		}
		if s.command.Act == ActResolve && s.after.Status == Active && s.after.DueAt.Before(s.now.Add(48*time.Hour)) {
			return "less than 48 hours left"
		}
		if s.command.Act == ActResolve && s.after.Status == Active && s.after.DueAt.Before(s.before.DueAt) {
			return "a dispute took time away"
		}
		return ""
	})
}

// TestI1RefusedChangesNothing also holds that a repeated command is refused.
func TestI1RefusedChangesNothing(t *testing.T) {
	t.Parallel()
	refused := 0
	eachState(func(d Deal, now time.Time) {
		for _, c := range everything() {
			kept := d
			if _, event, err := Apply(d, c, now); err != nil {
				refused++
				if d != kept || event != (Event{}) {
					t.Fatalf("%s was refused and changed something", c.Act)
				}
			}
		}
	})
	if refused == 0 {
		t.Error("nothing is ever refused")
	}
}
