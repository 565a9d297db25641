package main

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/parleybot/parley/core/store"
)

// crew are the processes that serve one ledger. The test's goroutine rules them;
// the observer is a process of the ledger, too, that serves nobody.
type crew struct {
	*killWorld
	observer *store.Store
	bell     store.Bell
	members  []*hand
	started  int

	kills, freezes []time.Duration // how long the others needed
}

// hand is one of them, with the name under which the ledger knows it.
type hand struct {
	*realBot
	name, file string
}

func (w *killWorld) crew(observer *store.Store) *crew {
	return &crew{killWorld: w, observer: observer, bell: observer.Bell("test")}
}

// rule lets the crew live for a while, with a death every five seconds and one
// that stands still, and sends all home in the end.
func (c *crew) rule(rng *rand.Rand, span time.Duration) {
	c.t.Helper()
	over := time.After(span)
	var all []*hand
	for range processes { // at once, so that they have to share
		all = append(all, c.launch())
	}
	for _, m := range all {
		c.up(m)
	}
	c.settled(0)
	c.reborn()
	frozen := c.freeze(rng)
	thaw := time.After(frozenFor)
	every := time.NewTicker(killEvery)
	defer every.Stop()
	for running := true; running && c.ctx.Err() == nil; {
		select {
		case <-every.C:
			c.kill(rng)
		case <-thaw:
			c.thaw(frozen)
			frozen = nil
		case <-over:
			running = false
		case <-c.ctx.Done():
		}
	}
	if frozen != nil {
		c.thaw(frozen)
	}
	for _, m := range c.members {
		if err := m.stop(); err != nil {
			c.fail("it did not end well: %v", err)
		}
		c.bury(m)
	}
}

// launch starts one.
func (c *crew) launch() *hand {
	c.t.Helper()
	c.started++
	file := filepath.Join(c.t.TempDir(), "process-"+strconv.Itoa(c.started))
	return &hand{realBot: startReal(c.t, realOrders{Name: file}, c.env...), file: file}
}

// up waits until one that was started is there, and adds it to the crew.
func (c *crew) up(m *hand) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	if err := m.tell(ctx, realLine{}); err != nil {
		c.fail("it does not come up: %v", err)
		return
	}
	name, err := os.ReadFile(m.file)
	if err != nil {
		c.fail("it has no name: %v", err)
	}
	m.name = string(name)
	c.members = append(c.members, m)
}

// take chooses one and has it leave the list.
func (c *crew) take(rng *rand.Rand) *hand {
	i := rng.IntN(len(c.members))
	m := c.members[i]
	c.members = slices.Delete(c.members, i, i+1)
	return m
}

// kill ends one as a power cut would, and starts another one once the rest has
// taken over what it held.
func (c *crew) kill(rng *rand.Rand) {
	c.t.Helper()
	m := c.take(rng)
	held, identified, began := c.holds(m.name), c.discord.Identifies(), time.Now()
	if err := m.kill(); err != nil {
		c.fail("one ended by itself: %v\n%s", err, m.said)
	}
	c.bury(m)
	c.figures.kills++
	c.takenOver(m)
	if len(held) > 0 {
		c.kills = append(c.kills, time.Since(began))
	}
	c.settled(identified + shards(held))
	c.reborn()
	c.up(c.launch())
}

// freeze stops one that holds something, without its knowledge.
func (c *crew) freeze(rng *rand.Rand) *hand {
	c.t.Helper()
	m := c.take(rng)
	for len(c.holds(m.name)) == 0 && c.ctx.Err() == nil {
		c.members = append(c.members, m)
		m = c.take(rng)
	}
	held, identified, began := c.holds(m.name), c.discord.Identifies(), time.Now()
	if err := m.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		c.fail("freeze: %v", err)
	}
	c.takenOver(m)
	c.freezes = append(c.freezes, time.Since(began))
	c.settled(identified + shards(held))
	c.reborn()
	c.up(c.launch())
	return m
}

// thaw wakes it up. It has to end by itself, for the reason that it is told.
func (c *crew) thaw(m *hand) {
	c.t.Helper()
	if err := m.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		c.fail("thaw: %v", err)
	}
	late := time.AfterFunc(time.Minute, func() { _ = m.cmd.Process.Kill() })
	defer late.Stop()
	if err := m.wait(); err == nil || !strings.Contains(m.said.String(), "took this one for dead") {
		c.fail("woken, it ended with %v\n%s", err, m.said)
	}
	c.cutOff()
}

// bury looks at the last words of one that is gone.
func (c *crew) bury(m *hand) {
	c.t.Helper()
	if said := m.said.String(); strings.Contains(said, "level=ERROR") {
		c.fail("one logged:\n%s", said)
	}
	c.cutOff()
}

// takenOver waits until others hold all that one of them held.
func (c *crew) takenOver(m *hand) {
	c.t.Helper()
	look := time.NewTicker(50 * time.Millisecond) // in case a lease changes hands without a bell
	defer look.Stop()
	for c.ctx.Err() == nil && len(c.holds(m.name)) > 0 {
		select {
		case <-c.bell:
		case <-look.C:
		case <-c.ctx.Done():
		}
	}
}

// settled waits until Discord has seen so many sessions begin and hears all of
// its shards.
func (c *crew) settled(identified int) {
	c.t.Helper()
	for c.ctx.Err() == nil {
		changed := c.discord.Changed()
		if c.discord.Identifies() >= identified {
			break
		}
		select {
		case <-changed:
		case <-c.ctx.Done():
		}
	}
	if err := c.discord.Ready(c.ctx); err != nil {
		c.fail("Discord does not see all shards: %v", err)
	}
}

// holds are the leases of a process.
func (c *crew) holds(process string) []string {
	c.t.Helper()
	var names []string
	err := c.observer.Read(c.ctx, func(tx *store.Tx) error {
		return tx.SQL().Rows("SELECT name FROM store_leases WHERE process = ?", []any{process}, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			names = append(names, name)
			return err
		})
	})
	if err != nil {
		c.fail("who holds what: %v", err)
	}
	return names
}

// shards counts those among the names of leases.
func shards(names []string) int {
	n := 0
	for _, name := range names {
		if strings.HasPrefix(name, "discord:shard:") {
			n++
		}
	}
	return n
}

// report tells how long the others needed.
func (c *crew) report() {
	c.t.Helper()
	slices.Sort(c.kills)
	if len(c.kills) > 0 {
		c.t.Logf("taken over after a kill: median %v, longest %v, of %d that held something", c.kills[len(c.kills)/2].Round(10*time.Millisecond),
			c.kills[len(c.kills)-1].Round(10*time.Millisecond), len(c.kills))
	}
	c.t.Logf("taken over after a standstill: %v", c.freezes)
}
