package botapi_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/frontends/frontendtest"
)

// leased is a core whose leases exclude each other.
type leased struct {
	*frontendtest.Core
	free chan struct{} // holds the lease while nobody does
}

func newLeased() *leased {
	l := &leased{Core: frontendtest.NewCore(nil), free: make(chan struct{}, 1)}
	l.free <- struct{}{}
	return l
}

func (l *leased) Lease(ctx context.Context, name string) (func(), error) {
	if name != "telegram:700" {
		return nil, errors.New("another lease: " + name)
	}
	select {
	case <-l.free:
		return func() { l.free <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestT5OneOfTwoPolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core, first, second, third := newLeased(), newDesk(), newDesk(), newDesk()
		one := poll(t, first, core, &hands{})
		synctest.Wait()
		two, three := poll(t, second, core, &hands{}), poll(t, third, core, &hands{})
		time.Sleep(time.Minute)
		if len(first.asked()) == 0 || len(second.asked())+len(third.asked()) != 0 {
			t.Errorf("polls: %d, %d, %d", len(first.asked()), len(second.asked()), len(third.asked()))
		}
		three.end() // whoever waits can be asked to stop
		one.end()
		synctest.Wait()
		if len(second.asked()) != 1 {
			t.Error("the second did not follow on the first")
		}
		two.end()
	})
}

func TestALeaseThatFailsIsReported(t *testing.T) {
	t.Parallel()
	broken := errors.New("no store")
	p := poll(t, newDesk(), unleased{frontendtest.NewCore(nil), broken}, &hands{})
	if err := <-p.ended; !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type unleased struct {
	*frontendtest.Core
	err error
}

func (u unleased) Lease(context.Context, string) (func(), error) { return nil, u.err }

// What runs is finished, what is answered is confirmed, and nothing else is
// taken any more.
func TestT10StopFinishesWhatRuns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		h := &hands{
			take: func(context.Context, string) error { time.Sleep(3 * time.Second); return nil },
			send: func(context.Context, string) { time.Sleep(4 * time.Second) },
		}
		d.post(1, "a")
		d.post(1, "b")
		p := poll(t, d, frontendtest.NewCore(nil), h)
		time.Sleep(time.Second)
		d.post(1, "too late")
		took := p.end() // a and b are taken after 5 s more, and answered 5 s after that
		if took != 10*time.Second {
			t.Errorf("stopped after %v", took)
		}
		if !slices.Equal(h.sent(), []string{"a", "b"}) || !slices.Equal(d.confirmed, []int64{1000, 1001}) {
			t.Errorf("answered %v, confirmed %v", h.sent(), d.confirmed)
		}
		again := &hands{}
		p = poll(t, d, frontendtest.NewCore(nil), again)
		time.Sleep(time.Second)
		p.end()
		if !slices.Equal(again.taken(), []string{"too late"}) {
			t.Errorf("the next process took %v", again.taken())
		}
	})
}

func TestT10StopsWithin15Seconds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		hands     *hands
		most      time.Duration
		confirmed int
	}{
		"idle":                           {&hands{}, 0, 1},
		"a handler that hangs":           {&hands{take: hangs}, 10 * time.Second, 0},
		"a handler that heeds nothing":   {&hands{take: heedless}, 15 * time.Second, 0},
		"an answer that hangs":           {&hands{send: func(ctx context.Context, _ string) { <-ctx.Done() }}, 14 * time.Second, 1},
		"an answer that heeds nothing":   {&hands{send: func(context.Context, string) { time.Sleep(time.Hour) }}, 14 * time.Second, 1},
		"an answer that is done in time": {&hands{send: func(context.Context, string) { time.Sleep(9 * time.Second) }}, 9 * time.Second, 1},
	}
	for name, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			d, core := newDesk(), frontendtest.NewCore(nil)
			d.post(1, "x")
			p := poll(t, d, core, tt.hands)
			synctest.Wait()
			if took := p.end(); took > tt.most {
				t.Errorf("%s: stopped after %v", name, took)
			}
			// What was cut off has to be found by the next process: unconfirmed or owed.
			owes := core.Facts()[owedFact] != "" || d.left() > 0
			if answered := len(tt.hands.sent()) == 1; answered == owes {
				t.Errorf("%s: answered %v, %d left, owed %q", name, answered, d.left(), core.Facts()[owedFact])
			}
			time.Sleep(2 * time.Hour) // the heedless come to an end
		})
	}
}

func hangs(ctx context.Context, _ string) error {
	<-ctx.Done()
	return ctx.Err()
}

func heedless(context.Context, string) error {
	time.Sleep(time.Hour)
	return nil
}

// Stopping between the batch and its confirmation leaves nothing to repeat.
func TestT10TheLastBatchIsConfirmed(t *testing.T) {
	t.Parallel()
	for _, down := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk()
			h := &hands{send: func(context.Context, string) { time.Sleep(500 * time.Millisecond) }}
			d.post(1, "x")
			p := poll(t, d, frontendtest.NewCore(nil), h)
			synctest.Wait()
			d.mu.Lock()
			d.fault = func(a ask, _ bool) (*http.Response, error) {
				if a.Timeout != 0 || a.Limit != 1 {
					t.Errorf("while stopping it asked %+v", a)
				}
				if down {
					return nil, errors.New("down")
				}
				return nil, nil
			}
			d.mu.Unlock()
			p.end()
			if left := d.left() > 0; left != down {
				t.Errorf("down %v: %d left", down, d.left())
			}
		})
	}
}

func TestT10UnderLoadNothingIsLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const all = 1000
		d, core := newDesk(), frontendtest.NewCore(nil)
		for i := range all {
			d.post(int64(i%7), strconv.Itoa(i))
		}
		taken := map[string]int{}
		var events []string
		for len(taken) < all {
			h := &hands{take: func(context.Context, string) error { time.Sleep(10 * time.Millisecond); return nil }}
			p := poll(t, d, core, h)
			time.Sleep(333 * time.Millisecond)
			p.end()
			for _, words := range h.taken() {
				taken[words]++
			}
			events = append(events, h.events...)
			if len(h.sent()) != len(h.taken()) {
				t.Errorf("%d taken, %d answered", len(h.taken()), len(h.sent()))
			}
		}
		if len(events) != all {
			t.Errorf("%d events were handled for %d updates: a clean stop repeats none", len(events), all)
		}
	})
}
