package jobs_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
	"pgregory.net/rapid"
)

// plan is what the model knows of one job.
type plan struct {
	due       time.Time
	failures  int // how often it fails before it succeeds
	cancelled bool
	ran       int // how often its effects were kept
}

// Jobs are scheduled, cancelled and fail as drawn, while time passes and runners
// come and go: each has its effects once, unless cancelled or failing too often.
func TestJobsModel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plans := map[string]*plan{}
	round := 0
	handler := jobs.Handler{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
		p := plans[j.Subject]
		if !j.Due.Equal(p.due) || tx.Now().Before(p.due) || p.cancelled {
			return fmt.Errorf("ran %+v, which is %+v", j, p)
		}
		if j.Attempt <= p.failures {
			return errors.New("boom")
		}
		p.ran++
		return nil
	}}
	r := w.runner(handler)
	subjects := func() (names []string) {
		for i := range len(plans) {
			names = append(names, fmt.Sprintf("%d.%d", round, i))
		}
		return names
	}
	rapid.Check(t, func(t *rapid.T) {
		round++
		clear(plans)
		t.Repeat(map[string]func(*rapid.T){
			"schedule": func(t *rapid.T) {
				name := fmt.Sprintf("%d.%d", round, len(plans))
				due := w.clock.Now().Add(time.Duration(rapid.IntRange(-5, 60).Draw(t, "due")) * time.Second)
				plans[name] = &plan{due: due, failures: rapid.IntRange(0, 7).Draw(t, "failures")}
				w.schedule("k", name, due)
			},
			"schedule again": func(t *rapid.T) {
				if len(plans) == 0 {
					t.Skip("nothing scheduled")
				}
				name := rapid.SampledFrom(subjects()).Draw(t, "name")
				if p := plans[name]; !p.cancelled && w.schedule("k", name, p.due) {
					t.Fatalf("%s was queued twice", name)
				}
			},
			"cancel": func(t *rapid.T) {
				if len(plans) == 0 {
					t.Skip("nothing scheduled")
				}
				name := rapid.SampledFrom(subjects()).Draw(t, "name")
				plans[name].cancelled = true
				w.write(func(tx *store.Tx) error { return jobs.Cancel(tx, "k", name) })
			},
			"advance": func(t *rapid.T) {
				w.clock.Advance(time.Duration(rapid.IntRange(1, 40).Draw(t, "s")) * time.Second)
			},
			"run":     func(*rapid.T) { w.runDue(r) },
			"restart": func(*rapid.T) { r = w.runner(handler) },
			"": func(t *rapid.T) {
				for name, p := range plans {
					if p.ran > 1 {
						t.Fatalf("%s had its effects %d times", name, p.ran)
					}
				}
			},
		})
		for range 8 {
			w.clock.Advance(5 * time.Minute)
			w.runDue(r)
		}
		for name, p := range plans {
			want := 1
			if p.failures >= 6 || (p.cancelled && p.ran == 0) {
				want = 0
			}
			if p.ran != want {
				t.Fatalf("%s had its effects %d times, want %d: %+v", name, p.ran, want, p)
			}
		}
	})
	if n := w.log.count("which is"); n > 0 {
		t.Errorf("%d runs that should not have been", n)
	}
}
