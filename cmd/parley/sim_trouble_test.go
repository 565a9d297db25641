package main

import (
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// trouble is what people do not do.
func (l *simLife) trouble(p *simPerson, n int) {
	switch {
	case n < 83:
		l.leap(l.while())
	case n < 84:
		l.restart()
	case n < 89: // the commit of what comes next fails
		l.tell("a commit fails, without or with effect")
		l.fell([]store.Moment{store.BeforeCommit, store.AfterCommit}[l.rng.IntN(2)], 1)
		l.pursue()
		l.heal()
	case n < 91:
		l.storm()
	case n < 96:
		l.repeat()
	default:
		l.together(p)
	}
}

// while is how long nobody does anything.
func (l *simLife) while() time.Duration {
	const day = 24 * time.Hour
	spans := []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 5 * time.Hour, day, 2 * day, 3*day + time.Hour, 5 * day}
	d := spans[l.rng.IntN(len(spans))]
	if l.spent+d > simSpan {
		d = time.Minute
	}
	return d
}

// simSpan bounds a life: after 30 days, stored answers are forgotten.
const simSpan = 25 * 24 * time.Hour

// storm is time in which every commit fails, without or with effect.
func (l *simLife) storm() {
	at := []store.Moment{store.BeforeCommit, store.AfterCommit}[l.rng.IntN(2)]
	l.tell("a storm, %d", at)
	l.fell(at, -1)
	l.leap(l.while())
	l.heal()
	l.tick()
}

// repeat delivers an interaction again, as a platform does that did not hear of
// the confirmation. It has no effect and the same answer.
func (l *simLife) repeat() {
	if len(l.past) == 0 {
		return
	}
	old := l.past[l.rng.IntN(len(l.past))]
	l.tell("again: %s %s", old.in.User.Ref.ID, old.in.EventID)
	before := l.size()
	reply, err := l.bot.Handle(l.ctx, old.in)
	synctest.Wait()
	if err != nil {
		l.fail("I18: %v", err)
	}
	if size := l.size(); size != before {
		l.fail("I18: a repetition was logged: %d, then %d", before, size)
	}
	raw, err := json.Marshal(reply)
	if err != nil {
		l.fail("%v", err)
	}
	if old.kept && string(raw) != old.reply {
		l.fail("I18: the answer was\n%s\nand is\n%s", old.reply, raw)
	}
}

// together has both parties, or one twice, act on a deal at once; or two people
// take one invitation.
func (l *simLife) together(p *simPerson) {
	open := l.openDeals()
	if len(open) == 0 {
		l.propose(p)
		return
	}
	if len(l.codes) > 0 && l.rng.IntN(2) == 0 {
		l.race()
		return
	}
	d := open[l.rng.IntN(len(open))]
	path := []string{"deal confirm", "deal complete", "deal cancel", "deal withdraw"}[l.rng.IntN(4)]
	l.tell("at once: %s", path)
	var all []chat.Interaction
	for _, ref := range d.parties {
		who := l.account(ref)
		for range 1 + l.rng.IntN(2) {
			if who != nil {
				all = append(all, who.calls(path, "deal_id", d.handle))
			}
		}
	}
	l.atOnce(all)
}

// race is two people who claim one invitation at once.
func (l *simLife) race() {
	code := l.codes[len(l.codes)-1]
	var all []chat.Interaction
	for range 2 {
		p := l.anybody()
		card := l.act(p, p.calls("deal accept", "code", code))
		if token, valid := simButtons(card.Message)["Confirm"]; valid {
			all = append(all, p.presses(token))
		}
	}
	l.tell("at once: %d claims", len(all))
	l.atOnce(all)
}

var errSimGate = errors.New("nothing to write")

// atOnce holds the writer until all wait for it, in the order given, and then has
// it take them into one commit.
func (l *simLife) atOnce(all []chat.Interaction) {
	var group sync.WaitGroup
	gate := make(chan struct{})
	group.Go(func() { _ = l.store.Write(l.ctx, func(*store.Tx) error { <-gate; return errSimGate }) })
	synctest.Wait()
	for _, in := range all {
		l.number++
		in.EventID, in.At = "e"+strconv.Itoa(l.number), l.now()
		group.Go(func() {
			if _, err := l.bot.Handle(l.ctx, in); err != nil {
				l.complain("at once: " + err.Error())
			}
		})
		synctest.Wait()
	}
	close(gate)
	group.Wait()
	synctest.Wait()
	l.unharmed()
}

// link joins the accounts of one human on two platforms, or takes that back.
func (l *simLife) link() {
	pairs := [][2]string{{"ann", "ann2"}, {"ben", "tia"}}
	pair := pairs[l.rng.IntN(len(pairs))]
	one, two := l.person(pair[0]), l.person(pair[1])
	code := simLinking.FindStringSubmatch(simWords(l.act(one, one.types("link", false))))
	if code == nil {
		return // refused
	}
	l.follow(two, l.act(two, two.calls("link", "code", code[1])), "Confirm")
	l.tick()
	for _, m := range l.d.inbox(one.user.Ref) {
		if token, asked := simButtons(m)["Confirm"]; asked && l.rng.IntN(2) == 0 {
			l.act(one, one.presses(token))
		}
	}
	merged := one.shown[max(0, len(one.shown)-1):]
	if len(merged) > 0 && l.rng.IntN(4) == 0 {
		if token, offered := simButtons(merged[0])["Undo"]; offered {
			l.act(one, one.presses(token))
		}
	}
}

// evening ends all trouble and waits until everybody was told everything.
func (l *simLife) evening() {
	l.tell("evening")
	l.heal()
	l.mu.Lock()
	l.late = true
	l.mu.Unlock()
	for range 60 {
		l.tick()
		if l.waiting() == 0 {
			break
		}
		l.mu.Lock()
		l.leapt += 70 * time.Second
		l.mu.Unlock()
	}
	l.leap(10 * time.Minute)
	l.unharmed()
}

// waiting counts the notifications that are not at their end.
func (l *simLife) waiting() (n int) {
	l.read(func(tx *store.Tx) error {
		return tx.SQL().Row(`SELECT count(*) FROM outbox WHERE ended_at = 0 AND state <> 'later'`, nil, &n)
	})
	return n
}

// size is how many events the log holds.
func (l *simLife) size() (size int64) {
	l.read(func(tx *store.Tx) (err error) { size, err = audit.Size(tx); return err })
	return size
}

func (l *simLife) read(fn func(tx *store.Tx) error) {
	l.t.Helper()
	if err := l.store.Read(l.ctx, fn); err != nil {
		l.fail("read: %v", err)
	}
}

// complain notes trouble that nothing simulated explains; unharmed ends the life
// where there is any.
func (l *simLife) complain(words string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.troubles = append(l.troubles, words)
}

func (l *simLife) unharmed() {
	l.t.Helper()
	l.mu.Lock()
	first := append([]string(nil), l.troubles...)
	l.mu.Unlock()
	if len(first) > 0 {
		l.fail("%s", first[0])
	}
}
