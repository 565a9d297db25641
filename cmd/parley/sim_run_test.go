package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store/storetest"
)

// simSeedsShort is how many lives are enough to see that nothing is plainly wrong,
// and simSeedsServer how many where each makes a database on a server.
const (
	simSeedsShort  = 50
	simSeedsServer = 8
)

// TestSimulator plays many short lives of the whole program, each made of one
// seed: people on two platforms act at random, platforms and commits fail, time
// leaps. After each, every invariant that shows in the database or in what people
// were told is checked.
//
// PARLEY_SIM_SEED=n plays one life and tells its story; PARLEY_SIM_SEEDS=n plays
// so many; PARLEY_SIM_FROM=n begins with another one than 1. A life takes about
// 100 acts and 0.15 s of processor time; with TMPDIR on a disk in memory it waits
// for nothing else.
func TestSimulator(t *testing.T) {
	t.Parallel()
	if seed := simVariable(t, "PARLEY_SIM_SEED", 0); seed > 0 {
		t.Log("\n" + strings.Join(playLife(t, seed, t.TempDir()), "\n"))
		return
	}
	seeds := uint64(simSeeds)
	if testing.Short() {
		seeds = simSeedsShort
	}
	if storetest.OnPostgres() {
		seeds = simSeedsServer
	}
	from, seeds := simVariable(t, "PARLEY_SIM_FROM", 1), simVariable(t, "PARLEY_SIM_SEEDS", seeds)
	shards := uint64(runtime.GOMAXPROCS(0))
	for shard := range shards {
		t.Run(fmt.Sprint("shard ", shard), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for seed := from + shard; seed < from+seeds; seed += shards {
				playLife(t, seed, dir)
			}
		})
	}
}

// The same seed is the same life, to the last event and message.
func TestSimulatorRepeats(t *testing.T) {
	t.Parallel()
	lives := uint64(4)
	if storetest.OnPostgres() {
		lives = 1
	}
	for seed := uint64(1); seed <= lives; seed++ {
		first, second := playLife(t, seed, t.TempDir()), playLife(t, seed, t.TempDir())
		for i := range max(len(first), len(second)) {
			if i >= len(first) || i >= len(second) || first[i] != second[i] {
				t.Fatalf("seed %d differs from itself after %d of %d and %d lines:\n%s\n---\n%s", seed, i, len(first), len(second),
					strings.Join(first[max(0, i-3):min(len(first), i+2)], "\n"), strings.Join(second[max(0, i-3):min(len(second), i+2)], "\n"))
			}
		}
	}
}

// playLife plays one life and returns its story. It ends the test, naming the
// seed, where something is wrong.
func playLife(t *testing.T, seed uint64, dir string) (story []string) {
	t.Helper()
	base, url := simBase(t), newURL(t) // outside: a bubble's time begins in another century
	synctest.Test(t, func(t *testing.T) {
		l := beginLife(t, seed, dir, base, url)
		defer l.bury()
		l.live()
		l.evening()
		l.check()
		story = append(l.story, l.digest()...)
	})
	return story
}

func simVariable(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
