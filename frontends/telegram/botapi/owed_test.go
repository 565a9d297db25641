package botapi_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/frontends/frontendtest"
)

// flaky is a core whose facts fail when told to.
type flaky struct {
	*frontendtest.Core
	mu      sync.Mutex
	failing int
	writes  int
}

func (f *flaky) fails() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writes++
	if f.failing == 0 {
		return nil
	}
	f.failing--
	return errors.New("store down")
}

func (f *flaky) Remember(ctx context.Context, key, value string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.Core.Remember(ctx, key, value)
}

func (f *flaky) Recall(ctx context.Context, key string) (string, error) {
	if err := f.fails(); err != nil {
		return "", err
	}
	return f.Core.Recall(ctx, key)
}

func (f *flaky) fail(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failing, f.writes = n, 0
}

// slowly answers only when told to.
func slowly(release <-chan struct{}) *hands {
	return &hands{send: func(ctx context.Context, _ string) {
		select {
		case <-release:
		case <-ctx.Done():
		}
	}}
}

func TestSlowAnswersHoldIntakeUpForASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, core, release := newDesk(), frontendtest.NewCore(nil), make(chan struct{})
		h := slowly(release)
		d.post(1, "a")
		p := poll(t, d, core, h)
		began := time.Now()
		synctest.Wait()
		if len(d.asked()) != 1 || core.Facts()[owedFact] != "" {
			t.Error("it was not waited for the answer")
		}
		time.Sleep(2 * time.Second)
		if asked := d.asked(); len(asked) != 2 || asked[1].at.Sub(began) != time.Second {
			t.Errorf("polled at %+v", asked)
		}
		d.post(1, "b") // taken, though the answer before it is still on its way
		time.Sleep(2 * time.Second)
		if !slices.Equal(h.taken(), []string{"a", "b"}) || strings.Count(core.Facts()[owedFact], "update_id") != 2 {
			t.Errorf("taken %v, owed %s", h.taken(), core.Facts()[owedFact])
		}
		close(release)
		synctest.Wait()
		if owes := core.Facts()[owedFact]; owes != "" || !slices.Equal(h.sent(), []string{"a", "b"}) {
			t.Errorf("answered %v and still owes %q", h.sent(), owes)
		}
		p.end()
	})
}

func TestQuickAnswersWriteNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core := &flaky{Core: frontendtest.NewCore(nil)}
		d := newDesk()
		p := poll(t, d, core, &hands{})
		synctest.Wait()
		core.fail(0)
		for i := range 50 {
			d.post(int64(i%5), "x")
		}
		synctest.Wait()
		p.end()
		if core.writes != 0 {
			t.Errorf("%d writes", core.writes)
		}
	})
}

// The process dies with answers on their way; the next one gives them, once and
// in order, although Telegram delivers one of the updates again.
func TestWhatIsOwedIsAnsweredByTheNextProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, core := newDesk(), &flaky{Core: frontendtest.NewCore(nil)}
		for i := range 3 {
			d.post(1, strconv.Itoa(i)+" <&>")
		}
		first := slowly(nil)
		p := poll(t, d, core, first)
		time.Sleep(5 * time.Second)
		p.end() // cut off: none of the three was answered
		kept := core.Facts()[owedFact]
		if len(first.sent()) != 0 || d.left() != 0 || strings.Count(kept, "update_id") != 3 {
			t.Fatalf("answered %v, %d left, owed %s", first.sent(), d.left(), kept)
		}
		core.fail(3) // the store takes its time
		d.putRaw(1002, strings.TrimSuffix(kept[strings.Index(kept, `{"update_id":1002`):], "]"))
		second, failures := &hands{}, 2
		second.take = func(context.Context, string) error {
			if failures--; failures >= 0 {
				return errNothing
			}
			return nil
		}
		p = poll(t, d, core, second)
		time.Sleep(time.Minute)
		p.end()
		want := []string{"0 <&>", "1 <&>", "2 <&>"}
		if !slices.Equal(second.taken(), want) || !slices.Equal(second.sent(), want) {
			t.Errorf("taken %v, answered %v", second.taken(), second.sent())
		}
		if !slices.Equal(second.events, []string{"700:1000", "700:1001", "700:1002"}) {
			t.Errorf("events %v", second.events)
		}
		if core.Facts()[owedFact] != "" || d.left() != 0 {
			t.Errorf("%d left, still owes %s", d.left(), core.Facts()[owedFact])
		}
	})
}

