package discordapi

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestD2FatalCodesEnd(t *testing.T) {
	t.Parallel()
	var cases sync.WaitGroup
	defer cases.Wait()
	for code, word := range map[int]string{
		4004: "DISCORD_TOKEN", 4010: "shard", 4011: "more servers", 4012: "newer version", 4013: "intents", 4014: "Message Content",
	} {
		for _, live := range []bool{false, true} {
			cases.Go(func() {
				g := newGate(t, func(_ int, p *peer) {
					op := p.begin()
					if live {
						p.up(op)
					}
					p.close(code)
				})
				c := g.client(t, nil)
				c.intents = 1 << 15
				err := c.Run(t.Context(), func(Event) {})
				var failed *chat.SendError
				if !errors.As(err, &failed) || failed.Class != chat.Fatal || !strings.Contains(err.Error(), word) {
					t.Errorf("%d, live %v: %v", code, live, err)
				}
				if opened, _, _ := g.counts(); opened > 2 {
					t.Errorf("%d, live %v: %d connections", code, live, opened)
				}
			})
		}
	}
}

func TestD2OtherCodes(t *testing.T) {
	t.Parallel()
	var cases sync.WaitGroup
	defer cases.Wait()
	for code, want := range map[int]int{4000: 1, 4003: 2, 4007: 2, 4008: 1, 4009: 2, 1001: 1} {
		cases.Go(func() {
			g := newGate(t, afterFirst(func(p *peer) { p.close(code) }))
			g.run(t, g.client(t, nil), "DONE")
			if _, identifies, _ := g.counts(); identifies != want {
				t.Errorf("%d: %d identifies", code, identifies)
			}
		})
	}
}

// A session whose address no longer answers is given up.
func TestD2ResumesInVain(t *testing.T) {
	t.Parallel()
	g := newGate(t, func(n int, p *peer) {
		op := p.begin()
		if op == 6 {
			return
		}
		p.up(op)
		if n == 1 {
			return
		}
		p.dispatch(9, "DONE", `{}`)
		p.stay()
	})
	g.run(t, g.client(t, nil), "DONE")
	if _, identifies, resumes := g.counts(); identifies != 2 || resumes < resumeTries {
		t.Errorf("%d identifies, %d resumes", identifies, resumes)
	}
}

func TestD2RefusedTokenEnds(t *testing.T) {
	t.Parallel()
	g := newGate(t, nil)
	g.status = 401
	err := g.client(t, nil).Run(t.Context(), func(Event) {})
	if !isFatal(err) || !strings.Contains(err.Error(), "DISCORD_TOKEN") || strings.Contains(err.Error(), testToken) {
		t.Error(err)
	}
}

func TestD3LittleBudgetLeft(t *testing.T) {
	t.Parallel()
	g := newGate(t, func(_ int, p *peer) { p.begin() })
	g.remaining = 49
	c := g.client(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var pauses []time.Duration
	c.after = func(d time.Duration) <-chan time.Time {
		if pauses = append(pauses, d); len(pauses) == 3 {
			cancel()
			return nil
		}
		return swift()
	}
	if err := c.Run(ctx, func(Event) {}); err != nil {
		t.Fatal(err)
	}
	if opened, identifies, _ := g.counts(); opened != 0 || identifies != 0 {
		t.Errorf("%d connections, %d identifies", opened, identifies)
	}
	for _, d := range pauses {
		if d != askAgain {
			t.Errorf("paused %v: the reset is two hours away", d)
		}
	}
}

func TestD3IdentifiesKeepTheirDistance(t *testing.T) {
	t.Parallel()
	g := newGate(t, nil)
	c := g.client(t, nil)
	now := time.Unix(1e9, 0)
	c.now = func() time.Time { return now }
	var pauses []time.Duration
	c.after = func(d time.Duration) <-chan time.Time { pauses = append(pauses, d); return swift() }
	var ids identifies
	for range 2 {
		if err := c.mayIdentify(t.Context(), Shard{}, &ids); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Second)
	}
	if len(pauses) != 1 || pauses[0] != 4*time.Second {
		t.Errorf("paused %v", pauses)
	}
}

func TestD3BackOff(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{0: 0, 1: time.Second, 3: 4 * time.Second, 10: longestWait, 1 << 40: longestWait} {
		if got := backOff(failures); got != want {
			t.Errorf("after %d failures: %v", failures, got)
		}
	}
}
