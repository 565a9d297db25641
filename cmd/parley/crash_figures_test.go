package main

import "fmt"

// crashFigures are what the test counted.
type crashFigures struct {
	kills, stops                        int
	acknowledged, redelivered, repeated int // interactions
	refused                             int // while the bot was stopping
	deals, overdue                      int
	notifications, sends                int
	unknown, doubled, givenUp           int // outcomes; notifications that came more than once, that ended unknown
}

// String says the figures in one line.
func (f crashFigures) String() string {
	return fmt.Sprintf("%d kills, %d stops, %d interactions, %d redelivered, %d answers repeated, %d put off; "+
		"%d deals, %d overdue; %d notifications, %d sends, %d of unknown outcome, %d came twice or more, %d ended unknown",
		f.kills, f.stops, f.acknowledged, f.redelivered, f.repeated, f.refused, f.deals, f.overdue, f.notifications, f.sends, f.unknown, f.doubled, f.givenUp)
}

// idle names what the test meant to bring about and did not.
func (f crashFigures) idle() string {
	switch {
	case f.redelivered == 0:
		return "no event was redelivered"
	case f.repeated == 0:
		return "no answer was repeated"
	case f.unknown == 0:
		return "no outcome was unknown"
	case f.doubled == 0:
		return "no notification came twice"
	}
	return ""
}
