package rep

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// histories runs so many random histories, each with its own seed, on all cores.
// Its tests do not ask to be parallel, so they are over before those begin whose
// engine has a time budget.
func histories(t *testing.T, many uint64, run func(t *testing.T, random *rand.Rand)) {
	t.Helper()
	var wait sync.WaitGroup
	workers := uint64(runtime.GOMAXPROCS(0))
	for worker := range workers {
		wait.Go(func() {
			for seed := worker; seed < many && !t.Failed(); seed += workers {
				run(t, rand.New(rand.NewPCG(20, seed)))
				if t.Failed() {
					t.Logf("seed %d", seed)
				}
			}
		})
	}
	wait.Wait()
}

// Sums are free of order, what is taken back leaves no trace, and scores stay in
// their bounds and move the way they should.
func TestI20Sums(t *testing.T) {
	many := uint64(50_000)
	if testing.Short() {
		many = 2_000
	}
	histories(t, many, func(t *testing.T, random *rand.Rand) {
		people := []string{"a", "b", "c", "d"}
		m := newModel([]Policy{Open, Rooted}[random.IntN(2)], people[random.IntN(4)])
		events := story(random, people, 8)
		for _, event := range events {
			m.take(event)
		}
		// The same contributions in any order, with none of those taken back.
		again := newModel(m.policy)
		for _, i := range random.Perm(len(m.kept)) {
			k := m.kept[i]
			again.person(k.person).add(k.day, k.mass)
			again.person(k.lender).add(k.day, Mass{Lent: k.lent})
		}
		day := dayOf(events[len(events)-1][0].At) + random.Int64N(500)
		for _, name := range people {
			now := m.person(name).mass(day)
			if other := again.person(name).mass(day); now != other {
				t.Errorf("%s: %+v in order, %+v in another", name, now, other)
			}
			checkScore(t, now, random.Int64N(12*unit))
		}
	})
}

func checkScore(t *testing.T, m Mass, more int64) {
	score := m.Score()
	better, stranger, worse := m, m, m
	better.Est += more
	stranger.New += more
	worse.Neg += more
	if score < 0 || score > 1000 || better.Score() < score || stranger.Score() < score || worse.Score() > score {
		t.Errorf("%+v scores %d; with %d more %d, %d or %d", m, score, more, better.Score(), stranger.Score(), worse.Score())
	}
}

// Without a tie to a verified person no group gets far, whatever it does.
func TestI21ClosedGroup(t *testing.T) {
	histories(t, 2_000, func(t *testing.T, random *rand.Rand) {
		people := []string{"a", "b", "c", "d", "e", "f"}
		m := newModel(Rooted, "somebody else")
		for _, event := range story(random, people, 40) {
			m.take(event)
			for _, name := range people {
				if score := m.person(name).mass(dayOf(event[0].At)).Score(); score >= 600 || score > 583 {
					t.Errorf("%s scores %d", name, score)
				}
			}
		}
	})
}

// What a group gained in full came from verified persons or was lent, and is
// lent no more than once.
func TestI21LendingBound(t *testing.T) {
	lentAnything := false
	var mu sync.Mutex
	histories(t, 3_000, func(t *testing.T, random *rand.Rand) {
		root, group, outside := "a", []string{"b", "c", "d"}, []string{"e", "f"}
		m := newModel(Rooted, root)
		var last int64
		for _, event := range story(random, append(append([]string{root}, group...), outside...), 60) {
			m.take(event)
			last = dayOf(event[0].At)
		}
		var est, direct, loans int64
		for _, name := range group {
			mass := m.person(name).mass(last)
			est, direct = est+mass.Est, direct+mass.Direct
		}
		for _, k := range m.kept {
			if slices.Contains(group, k.person) && slices.Contains(outside, k.lender) {
				loans += Mass{Lent: k.lent}.faded(k.day, last).Lent
			}
			if k.lent > 0 {
				mu.Lock()
				lentAnything = true
				mu.Unlock()
			}
		}
		const rounding = 200 // of each fading, in millionths
		if est > 2*direct+loans+rounding {
			t.Errorf("the group has %d, of which %d straight and %d lent", est, direct, loans)
		}
	})
	if !lentAnything {
		t.Error("nobody ever lent anything: the histories are too tame")
	}
}
