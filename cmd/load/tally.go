package main

import (
	"math"
	"slices"
	"sync"
	"time"
)

// tally is what came of acts.
type tally struct {
	mu     sync.Mutex
	took   []time.Duration
	byKind map[string][]time.Duration // as took, of the mix; nil where nobody asks
	deals  int
	failed int
	first  error     // why the first one failed
	from   time.Time // the first answer was seen
	until  time.Time // the last one was
}

// add counts an answer that was seen at a moment, and how long it took.
func (t *tally) add(seen time.Time, took time.Duration, deal bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took = append(t.took, took)
	if t.from.IsZero() || seen.Before(t.from) {
		t.from = seen
	}
	if seen.After(t.until) {
		t.until = seen
	}
	if deal {
		t.deals++
	}
}

// sort counts an answer for the command that it belongs to.
func (t *tally) sort(kind string, took time.Duration) {
	if t.byKind == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.byKind[kind] = append(t.byKind[kind], took)
}

func (t *tally) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed++
	if t.first == nil {
		t.first = err
	}
}

// count is how many acts were answered, and how many were not.
func (t *tally) count() (answered, failed int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.took), t.failed
}

// span is when the first and the last answer were seen; zero where none was.
func (t *tally) span() (from, until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.from, t.until
}

// err is why the first act failed, or nil.
func (t *tally) err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.first
}

// quantiles returns the latencies below which these parts of all lie, by the
// nearest rank; 0 where there are none.
func (t *tally) quantiles(parts ...float64) []time.Duration {
	t.mu.Lock()
	sorted := slices.Sorted(slices.Values(t.took))
	t.mu.Unlock()
	all := make([]time.Duration, len(parts))
	for i, part := range parts {
		if len(sorted) > 0 {
			all[i] = sorted[max(0, int(math.Ceil(part*float64(len(sorted))))-1)]
		}
	}
	return all
}
