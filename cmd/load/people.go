package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// person is somebody who waits for the answer to one act before the next.
type person struct {
	who    chat.UserRef
	at     chat.PlaceRef // the direct chat
	others []chat.UserRef
	next   int // of others

	waits atomic.Bool
	sees  chan sight // holds one

	turns   int    // acts so far
	stands  int    // the step of the conversation
	message string // what the conversation has come to
}

// sight is a message, and when it was seen.
type sight struct {
	message string
	at      time.Time
}

// counterparty is whom the deal that is beginning is with: somebody else each
// time, because nobody may have many proposals wait for one person.
func (p *person) counterparty() chat.UserRef {
	other := p.others[p.next%len(p.others)]
	p.next++
	return other
}

// counterpartyBefore is whom the deal is with that has begun already.
func (p *person) counterpartyBefore() chat.UserRef {
	return p.others[(p.next-1)%len(p.others)]
}

// crowd is the people of one double. Those who act are in the pool while they
// have nothing under way.
type crowd struct {
	double   double
	script   script
	patience time.Duration
	byID     map[string]*person

	mu     sync.Mutex
	chance *rand.Rand
	pool   []*person
	once   bool      // who has acted does not come back to the pool
	spent  []*person // who has acted, where once
}

// mostPassive is how many people are dealt with at most.
const mostPassive = 1000

// gather opens a double and fills it with people who act, and with others whom
// they deal with, who only ever read what the bot sends them.
func gather(o options, p chat.Platform) (*crowd, error) {
	c := &crowd{
		patience: o.patience, byID: make(map[string]*person, 2*o.people),
		chance: rand.New(rand.NewPCG(o.seed, 1)), //nolint:gosec // an order that can be repeated
	}
	d, err := open(p, c.tell)
	if err != nil {
		return nil, fmt.Errorf("open the double: %w", err)
	}
	c.double, c.script = d, d.Script()
	passive := make([]chat.UserRef, 0, o.people)
	for i := range min(o.people, mostPassive) {
		passive = append(passive, c.meet("Counterparty "+strconv.Itoa(i), chat.UserRef{}).who)
	}
	for i := range o.people {
		var known chat.UserRef
		if o.settlers {
			known = settlerOn(p, i, o.persons)
		}
		someone := c.meet("Person "+strconv.Itoa(i), known)
		someone.others, someone.next = passive, i
		c.pool = append(c.pool, someone)
	}
	return c, nil
}

func (c *crowd) meet(name string, known chat.UserRef) *person {
	p := &person{sees: make(chan sight, 1)}
	p.who, p.at = c.double.Meet(name, known)
	c.byID[p.who.ID] = p
	return p
}

// tell is called by the double. The first message after an act is its answer;
// what comes besides is a notification.
func (c *crowd) tell(who chat.UserRef, message string) {
	p := c.byID[who.ID]
	if p != nil && p.waits.CompareAndSwap(true, false) {
		p.sees <- sight{message, time.Now()}
	}
}

// take draws somebody who has nothing under way, or returns nil.
func (c *crowd) take() *person {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.pool) == 0 {
		return nil
	}
	last := len(c.pool) - 1
	i := c.chance.IntN(len(c.pool))
	p := c.pool[i]
	c.pool[i], c.pool = c.pool[last], c.pool[:last]
	return p
}

// takeOne takes one person, unless they are under way.
func (c *crowd) takeOne(id string) *person {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, p := range c.pool {
		if p.who.ID == id {
			last := len(c.pool) - 1
			c.pool[i], c.pool = c.pool[last], c.pool[:last]
			return p
		}
	}
	return nil
}

// back returns somebody to the pool.
func (c *crowd) back(p *person) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.once {
		c.spent = append(c.spent, p)
		return
	}
	c.pool = append(c.pool, p)
}

// allActOnce says that everybody acts once from now on, or, off, lets everybody
// come back.
func (c *crowd) allActOnce(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.once = on
	c.pool, c.spent = append(c.pool, c.spent...), nil
}