func TestOwedUpdatesWithoutAnAnswerAreForgotten(t *testing.T) {
	t.Parallel()
	for _, kept := range []string{`[{"update_id":7,"message":"poison"}]`, `[half`, `["no update"]`} {
		synctest.Test(t, func(t *testing.T) {
			core := frontendtest.NewCore(nil)
			if err := core.Remember(t.Context(), owedFact, kept); err != nil {
				t.Fatal(err)
			}
			p := poll(t, newDesk(), core, &hands{})
			synctest.Wait()
			p.end()
			if owes := core.Facts()[owedFact]; owes != "" {
				t.Errorf("%s: still owes %s", kept, owes)
			}
		})
	}
}

// More than is remembered is not confirmed: intake goes at the platform's pace.
func TestOwedIsBounded(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]string{"by number": "x", "by size": strings.Repeat("x", 2000)} {
		synctest.Test(t, func(t *testing.T) {
			d, core, release := newDesk(), frontendtest.NewCore(nil), make(chan struct{})
			h := slowly(release)
			for i := range 1000 {
				d.post(int64(i), words)
			}
			p := poll(t, d, core, h)
			time.Sleep(time.Hour)
			if n := len(core.Facts()[owedFact]); n > 256<<10 || n == 0 || len(h.taken()) > 400 {
				t.Errorf("%s: %d bytes kept, %d taken", name, n, len(h.taken()))
			}
			close(release)
			time.Sleep(time.Minute)
			if len(h.sent()) != 1000 || core.Facts()[owedFact] != "" {
				t.Errorf("%s: %d answered, owed %d bytes", name, len(h.sent()), len(core.Facts()[owedFact]))
			}
			p.end()
		})
	}
}

// A chat that asks for more than it may be sent loses the oldest answers; it
// does not silence the bot for everybody else.
func TestAFloodedChatHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]string{"by number": "x", "by size": strings.Repeat("x", 5000)} {
		synctest.Test(t, func(t *testing.T) {
			d, core, release := newDesk(), frontendtest.NewCore(nil), make(chan struct{})
			h := &hands{send: func(ctx context.Context, words string) {
				if strings.HasPrefix(words, "other") {
					return
				}
				select {
				case <-release:
				case <-ctx.Done():
				}
			}}
			for i := range 1000 {
				d.post(1, strconv.Itoa(i)+words)
			}
			d.post(2, "other")
			p := poll(t, d, core, h)
			time.Sleep(5 * time.Minute)
			if !slices.Contains(h.sent(), "other") || len(h.taken()) != 1001 || d.left() != 0 {
				t.Errorf("%s: %d answered, %d taken, %d left", name, len(h.sent()), len(h.taken()), d.left())
			}
			if n := len(core.Facts()[owedFact]); n > 256<<10 || n == 0 {
				t.Errorf("%s: %d bytes kept", name, n)
			}
			close(release)
			time.Sleep(time.Minute)
			sent := h.sent()
			if !strings.HasPrefix(sent[len(sent)-1], "999") || core.Facts()[owedFact] != "" || !strings.Contains(p.log.String(), "given up") {
				t.Errorf("%s: %d answered, the last %.10s; owed %d bytes", name, len(sent), sent[len(sent)-1], len(core.Facts()[owedFact]))
			}
			p.end()
		})
	}
}

