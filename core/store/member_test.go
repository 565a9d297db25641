package store

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestGone(t *testing.T) {
	t.Parallel()
	const now, connected = 1_000_000, 900_000
	for name, c := range map[string]struct {
		p         peer
		connected int64
		want      bool
	}{
		"there":                                {peer{seen: now - 400, held: true}, connected, false},
		"slow, with its lock":                  {peer{seen: now - 9_900, held: true}, connected, false},
		"frozen":                               {peer{seen: now - 10_000, held: true}, connected, true},
		"lost its connection":                  {peer{seen: now - 1_900}, connected, false},
		"dead":                                 {peer{seen: now - 2_000}, connected, true},
		"not back yet after a restart":         {peer{seen: now - 60_000}, now - 7_900, false},
		"never came back after a restart":      {peer{seen: now - 60_000}, now - 8_000, true},
		"back, and not seen yet":               {peer{seen: now - 60_000, held: true}, now - 9_900, false},
		"seen since, and then dead":            {peer{seen: now - 2_000}, now - 5_000, true},
		"the observer has just come back":      {peer{seen: now - 3_600_000, held: true}, now, false},
		"a clock of the database set back":     {peer{seen: now + 5_000}, connected, false},
		"held by what the server thinks of it": {peer{seen: now - 12_000, held: true}, now - 9_000, false},
	} {
		if got := c.p.gone(now, c.connected); got != c.want {
			t.Errorf("%s: gone is %t", name, got)
		}
	}
}

// saw is a link whose every beat tells the same.
type saw struct {
	others []peer
	now    int64
}

func (s saw) beat(context.Context) (others []peer, now, connected int64, present bool, err error) {
	return append([]peer{}, s.others...), s.now, 0, true, nil
}

func (saw) leave(context.Context, bool) {}

// A database that stood still kept all processes from beating. Whoever gets through
// first must not take the others for dead, who have hung up meanwhile.
func TestWhoeverSawNothingDoesNotJudge(t *testing.T) {
	t.Parallel()
	link := saw{others: []peer{{id: "other", seen: 997_000}}, now: 1_000_000}
	for silence, want := range map[time.Duration]bool{0: true, 3 * time.Second: false} {
		var logs bytes.Buffer
		s := &Store{closed: true, log: slog.New(slog.NewTextHandler(&logs, nil))} // it can take nobody out
		m := &membership{store: s, link: link, born: time.Now().Add(-silence)}
		if err := m.round(t.Context()); err != nil {
			t.Fatal(err)
		}
		m.beside.Wait()
		if got := strings.Contains(logs.String(), "another process is gone"); got != want {
			t.Errorf("after a silence of %v: taken for dead is %t", silence, got)
		}
	}
}
