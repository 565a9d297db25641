package main

import (
	"math/rand/v2"
	"sync"
)

// crashEnding is how two people's dealings about one thing end.
type crashEnding int

const (
	crashCompleted crashEnding = iota
	crashTakenBack             // by who proposed it
	crashDeclined
	crashChanged // the other terms are agreed on
	crashOpen    // left active, to be completed much later
)

// crashPair are two people on different platforms who keep making deals.
type crashPair struct {
	a, b *crashPerson
	rng  *rand.Rand
}

// round is one deal from its proposal to its end, both people acting at once.
// It returns the handle of what was agreed on.
func (c *crashPair) round(ending crashEnding, terms crashTerms) (handle string) {
	told := make(chan string, 2) // what a tells b on the street: a handle or a code
	var both sync.WaitGroup
	both.Go(func() { handle = c.a.proposes(ending, terms, told) })
	both.Go(func() { c.b.replies(ending, terms, told) })
	both.Wait()
	return handle
}

// draw makes up the next round.
func (c *crashPair) draw() (crashEnding, crashTerms) {
	terms := c.a.terms(c.b)
	ending := []crashEnding{crashCompleted, crashCompleted, crashCompleted, crashTakenBack, crashDeclined, crashChanged}[c.rng.IntN(6)]
	if ending <= crashTakenBack && c.rng.IntN(3) == 0 {
		terms.with, terms.atOnce = nil, false
	}
	return ending, terms
}

// swap makes the other one propose next.
func (c *crashPair) swap() { c.a, c.b = c.b, c.a }

// proposes is the side of who wants a deal.
func (p *crashPerson) proposes(ending crashEnding, t crashTerms, tell chan<- string) (handle string) {
	handle, card := p.creates(t, func() *crashScreen { return p.start(t) })
	if t.with == nil {
		tell <- card.find(crashCode)
	} else {
		tell <- handle
	}
	switch ending {
	case crashTakenBack:
		card.presses("Cancel deal").shows("⚫ Cancelled.")
		p.did(handle, "deal.cancelled")
		return handle
	case crashDeclined:
		p.hears("declined deal #" + handle)
		return handle
	case crashChanged:
		ended := p.hears("would like other terms for deal #" + handle)
		handle, card = p.creates(t, func() *crashScreen { return ended.presses("Edit and propose again") })
		tell <- handle
	}
	if t.with == nil {
		card = p.hears("accepted your invitation #" + handle)
	}
	if !t.atOnce {
		p.confirms(handle, card)
	}
	p.awaitsActive(handle)
	p.livesWith(handle, ending)
	return handle
}

// replies is the side of who was asked.
func (p *crashPerson) replies(ending crashEnding, t crashTerms, told <-chan string) {
	handle := p.listens(told)
	if t.with == nil {
		if ending != crashTakenBack {
			p.livesWith(p.accepts(handle), ending)
		}
		return
	}
	card := p.hears("proposes a deal to you", "#"+handle)
	switch ending {
	case crashTakenBack:
		p.hears("took deal #" + handle + " back")
		return
	case crashDeclined:
		card.presses("Decline").shows("⚫ Cancelled.")
		p.did(handle, "deal.cancelled")
		return
	case crashChanged:
		p.suggests(handle, card)
		handle = p.listens(told)
		card = p.hears("proposes a deal to you", "#"+handle)
	}
	if p.rng.IntN(3) == 0 {
		card = p.looks("deal view", "deal_id", handle)
	}
	p.confirms(handle, card)
	p.awaitsActive(handle)
	p.livesWith(handle, ending)
}

// listens waits for what the other one says on the street.
func (p *crashPerson) listens(told <-chan string) string {
	select {
	case words := <-told:
		return words
	case <-p.world.ctx.Done():
		p.giveUp("the other one says nothing")
		return ""
	}
}
