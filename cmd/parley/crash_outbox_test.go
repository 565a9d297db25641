package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// crashTries is how often a repeatable notification of unknown outcome is tried.
const crashTries = 6

// crashLetter is a notification as the outbox remembers it.
type crashLetter struct {
	id, once, person, kind string
	state                  outbox.State
	repeatable             bool
	expired                bool // its time was over when it ended
	attempts, sent, unsure int  // recorded outcomes: all, "sent", "unknown"
}

func (l *crashLedger) loadLetters(tx *store.Tx) error {
	return tx.SQL().Rows(`SELECT id, coalesce(once, ''), person, kind, state, repeatable, expires_at > 0 AND ended_at >= expires_at,
		(SELECT count(*) FROM outbox_attempts a WHERE a.seq = o.seq),
		(SELECT count(*) FROM outbox_attempts a WHERE a.seq = o.seq AND a.outcome = 'sent'),
		(SELECT count(*) FROM outbox_attempts a WHERE a.seq = o.seq AND a.outcome = 'unknown')
		FROM outbox o ORDER BY seq`, nil,
		func(scan func(...any) error) error {
			var c crashLetter
			err := scan(&c.id, &c.once, &c.person, &c.kind, &c.state, &c.repeatable, &c.expired, &c.attempts, &c.sent, &c.unsure)
			l.letters = append(l.letters, c)
			return err
		})
}

// checkLetters compares what arrived with what the outbox recorded.
func (w *crashWorld) checkLetters(l crashLedger) {
	w.t.Helper()
	due := map[chat.UserRef][]string{} // what arrived, in the order of queueing
	for _, c := range l.letters {
		n := w.sent[c.id]
		if n > 0 {
			due[l.persons[c.person]] = append(due[l.persons[c.person]], c.id)
		}
		delete(w.sent, c.id)
		w.figures.notifications++
		w.figures.unknown += c.unsure
		if n > 1 {
			w.figures.doubled++
		}
		if c.state == outbox.Unknown {
			w.figures.givenUp++
		}
		if wrong := c.wrong(n); wrong != "" {
			w.t.Errorf("notification %s (%s) to %s: %s: it came %d times; %+v", c.id, c.kind, l.persons[c.person], wrong, n, c)
		}
	}
	for id := range w.sent {
		w.t.Errorf("delivery %s was sent, and the outbox does not know it", id)
	}
	for ref, came := range w.order {
		if !slices.Equal(came, due[ref]) {
			w.t.Errorf("%s was sent %v, queued were %v", ref, came, due[ref])
		}
	}
}

// wrong says what cannot be, of a notification that came n times.
func (c crashLetter) wrong(n int) string {
	switch {
	case !c.state.Final():
		return "it is still waiting"
	case c.state == outbox.Sent && (n == 0 || c.sent != 1):
		return "it counts as sent"
	case c.state == outbox.Unknown && c.unsure == 0:
		return "nothing about it is unknown"
	case c.state == outbox.Unknown && c.repeatable && !c.expired && (c.unsure < crashTries || n == 0):
		return "it was given up too early"
	case c.state == outbox.Expired && (!c.expired || n > 0):
		return "it counts as expired"
	case c.state != outbox.Sent && c.state != outbox.Unknown && c.state != outbox.Expired:
		return "everybody could be reached all the time"
	case n > 1+c.unsure || n > c.attempts:
		return "it came more often than was tried"
	case n > 1 && !c.repeatable:
		return "it may not be repeated"
	case c.unsure+c.sent != c.attempts:
		return "it has outcomes that nobody caused"
	}
	return ""
}

// checkNews finds one notification for every event of a deal that the other side
// has to be told, and no other about a deal.
func (w *crashWorld) checkNews(l crashLedger) {
	w.t.Helper()
	want := map[string]bool{}
	for id, events := range l.events {
		for i, e := range events {
			if to := crashReader(events, i); to != "" {
				want["deals:"+id+":"+strconv.Itoa(e.DealSeq)+":"+to] = true
			}
			if e.Type == deals.EventOverdue {
				w.figures.overdue++
				want["deals:"+id+":"+strconv.Itoa(e.DealSeq)+":a"] = true
				want["deals:"+id+":"+strconv.Itoa(e.DealSeq)+":b"] = true
			}
		}
	}
	for _, c := range l.letters {
		if strings.HasPrefix(c.once, "deals:") && !want[c.once] {
			w.t.Errorf("nothing gave rise to the notification %s", c.once)
		}
		delete(want, c.once)
	}
	for once := range want {
		w.t.Errorf("nobody was told by the notification %s", once)
	}
}

// crashReader is the side that is told of what a party did: the other one, where
// there is one. A deal that is created and confirmed at once is one piece of news.
func crashReader(events []audit.Record, i int) string {
	e := events[i]
	unclaimed := events[0].Detail("b") == "" && !slices.ContainsFunc(events[:i+1], func(e audit.Record) bool { return e.Type == deals.EventClaimed })
	atOnce := i == 0 && len(events) > 1 && events[1].Type == deals.EventConfirmed && events[1].As == "party_a" && events[1].At.Equal(e.At)
	switch {
	case unclaimed || atOnce:
		return ""
	case e.As == "party_a":
		return "b"
	case e.As == "party_b":
		return "a"
	}
	return ""
}
