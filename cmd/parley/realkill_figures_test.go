package main

import "fmt"

// killFigures are what the test counted.
type killFigures struct {
	kills, asleep                  int // all; those while the bot was starting
	acts, failed                   int // on both platforms; cut off on Discord
	answers, repeated, cutOff      int // on Telegram: all, those that came again, most that could
	deals, notes, lost             int // lost notes were cut off on Discord and are not recorded
	notifications, unsure, doubled int // outcomes unknown; notifications that came twice on Telegram
	givenUp                        int // notifications that kills cut off at every try
	late                           int // calls to Telegram about what was done before the kill
}

// String says the figures in one line.
func (f killFigures) String() string {
	return fmt.Sprintf("%d kills, %d while starting; %d acts; Discord: %d cut off; Telegram: %d answers, %d came again of %d that could, %d calls that changed nothing; "+
		"%d deals, %d notes and %d not recorded; %d notifications, %d of unknown outcome, %d came twice, %d given up",
		f.kills, f.asleep, f.acts, f.failed, f.answers, f.repeated, f.cutOff, f.late, f.deals, f.notes, f.lost, f.notifications, f.unsure, f.doubled, f.givenUp)
}

// idle names what the test meant to bring about and did not.
func (f killFigures) idle() string {
	switch {
	case f.failed == 0:
		return "nothing was cut off on Discord"
	case f.repeated == 0:
		return "no answer came again on Telegram"
	case f.unsure == 0 && f.kills >= 200: // in fewer, few are sent at all
		return "no outcome was unknown"
	}
	return ""
}
