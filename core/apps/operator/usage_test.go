package operator_test

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestStats(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.boss.Says("/admin stats").Shows("last 30 days", "No command was used")
	for range 3 {
		s.service.Count("deal start", false)
	}
	s.service.Count("deal start", true)
	s.service.Count("help", false)
	// What waits to be written down counts already.
	want := []string{"All commands: 5 in total, 4 ok, 1 with an error", "/deal start: 4 in total, 3 ok, 1 with an error", "/help: 1 in total, 1 ok, 0 with an error"}
	s.boss.Says("/admin stats").Shows(want...)
	s.pass(time.Minute)
	s.boss.Says("/admin stats").Shows(want...)
	s.Restart()
	s.service.Count("help", false)
	s.boss.Says("/admin stats 1").Shows("used today", "6 in total", "/help: 2 in total")

	s.pass(time.Minute) // counts belong to the day on which they are written down
	s.pass(24 * time.Hour)
	s.boss.Says("/admin stats 1").Shows("No command was used")
	s.boss.Says("/admin stats 2").Shows("last 2 days", "6 in total")
	s.service.Count("ping", false)
	if text := s.boss.Says("/admin stats 2").Text(); strings.Index(text, "/deal start") > strings.Index(text, "/ping") {
		t.Errorf("the most used is not the first: %s", text)
	}
	s.pass(time.Minute)
	s.pass(363 * 24 * time.Hour)
	s.boss.Says("/admin stats 365").Shows("7 in total")
	s.pass(24 * time.Hour)
	s.boss.Says("/admin stats 365").Shows("1 in total")
	for _, days := range []string{"0", "366", "x"} {
		if got := s.boss.Says("/admin stats " + days); got.Has("Commands used") {
			t.Errorf("%s days: %s", days, got.Text())
		}
	}
}

// A commit that fails loses no count, and one that succeeds counts once.
func TestCountsAreWrittenOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.service.Count("help", false)
	wrong := errors.New("wrong")
	s.FailCommits(wrong)
	if err := s.Store.Write(t.Context(), s.service.Flush); !errors.Is(err, wrong) {
		t.Fatal(err)
	}
	s.FailCommits(nil)
	for range 3 {
		if err := s.Store.Write(t.Context(), s.service.Flush); err != nil {
			t.Fatal(err)
		}
	}
	s.boss.Says("/admin stats").Shows("/help: 1 in total")
}
