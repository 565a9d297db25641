package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"
)

// dayAhead is when all deals of the test are due: on the third day from now.
var dayAhead = time.Now().UTC().AddDate(0, 0, 3).Format(time.DateOnly)

// What an acknowledgement says, with the deal's card below.
const (
	killPending   = "· pending_confirmation"
	killActive    = "· active"
	killMarked    = "· pending_completion"
	killCompleted = "· completed"
)

// killPair are two people on different platforms who keep making deals.
type killPair struct {
	a, b   *killPerson
	rng    *rand.Rand
	number int
	deals  int
}

func (c *killPair) swap() { c.a, c.b = c.b, c.a }

// cancelled fits what is said to who ends a deal, or did so already.
var cancelled = either(says("⚫ Cancelled."), says(alreadyRecorded), says("Not possible while the deal is ⚫ cancelled."))

// live is deal after deal until the evening.
func (c *killPair) live() {
	for !c.a.world.isEvening() && c.a.world.ctx.Err() == nil {
		c.round()
		c.swap()
	}
}

// round is one deal from its proposal to its end, both people acting at once.
func (c *killPair) round() {
	c.deals++
	t := killTerms{
		with: c.b, network: []string{"TikTok", "Twitch"}[c.rng.IntN(2)], kind: []string{"hosting", "collab"}[c.rng.IntN(2)],
		amount: fmt.Sprintf("%d.%02d USD", 10+c.number, c.deals), atOnce: c.rng.IntN(2) == 0,
	}
	ending := []crashEnding{crashCompleted, crashCompleted, crashTakenBack, crashDeclined}[c.rng.IntN(4)]
	if ending == crashCompleted && c.a.delivers() && c.rng.IntN(2) == 0 {
		t.with, t.atOnce = nil, false
	}
	told := make(chan string, 1) // what a tells b on the street: a handle or a code
	var both sync.WaitGroup
	both.Go(func() { c.a.proposes(t, ending, told) })
	both.Go(func() { c.b.replies(t, ending, told) })
	both.Wait()
}

// proposes is the side of who wants a deal.
func (p *killPerson) proposes(t killTerms, ending crashEnding, tell chan<- string) {
	if p.rng.IntN(3) == 0 {
		p.wavers(t)
	}
	handle := p.creates(t)
	if t.with == nil {
		card := p.hears("the invitation", says("Your invitation is ready", "#"+handle))
		tell <- card.find(crashCode)
		p.hears("who accepted", says("accepted your invitation #"+handle))
	} else {
		tell <- handle
	}
	switch ending {
	case crashTakenBack:
		p.persists("take back", p.pressing("Cancel deal", says("#"+handle)), cancelled)
		p.did(handle, "deal.cancelled")
		return
	case crashDeclined:
		p.hears("the refusal", says("declined deal #"+handle))
		return
	}
	if !t.atOnce {
		p.confirms(handle)
	}
	p.livesWith(handle)
}

// replies is the side of who was asked.
func (p *killPerson) replies(t killTerms, ending crashEnding, told <-chan string) {
	var word string
	select {
	case word = <-told:
	case <-p.world.ctx.Done():
		p.giveUp("the other one says nothing")
	}
	if t.with == nil {
		p.accepts(word)
		return
	}
	p.hears("the proposal #"+word, says("proposes a deal to you", "#"+word))
	switch ending {
	case crashTakenBack:
		p.hears("the withdrawal", says("took deal #"+word+" back"))
		return
	case crashDeclined:
		p.persists("decline", p.pressing("Decline", says("#"+word)), cancelled)
		p.did(word, "deal.cancelled")
		return
	}
	p.confirms(word)
	p.livesWith(word)
}

// accepts takes an invitation.
func (p *killPerson) accepts(code string) {
	words := code
	if !p.delivers() {
		words = "code:" + code
	}
	card := p.persists("accept", p.typing(p.direct, p.command("deal accept", words)), says("proposes this deal to you"))
	handle := card.find(crashHandle)
	p.persists("claim", p.pressing("Confirm", says("#"+handle)), either(says("#"+handle, "✔️ confirmed"), says(alreadyRecorded)))
	p.did(handle, "deal.claimed")
	p.livesWith(handle)
}

