package main

import (
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// news is what only notifications say, one of each kind.
var news = []string{
	"proposes a deal to you", "accepted your invitation #", "confirmed deal #", "added a note to deal #", "marked their side of deal #",
	"declined deal #", " back.", "I could not reach",
}

func (s killSight) isNews() bool {
	return slices.ContainsFunc(news, func(words string) bool { return s.has(words) })
}

// sentAs is the message that each notification became, by delivery.
func sentAs(tx *store.Tx) (map[string]chat.MessageRef, error) {
	sent := map[string]chat.MessageRef{}
	err := tx.SQL().Rows(`SELECT id, sent_place, sent_id FROM outbox`, nil, func(scan func(...any) error) error {
		var id, place, message string
		err := scan(&id, &place, &message)
		platform, where, _ := strings.Cut(place, ":")
		sent[id] = chat.MessageRef{Place: chat.PlaceRef{Platform: chat.Platform(platform), ID: where}, ID: message}
		return err
	})
	return sent, err
}

// checkLetters finds every notification before its reader, in the order of
// queueing and as often as the outbox promises, and no other news.
func (w *killWorld) checkLetters(l crashLedger, sent map[string]chat.MessageRef) {
	w.t.Helper()
	queued := map[chat.UserRef][]string{} // texts, in the order of queueing
	lost := map[chat.UserRef]int{}        // how often one that was given up may have come
	copies := w.arrived()
	for _, c := range l.letters {
		to := l.persons[c.person]
		w.figures.notifications++
		w.figures.unsure += c.unsure
		if c.givenUp() { // it came up to as often as it was tried, and nobody knows as what
			queued[to] = append(queued[to], anyNews)
			lost[to] = max(lost[to], c.unsure)
			w.figures.givenUp++
			continue
		}
		text, seen := w.textOf(to, sent[c.id])
		if c.state != outbox.Sent || c.sent != 1 || !seen {
			w.t.Errorf("notification %s (%s) to %s, seen: %v: %+v", c.id, c.kind, to, seen, c)
			continue
		}
		queued[to] = append(queued[to], text)
		n := copies[to][text]
		if most := c.most(to); n < 1 || n > most {
			w.t.Errorf("notification %s (%s) to %s came %d times; at most %d were due: %+v", c.id, c.kind, to, n, most, c)
		}
		if n > 1 {
			w.figures.doubled++
		}
		delete(copies[to], text)
	}
	for ref, texts := range copies {
		for text, n := range texts {
			if n > lost[ref] {
				w.t.Errorf("%s was sent %d times what the outbox does not know: %q", ref, n, text)
			}
		}
		if came := w.people[ref].news(); !inOrder(came, queued[ref]) {
			w.t.Errorf("%s was sent\n%q, queued were\n%q", ref, came, queued[ref])
		}
	}
}

// anyNews stands for a notification that was given up.
const anyNews = ""

// inOrder reports whether what came is what was queued, in that order. At the place
// of each that was given up there may be one that is not among the others, or none.
func inOrder(came, queued []string) bool {
	for _, text := range queued {
		switch {
		case len(came) > 0 && came[0] == text:
			came = came[1:]
		case text != anyNews:
			return false
		case len(came) > 0 && !slices.Contains(queued, came[0]):
			came = came[1:]
		}
	}
	return len(came) == 0
}

// givenUp reports whether a kill cut every try off: the outbox may then say only
// that it does not know.
func (c crashLetter) givenUp() bool {
	return c.state == outbox.Unknown && c.sent == 0 && c.attempts == c.unsure && c.repeatable && c.unsure >= crashTries
}

// most is how often a notification may have come. Discord knows a repetition for
// what it is, for longer than the test takes.
func (c crashLetter) most(to chat.UserRef) int {
	if to.Platform != "telegram" || !c.repeatable {
		return 1
	}
	return 1 + c.unsure
}

// textOf is what somebody read in a message when it came.
func (w *killWorld) textOf(who chat.UserRef, ref chat.MessageRef) (string, bool) {
	for _, s := range w.people[who].sees() {
		if s.ID == messageName(ref) {
			return s.Text, true
		}
	}
	return "", false
}

// messageName is a message's name on its double: on Telegram ids are of a chat.
func messageName(ref chat.MessageRef) string {
	if ref.Place.Platform == "telegram" {
		return ref.Place.ID + ":" + ref.ID
	}
	return ref.ID
}

// arrived counts the messages with each news, by reader and text.
func (w *killWorld) arrived() map[chat.UserRef]map[string]int {
	all := map[chat.UserRef]map[string]int{}
	for ref, p := range w.people {
		all[ref] = map[string]int{}
		for _, s := range p.firsts() {
			all[ref][s.Text]++
		}
	}
	return all
}

// firsts are the news that somebody got, each message as it came.
func (p *killPerson) firsts() []killSight {
	var all []killSight
	known := map[string]bool{}
	for _, s := range p.sees() {
		if !known[s.ID] && s.isNews() && !s.Group && !s.Notice {
			all = append(all, s)
		}
		known[s.ID] = true
	}
	return all
}

// news are the texts of the news that somebody got, in the order of first coming.
func (p *killPerson) news() []string {
	var texts []string
	for _, s := range p.firsts() {
		if !slices.Contains(texts, s.Text) {
			texts = append(texts, s.Text)
		}
	}
	return texts
}
