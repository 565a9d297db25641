package discordapi

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// afterFirst lets connection 1 come up and end as told; the others stay.
func afterFirst(end func(p *peer)) func(int, *peer) {
	return func(n int, p *peer) {
		op := p.begin()
		p.up(op)
		if n == 1 {
			end(p)
			return
		}
		p.dispatch(9, "DONE", `{}`)
		p.stay()
	}
}

// discordgo takes a second to let go of a connection, so the cases run at once.
func TestD1ComesUpAgain(t *testing.T) {
	t.Parallel()
	var cases sync.WaitGroup
	defer cases.Wait()
	for name, test := range map[string]struct {
		end        func(p *peer)
		identifies int
	}{
		"op 7":       {func(p *peer) { p.send(`{"op":7,"d":null}`); p.stay() }, 1},
		"op 9 true":  {func(p *peer) { p.send(`{"op":9,"d":true}`); p.stay() }, 1},
		"op 9 false": {func(p *peer) { p.send(`{"op":9,"d":false}`); p.stay() }, 2},
		"cut":        {func(*peer) {}, 1},
	} {
		cases.Go(func() {
			g := newGate(t, afterFirst(test.end))
			c := g.client(t, nil)
			g.run(t, c, "DONE")
			// A busy machine may let a connection fail before it is up; no session is spent on that.
			if opened, identifies, _ := g.counts(); opened > 6 || identifies != test.identifies {
				t.Errorf("%s: %d connections, %d identifies", name, opened, identifies)
			}
			if c.Abandoned() != 0 {
				t.Errorf("%s: %d Sessions were abandoned", name, c.Abandoned())
			}
			if id, user, bot, ok := c.Self(); !ok || id != "66" || user != "77" || bot != "parley" {
				t.Errorf("%s: Self: %s %s %s %v", name, id, user, bot, ok)
			}
		})
	}
}

// Right after a resume discordgo would lock itself up over these orders.
func TestD1OrderInAnswerToResume(t *testing.T) {
	t.Parallel()
	var cases sync.WaitGroup
	defer cases.Wait()
	for name, order := range map[string]string{"op 7": `{"op":7,"d":null}`, "op 9 false": `{"op":9,"d":false}`} {
		cases.Go(func() {
			ordered := false
			g := newGate(t, func(_ int, p *peer) {
				op := p.begin()
				_, identifies, resumes := p.gate.counts()
				switch {
				case identifies == 1 && resumes == 0:
					p.up(op)
				case !ordered:
					ordered = true
					p.send(order)
					p.stay()
				default:
					p.up(op)
					p.dispatch(9, "DONE", `{}`)
					p.stay()
				}
			})
			c := g.client(t, nil)
			g.run(t, c, "DONE")
			if opened, _, _ := g.counts(); opened > 3 || c.Abandoned() != 0 {
				t.Errorf("%s: %d connections, %d abandoned", name, opened, c.Abandoned())
			}
		})
	}
}

func TestD1NoHello(t *testing.T) {
	t.Parallel()
	watch := make(chan time.Time)
	g := newGate(t, func(n int, p *peer) {
		if n == 1 {
			watch <- time.Time{} // the first watchdog runs out
			p.stay()
			return
		}
		p.up(p.begin())
		p.dispatch(9, "DONE", `{}`)
		p.stay()
	})
	c := g.client(t, watch)
	g.run(t, c, "DONE")
	if opened, _, _ := g.counts(); opened != 2 || c.Abandoned() != 0 {
		t.Errorf("%d connections, %d abandoned", opened, c.Abandoned())
	}
}

func TestD1DeadLink(t *testing.T) {
	t.Parallel()
	dead := make(chan struct{})
	g := newGate(t, func(n int, p *peer) {
		if n == 1 {
			p.hello(400)
			p.ready()
			<-dead // no acknowledgement, no close
			return
		}
		p.up(p.begin())
		p.dispatch(9, "DONE", `{}`)
		p.stay()
	})
	defer close(dead)
	g.run(t, g.client(t, nil), "DONE")
	if _, identifies, resumes := g.counts(); identifies != 0 || resumes == 0 {
		t.Errorf("%d identifies, %d resumes: the session was still good", identifies, resumes)
	}
}

// A Session that does not come back is left behind, counted and not heard.
func TestD1AbandonsWhatHangs(t *testing.T) {
	t.Parallel()
	g := newGate(t, func(_ int, p *peer) { p.up(p.begin()); p.stay() })
	watch, reached, release := make(chan time.Time), make(chan struct{}), make(chan struct{})
	c := g.client(t, watch)
	heard := 0
	k := c.newSocket(t.Context(), Shard{}, func(Event) {
		heard++
		close(reached)
		<-release
	})
	go func() {
		<-reached
		watch <- time.Time{} // Open takes too long
		watch <- time.Time{} // and so does its end
	}()
	if err := k.live(t.Context()); !errors.Is(err, errHung) || c.Abandoned() != 1 {
		t.Errorf("%v, %d abandoned", err, c.Abandoned())
	}
	close(release)
	<-k.down
	k.receive(&discordgo.Event{Type: "LATE"})
	if heard != 1 {
		t.Errorf("%d events of an abandoned Session were heard", heard)
	}
}

func TestD1SilenceAfterStop(t *testing.T) {
	t.Parallel()
	g := newGate(t, func(_ int, p *peer) {
		p.up(p.begin())
		for i := range 100 {
			p.dispatch(10+i, "EXTRA", `{}`)
		}
		p.stay()
	})
	seen := g.run(t, g.client(t, nil), "READY")
	g.playing.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened != 1 || !slices.Equal(g.closes, []int{1000}) {
		t.Errorf("%d connections, closed with %v: want one, which said farewell", g.opened, g.closes)
	}
	if len(seen) == 0 || seen[0].Type != "READY" {
		t.Errorf("%d events", len(seen))
	}
}

// Not parallel: it counts goroutines.
func TestThousandReconnects(t *testing.T) {
	counts := map[int]int{}
	g := newGate(t, func(n int, p *peer) {
		switch {
		case n == 100 || n == 1000:
			counts[n] = runtime.NumGoroutine()
			fallthrough
		case n < 1000:
			p.hello(45000)
			p.close(4000)
		default:
			p.up(p.begin())
			p.dispatch(9, "DONE", `{}`)
			p.stay()
		}
	})
	c := g.client(t, nil)
	g.run(t, c, "DONE")
	if grown := counts[1000] - counts[100] - int(c.Abandoned()); grown > 20 {
		t.Errorf("%d goroutines more after 900 connections", grown)
	}
}
