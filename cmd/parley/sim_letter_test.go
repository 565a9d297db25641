package main

import (
	"strconv"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// checkLetters compares what arrived with what the outbox recorded, and with what
// had to be told.
func (l *simLife) checkLetters() {
	l.t.Helper()
	var ledger crashLedger
	var want map[string]bool
	l.read(func(tx *store.Tx) (err error) {
		if err = ledger.loadLetters(tx); err != nil {
			return err
		}
		want, err = simNews(tx)
		return err
	})
	arrived := l.d.received()
	for id, n := range l.tg.received() {
		arrived[id] += n
	}
	for _, c := range ledger.letters {
		if wrong := simWrong(c, arrived[c.id]); wrong != "" {
			l.fail("I17, I19: notification %s %s: %s: it came %d times; %+v", c.kind, c.once, wrong, arrived[c.id], c)
		}
		delete(arrived, c.id)
		delete(want, c.once)
	}
	for id, n := range arrived {
		l.fail("delivery %s came %d times, and the outbox does not know it", id, n)
	}
	for once := range want {
		l.fail("I17: nobody was told by the notification %s", once)
	}
}

// simWrong says what cannot be, of a notification that came n times.
func simWrong(c crashLetter, n int) string {
	switch {
	case !c.state.Final() && c.state != outbox.Later:
		return "it still waits"
	case c.state == outbox.Sent && (n == 0 || c.sent != 1):
		return "it counts as sent"
	case c.state != outbox.Sent && c.sent > 0:
		return "it was sent, and does not count so"
	case c.state == outbox.Unknown && c.unsure == 0:
		return "nothing about it is unknown"
	case n > c.sent+c.unsure:
		return "it came more often than its outcomes allow"
	case n > 1 && !c.repeatable:
		return "it may not be repeated"
	}
	return ""
}

// simNews are the notifications that the events of deals give rise to: the other
// side is told of what one did, both of what time or a mediator did.
func simNews(tx *store.Tx) (map[string]bool, error) {
	records, err := audit.Since(tx, -1, "deal.", simMost)
	if err != nil {
		return nil, err
	}
	want, claimed := map[string]bool{}, map[string]bool{}
	for _, e := range records {
		if e.Type == deals.EventCreated {
			claimed[e.Deal] = e.Detail("b") != ""
			continue
		}
		claimed[e.Deal] = claimed[e.Deal] || e.Type == deals.EventClaimed
		once := "deals:" + e.Deal + ":" + strconv.Itoa(e.DealSeq) + ":"
		switch {
		case !claimed[e.Deal]:
		case e.As == "party_b":
			want[once+"a"] = true
		case e.As == "party_a": // who confirms with the creation is part of that news
			want[once+"b"] = true
		case e.Type == deals.EventOverdue || e.Type == deals.EventResolved:
			want[once+"a"], want[once+"b"] = true, true
		}
	}
	return want, nil
}
