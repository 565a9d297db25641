package rep

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// together is how many histories share one store: opening one costs more than a
// history does.
const together = 250

// manyHistories is how many random histories go through the database;
// PARLEY_HISTORIES asks for another number.
func manyHistories(t *testing.T) int {
	t.Helper()
	given := os.Getenv("PARLEY_HISTORIES")
	if given == "" {
		return 2 * together
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The tables agree with the rules, which know nothing of tables, and a replay of
// them agrees with the tables, row by row.
func TestI20IncrementalEqualsReplay(t *testing.T) {
	t.Parallel()
	many, events := manyHistories(t), 0
	for from := 0; from < many; from += together {
		crowd := newCrowd(t, []Policy{Open, Rooted}[from/together%2], from, min(together, many-from))
		events += crowd.live()
		crowd.compare()
		if t.Failed() {
			return
		}
	}
	t.Logf("%d histories of %d events", many, events)
}

// crowd are groups of people who do not know of each other, in one store.
type crowd struct {
	*rig
	policy Policy
	groups []group
}

// group is one random history: those who are in it, and what the rules make of it.
type group struct {
	seed   int
	people []string
	rules  *model
	story  [][]Fact
}

func newCrowd(t *testing.T, policy Policy, from, many int) *crowd {
	t.Helper()
	c := &crowd{rig: newRig(t), policy: policy}
	for seed := from; seed < from+many; seed++ {
		g := group{seed: seed}
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			g.people = append(g.people, name+strconv.Itoa(seed))
		}
		random := rand.New(rand.NewPCG(21, uint64(seed)))
		g.rules = newModel(policy, g.people[0])
		g.story = story(random, g.people, 4+random.IntN(16))
		for _, event := range g.story {
			for i := range event {
				event[i].Deal += "-" + strconv.Itoa(seed)
			}
		}
		c.groups = append(c.groups, g)
		c.verify(g.people[0])
	}
	c.ask("test", policy)
	c.settle()
	return c
}

// live has all histories happen, mixed as their times say, and returns the number
// of events.
func (c *crowd) live() int {
	c.t.Helper()
	var all [][]Fact
	for _, g := range c.groups {
		for _, event := range g.story {
			g.rules.take(event)
			all = append(all, event)
		}
	}
	slices.SortStableFunc(all, func(a, b []Fact) int { return a[0].At.Compare(b[0].At) })
	for i, event := range all {
		for n := range event {
			event[n].Seq = int64(i + 1)
		}
		c.facts = append(c.facts, event...)
	}
	for batch := range slices.Chunk(all, 200) {
		c.write(func(tx *store.Tx) error {
			for _, event := range batch {
				if err := c.service.Take(tx, event...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	c.clock.Set(all[len(all)-1][0].At)
	return len(all)
}

// compare finds in the tables what the rules give, and in those of a replay the same.
func (c *crowd) compare() {
	c.t.Helper()
	day := dayOf(c.clock.Now())
	for _, g := range c.groups {
		for _, name := range g.people {
			if got, want := c.stands(name).mass, g.rules.person(name).mass(day); got != want {
				c.t.Errorf("history %d: %s has %+v, by the rules %+v", g.seed, name, got, want)
			}
		}
	}
	before := c.dump()
	c.ask("again", "")
	c.settle()
	after := c.dump()
	if len(before) == 0 || c.inForce() < 2 {
		c.t.Fatal("nothing was replayed")
	}
	for i := range max(len(before), len(after)) {
		if i >= len(before) || i >= len(after) || before[i] != after[i] {
			c.t.Fatalf("row %d differs: %s", i, fmt.Sprint(before[min(i, len(before)-1)], "; replayed: ", after[min(i, len(after)-1)]))
		}
	}
}
