package store

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestOnward(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		wall    time.Duration // all from noon, which was shown last
		elapsed time.Duration
		want    time.Duration
	}{
		"time passes":             {time.Second, time.Second, time.Second},
		"no time passes":          {0, 0, 0},
		"set forward":             {time.Hour, time.Second, time.Hour},
		"set back":                {-time.Hour, 0, 0},
		"a while after":           {-time.Hour + 8*time.Second, 8 * time.Second, 7 * time.Second},
		"a moment after":          {-time.Hour + 80*time.Microsecond, 80 * time.Microsecond, 70 * time.Microsecond},
		"set back and put right":  {time.Second, time.Second, time.Second},
		"set back by very little": {-time.Nanosecond, 8 * time.Nanosecond, 7 * time.Nanosecond},
		"caught up":               {time.Millisecond, time.Hour, time.Millisecond},
	} {
		if got := onward(noon, noon.Add(c.wall), c.elapsed).Sub(noon); got != c.want {
			t.Errorf("%s: %v after noon, want %v", name, got, c.want)
		}
	}
}

// However a clock is set, what is shown never goes back, moves with it, and comes
// back to it.
func TestClockModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wall := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
		c := newClock(func() time.Time { return wall }, slog.New(slog.DiscardHandler))
		last := c.show()
		look := func() time.Time {
			now := c.show()
			if now.Before(last) {
				t.Fatalf("%v was shown after %v", now, last)
			}
			last = now
			return now
		}
		t.Repeat(map[string]func(*rapid.T){
			"time passes": func(t *rapid.T) {
				before, d := look(), time.Duration(rapid.IntRange(10, 10_000).Draw(t, "ms"))*time.Millisecond
				wall = wall.Add(d)
				if now := look(); now.Sub(before) < d*7/8-time.Millisecond && !now.Equal(wall) {
					t.Fatalf("%v shown as %v", d, now.Sub(before))
				}
			},
			"moments pass": func(t *rapid.T) {
				before := look()
				for range 1000 { // none of them a millisecond
					wall = wall.Add(80 * time.Microsecond)
					look()
				}
				if passed := last.Sub(before); passed < 69*time.Millisecond {
					t.Fatalf("80 ms in small steps shown as %v", passed)
				}
			},
			"set": func(t *rapid.T) {
				wall = wall.Add(time.Duration(rapid.IntRange(-3_600_000, 3_600_000).Draw(t, "ms")) * time.Millisecond)
				look()
			},
		})
		ahead := look().Sub(wall)
		for range 100 {
			wall = wall.Add(ahead / 12)
			look()
		}
		if now := look(); now.Sub(wall.Truncate(time.Millisecond)) > 0 {
			t.Fatalf("%v shown at %v, after more than eight times what it was ahead", now, wall)
		}
	})
}

func TestClockSetBackIsLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	wall := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	c := newClock(func() time.Time { return wall }, slog.New(slog.NewTextHandler(&log, nil)))
	for _, step := range []time.Duration{time.Minute, -time.Millisecond, time.Hour, -time.Hour, time.Second, time.Second} {
		wall = wall.Add(step)
		c.show()
	}
	if strings.Count(log.String(), "set back") != 1 || !strings.Contains(log.String(), "by=1h0m0s") {
		t.Errorf("logged: %s", log.String())
	}
}

func TestClockGoesOnFromWhatIsWritten(t *testing.T) {
	t.Parallel()
	wall := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	c := newClock(func() time.Time { return wall }, slog.New(slog.DiscardHandler))
	c.notBefore(wall.Add(-time.Hour))
	if got := c.show(); !got.Equal(wall) {
		t.Errorf("an instant in the past set it to %v", got)
	}
	written := wall.Add(time.Hour) // by a process that ran before the clock was set back
	c.notBefore(written)
	wall = wall.Add(8 * time.Second)
	if got := c.show(); !got.Equal(written.Add(7 * time.Second)) {
		t.Errorf("it goes on at %v, not from %v", got, written)
	}
}
