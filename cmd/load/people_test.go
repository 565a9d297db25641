package main

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"
)

// nobody is a crowd of a platform on which no bot listens.
func nobody(t *testing.T, people int) *crowd {
	t.Helper()
	c, err := gather(options{people: people, patience: time.Millisecond, seed: 1}, "telegram")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.double.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestWhoIsNotAnsweredActsNoMore(t *testing.T) {
	t.Parallel()
	c := nobody(t, 3)
	var got tally
	c.loop(t.Context(), 1, 100, pings, &got)
	answered, failed := got.count()
	if answered != 0 || failed != 3 || !errors.Is(got.err(), errUnanswered) {
		t.Errorf("%d answered, %d not, %v", answered, failed, got.err())
	}
	if c.take() != nil {
		t.Error("somebody who waits for an answer is free to act")
	}
}

func TestEvenLoadSaysWhenNobodyIsFree(t *testing.T) {
	t.Parallel()
	c := nobody(t, 1)
	c.take()
	var got tally
	c.pace(t.Context(), 1000, 5*time.Millisecond, pings, &got)
	if _, failed := got.count(); failed != 5 || !errors.Is(got.err(), errNobody) {
		t.Errorf("%d acts failed, want 5, with %v", failed, got.err())
	}
}

func TestCounterpartiesChange(t *testing.T) {
	t.Parallel()
	c := nobody(t, 3)
	p := c.take()
	first, second := p.counterparty(), p.counterparty()
	if first == second || first == p.who || p.counterparty() == second || p.counterparty() != first {
		t.Error("the three counterparties do not take turns")
	}
}

func TestQuantiles(t *testing.T) {
	t.Parallel()
	var got tally
	if q := got.quantiles(0.5); q[0] != 0 {
		t.Errorf("of nothing: %v", q)
	}
	begin := time.Unix(0, 0)
	for i := 1000; i >= 1; i-- {
		got.add(begin.Add(time.Duration(i)), time.Duration(i), i%4 == 0)
	}
	if q := got.quantiles(0, 0.5, 0.99, 0.999, 1); !slices.Equal(q, []time.Duration{1, 500, 990, 999, 1000}) {
		t.Errorf("got %d", q)
	}
	if from, until := got.span(); from != begin.Add(1) || until != begin.Add(1000) || got.deals != 250 {
		t.Errorf("from %v until %v, %d deals", from, until, got.deals)
	}
}

func TestUsageOfThisProcess(t *testing.T) {
	t.Parallel()
	used, err := usageOf(os.Getpid())
	if err != nil || used.rss < 1<<20 || used.rss > 1<<40 || used.cpu < 0 || used.cpu > time.Hour {
		t.Errorf("%+v, %v", used, err)
	}
	if _, err := usageOf(-1); err == nil {
		t.Error("a process that is not there uses something")
	}
}