// confirms presses [Confirm] where a card shows it.
func (p *killPerson) confirms(handle string) {
	p.persists("confirm #"+handle, p.pressing("Confirm", says("#"+handle)), either(
		says("Recorded; waiting", "#"+handle, killPending), says("both sides confirmed", "#"+handle), says(alreadyRecorded)))
	p.did(handle, "deal.confirmed")
}

// livesWith is what happens to an active deal: both sides write notes and look
// around, then say that theirs is done.
func (p *killPerson) livesWith(handle string) {
	p.reaches(handle, killActive, killMarked, killCompleted)
	for range 1 + p.rng.IntN(2) {
		p.annotates(handle)
		p.peeks()
	}
	p.persists("complete", p.typing(p.direct, p.onDeal("deal complete", handle)), either(
		says("Recorded; waiting", "#"+handle, killMarked), says("Completed by both sides", "#"+handle), says(alreadyRecorded)))
	p.did(handle, "deal.marked")
	p.reaches(handle, killCompleted)
}

// reaches waits until a deal is in one of these states, by the news or by what
// is answered to a look at it.
func (p *killPerson) reaches(handle string, states ...string) {
	var found []fits
	for _, state := range states {
		found = append(found, says("#"+handle, state))
	}
	if _, known := p.recalls(either(found...)); known {
		return
	}
	p.persists("view", p.typing(p.direct, p.onDeal("deal view", handle)), says("#"+handle, "Recorded events"))
	p.hears("#"+handle+" being "+states[0], either(found...))
}

// onDeal is a command on a deal, with more words where it takes them.
func (p *killPerson) onDeal(path, handle string, more ...string) string {
	if p.delivers() {
		return p.command(path, append([]string{handle}, more...)...)
	}
	words := []string{"deal_id:" + handle}
	for _, note := range more {
		words = append(words, "note:"+note)
	}
	return p.command(path, words...)
}

// annotates writes a note or two, the second before the first is answered. Every
// try has words of its own, so that the ledger tells which of them it holds.
func (p *killPerson) annotates(handle string) {
	const recorded = "Your note is recorded"
	several := 1 + p.rng.IntN(2)
	for {
		first, before := len(p.notes), len(p.matching(says(recorded)))
		all := func(killSight) bool { return len(p.matching(says(recorded))) >= before+several }
		_, answered := p.tries("notes", func() error {
			for range several {
				text := "Note " + strconv.Itoa(len(p.notes)) + " of " + p.user.Handle
				p.notes = append(p.notes, killNote{text: text, sure: p.delivers()})
				p.asked[recorded]++
				if err := p.typing(p.direct, p.onDeal("deal note", handle, text))(); err != nil {
					return err
				}
			}
			return nil
		}, all)
		if !answered {
			continue
		}
		for i := range p.notes[first:] {
			p.notes[first+i].sure = true
		}
		return
	}
}

func (p *killPerson) matching(want fits) []killSight {
	var found []killSight
	for _, s := range p.sees() {
		if want(s) {
			found = append(found, s)
		}
	}
	return found
}

const pong = "I am here."

// greets is the first thing somebody says to the bot.
func (p *killPerson) greets() {
	p.asked[pong]++
	p.persists("greeting", p.typing(p.direct, p.command("ping")), says(pong))
}

// peeks looks around: what changes nothing is answered, too.
func (p *killPerson) peeks() {
	at := p.direct
	if p.rng.IntN(4) == 0 {
		at = p.group
	}
	switch p.rng.IntN(3) {
	case 0:
		p.asked[pong]++
		p.persists("ping", p.typing(at, p.command("ping")), says(pong))
	case 1:
		p.persists("list", p.typing(p.direct, p.command("deal list")), says("Your deals"))
	}
}
