package deals

import (
	"errors"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
)

// dueYears is how far ahead a deal may end.
const dueYears = 5

// quickDates are the days offered for a due date, each of them once and none of
// them today. The labels are without the date: they can be typed as they stand.
func quickDates(today civil.Date) []chat.Choice {
	tomorrow, week := today.AddDays(1), today.AddDays(7)
	end, label := today.EndOfMonth(), "deals.due.month_end"
	if end == today || end == tomorrow || end == week {
		end, label = today.EndOfNextMonth(), "deals.due.next_month_end"
	}
	return []chat.Choice{
		{Value: tomorrow.String(), Label: chat.T("deals.due.tomorrow")},
		{Value: week.String(), Label: chat.T("deals.due.week")},
		{Value: end.String(), Label: chat.T(label)},
	}
}

// readDue reads a due date, written out or named by a word such as "tomorrow", and
// checks its bounds, both included.
func readDue(typed string, today civil.Date) (civil.Date, error) {
	last := today.AddYears(dueYears)
	var err error
	d, named := civil.Near(typed, today)
	if !named {
		d, err = civil.Parse(typed)
	}
	if err == nil {
		err = civil.Between(d, today, dueYears)
	}
	args := chat.Args{"first": dateNode(today), "last": dateNode(last), "example": chat.Code(today.AddDays(7).String())}
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, civil.ErrPast):
		return d, fault.New(fault.Input, "deals.due.past", args)
	case errors.Is(err, civil.ErrTooFar):
		return d, fault.New(fault.Input, "deals.due.too_far", args)
	case errors.Is(err, civil.ErrNoSuchDay):
		return d, fault.New(fault.Input, "deals.due.no_such_day", args)
	}
	return d, fault.New(fault.Input, "deals.due.format", args)
}
