package rep

import "github.com/parleybot/parley/core/chat"

// The picture looks back a year, in steps of five days.
const (
	lookBack = 365
	stepDays = 5
)

// point is a score on a day.
type point struct{ day, score int64 }

// course returns how a person's score went, oldest first, the last one being
// today's. It is empty for somebody of whom nothing is known.
func (l ledger) course(person string) ([]point, error) {
	today := dayOf(l.tx.Now())
	days, err := l.days(person, today-lookBack)
	if err != nil {
		return nil, err
	}
	var course []point
	next := 0
	for day := today - lookBack; day <= today; day += stepDays {
		for next < len(days) && days[next].day <= day {
			next++
		}
		if next > 0 {
			last := days[next-1]
			course = append(course, point{day, last.mass.faded(last.day, day).Score()})
		}
	}
	return course, nil
}

// ago are the days whose scores are said in words.
func ago() []int64 { return []int64{365, 180, 90, 30, 0} }

// courseNode says a few points of the course.
func courseNode(course []point) chat.Node {
	var parts []chat.Node
	today := course[len(course)-1].day
	for _, days := range ago() {
		for _, p := range course {
			if p.day != today-days {
				continue
			}
			if len(parts) > 0 {
				parts = append(parts, chat.Text(" → "))
			}
			parts = append(parts, chat.T("rep.card.point", chat.Args{
				"score": number(p.score), "date": chat.Date(dateOf(p.day).Format("2006-01-02")),
			}))
		}
	}
	return chat.Span(parts...)
}