// A process that dies while it gives the answers of the one before it has
// forgotten none of those that it had not come to.
func TestACrashWhileWhatIsOwedIsTakenAgainLosesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core := frontendtest.NewCore(nil)
		const form = `{"update_id":%d,"message":{"message_id":1,"date":1,"chat":{"id":%d,"type":"private"},"text":"%s"}}`
		kept := "[" + fmt.Sprintf(form, 7, 1, "a") + "," + fmt.Sprintf(form, 8, 2, "b") + "]"
		if err := core.Remember(t.Context(), owedFact, kept); err != nil {
			t.Fatal(err)
		}
		var down atomic.Bool
		down.Store(true)
		h := &hands{take: func(_ context.Context, words string) error {
			if words == "b" && down.Load() {
				return errNothing
			}
			return nil
		}}
		p := poll(t, newDesk(), core, h)
		synctest.Wait()
		if !slices.Equal(h.sent(), []string{"a"}) || !strings.Contains(core.Facts()[owedFact], `"text":"b"`) {
			t.Errorf("answered %v; after a crash %q would be known", h.sent(), core.Facts()[owedFact])
		}
		down.Store(false)
		time.Sleep(time.Minute)
		if !slices.Equal(h.sent(), []string{"a", "b"}) || core.Facts()[owedFact] != "" {
			t.Errorf("answered %v, still owes %q", h.sent(), core.Facts()[owedFact])
		}
		p.end()
	})
}

// While what is owed cannot be remembered, nothing is confirmed.
func TestOwedWaitsForTheStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, core, release := newDesk(), &flaky{Core: frontendtest.NewCore(nil)}, make(chan struct{})
		h := slowly(release)
		p := poll(t, d, core, h)
		synctest.Wait()
		core.fail(4)
		d.post(1, "a")
		time.Sleep(2 * time.Second)
		if d.left() != 1 || len(h.taken()) != 1 {
			t.Errorf("%d left, taken %v", d.left(), h.taken())
		}
		time.Sleep(time.Minute)
		if d.left() != 0 || core.Facts()[owedFact] == "" {
			t.Errorf("%d left after the store came back, owed %q", d.left(), core.Facts()[owedFact])
		}
		core.fail(1) // and what was answered cannot be forgotten at once
		close(release)
		synctest.Wait()
		d.post(2, "b")
		time.Sleep(time.Minute)
		p.end()
		if core.Facts()[owedFact] != "" || len(h.sent()) != 2 {
			t.Errorf("answered %v, still owes %s", h.sent(), core.Facts()[owedFact])
		}
	})
}

// slowCore takes its time to remember.
type slowCore struct{ *frontendtest.Core }

func (s slowCore) Remember(ctx context.Context, key, value string) error {
	time.Sleep(time.Second)
	return s.Core.Remember(ctx, key, value)
}

// Answers that are sent while they are being remembered are forgotten after it.
func TestAnswersSentWhileTheyAreRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, core := newDesk(), slowCore{frontendtest.NewCore(nil)}
		h := &hands{send: func(context.Context, string) { time.Sleep(1500 * time.Millisecond) }}
		for i := range 4 {
			d.post(int64(i), strconv.Itoa(i)) // one lane each, so that all end in the middle of the write
		}
		p := poll(t, d, core, h)
		time.Sleep(20 * time.Second)
		if core.Facts()[owedFact] != "" || len(h.sent()) != 4 {
			t.Errorf("answered %v, still owes %s", h.sent(), core.Facts()[owedFact])
		}
		p.end()
	})
}

// An answer that panics is over, like any other.
func TestAPanickingAnswerEndsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, core := newDesk(), frontendtest.NewCore(nil)
		h := &hands{send: func(_ context.Context, words string) {
			if words == "a" {
				panic("of the answer")
			}
		}}
		d.post(1, "a")
		d.post(1, "b")
		p := poll(t, d, core, h)
		synctest.Wait()
		p.end()
		if !slices.Equal(h.sent(), []string{"b"}) || d.left() != 0 || !strings.Contains(p.log.String(), "of the answer") {
			t.Errorf("answered %v, %d left, logged %s", h.sent(), d.left(), p.log)
		}
	})
}
