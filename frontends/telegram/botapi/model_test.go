package botapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// book is what the core knows of all processes: which updates had their effect,
// and the facts. It outlives every crash.
type book struct {
	*frontendtest.Core
	mu       sync.Mutex
	effects  []string // words of each message, once, in the order of the effects
	answered map[string]int
	failing  int
}

// life is one process: after its death nothing of it reaches the book, the desk
// or the people.
type life struct {
	*book
	dead bool
}

var errDead = errors.New("this process is dead")

// may reports whether an act of this life still counts.
func (l *life) may() error {
	switch {
	case l.dead:
		return errDead
	case l.failing > 0:
		l.failing--
		return errors.New("store down")
	}
	return nil
}

func (l *life) die() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = true
}

func (l *life) Remember(ctx context.Context, key, value string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.may(); err != nil {
		return err
	}
	return l.Core.Remember(ctx, key, value)
}

func (l *life) Recall(ctx context.Context, key string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.may(); err != nil {
		return "", err
	}
	return l.Core.Recall(ctx, key)
}

func (l *life) Quarantine(ctx context.Context, p chat.Platform, event string, raw []byte, cause error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.may(); err != nil {
		return err
	}
	return l.Core.Quarantine(ctx, p, event, raw, cause)
}

func (l *life) Lane(u botapi.Update) string { return u.Message.Text[:1] }

// Take has its effect at most once per message, as a request key sees to.
func (l *life) Take(_ context.Context, _ chat.Core, u botapi.Update) (func(context.Context), error) {
	words := u.Message.Text
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.may(); err != nil {
		return nil, fmt.Errorf("%w: %w", chat.ErrNotRecorded, err)
	}
	if !slices.Contains(l.effects, words) {
		l.effects = append(l.effects, words)
	}
	number, _ := strconv.Atoi(words[2:])
	return func(ctx context.Context) {
		select { // some are quick, some take longer than the patience of a poll
		case <-time.After(time.Duration(number%4) * 700 * time.Millisecond):
		case <-ctx.Done():
			return
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if !l.dead {
			l.answered[words]++
		}
	}, nil
}

// unrecorded returns a confirmed message that is neither in effect nor aside,
// or in effect but neither answered nor owed.
func (b *book) lost(confirmed []int64, words map[int64]string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	owes := b.Facts()[owedFact]
	aside := strings.Join(b.Quarantined(), "\n")
	for _, id := range confirmed {
		w := words[id]
		if w == "" {
			if !strings.Contains(aside, ":"+strconv.FormatInt(id, 10)+": ") {
				return fmt.Sprintf("poison %d", id)
			}
			continue
		}
		if !slices.Contains(b.effects, w) || b.answered[w] == 0 && !strings.Contains(owes, strconv.Quote(w)) {
			return w
		}
	}
	return ""
}

// world is a desk, a book, and the process at work.
type world struct {
	*desk
	book  *book
	t     *testing.T
	life  *life
	run   *polling
	words map[int64]string // what the update of an id says; poison says nothing
	count int

	numbers int64 // where the next new numbers begin
	loss    int   // polls that fail before, then after their effect
}

func (w *world) begin() {
	l := &life{book: w.book}
	wire := &wire{answer: func(r request) (*http.Response, error) {
		l.mu.Lock()
		dead := l.dead
		l.mu.Unlock()
		if dead {
			return nil, errDead
		}
		return w.serve(r)
	}}
	w.life, w.run = l, pollOn(w.t, wire, l, l)
}

func (w *world) crash() {
	w.life.die()
	w.run.stop()
	<-w.run.ended
}

// step is one thing that happens; n is how much of it.
type step struct {
	what string
	n    int
}

func steps() *rapid.Generator[[]step] {
	most := map[string]int{"post": 150, "poison": 2, "wait": 6, "lose": 4, "fail": 6, "crash": 1, "stop": 1, "anew": 1}
	one := rapid.Custom(func(r *rapid.T) step {
		what := rapid.SampledFrom([]string{"post", "post", "post", "poison", "wait", "wait", "lose", "fail", "fail", "crash", "crash", "stop", "anew"}).Draw(r, "what")
		return step{what, rapid.IntRange(1, most[what]).Draw(r, "n")}
	})
	return rapid.SliceOfN(one, 1, 25)
}

// The offset rules of demand T1 under everything that may happen: each message
// has its effect and its answer, in order within its lane; nothing is confirmed
// that a crash at that moment would lose.
func TestT1Model(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		plan := steps().Draw(r, "steps")
		synctest.Test(t, func(t *testing.T) {
			for _, wrong := range play(t, plan) {
				r.Error(wrong)
			}
		})
	})
}

// play lets the steps happen and returns what went wrong.
func play(t *testing.T, plan []step) (wrong []string) {
	w := &world{
		t: t, desk: newDesk(), words: map[int64]string{}, numbers: 1 << 40,
		book: &book{Core: frontendtest.NewCore(nil), answered: map[string]int{}},
	}
	w.fault = w.drop
	w.begin()
	for _, s := range plan {
		w.do(s)
		synctest.Wait()
		w.mu.Lock()
		confirmed := slices.Clone(w.confirmed)
		w.mu.Unlock()
		if lost := w.book.lost(confirmed, w.words); lost != "" {
			wrong = append(wrong, fmt.Sprintf("after %v a crash would lose %q", s, lost))
			break
		}
	}
	time.Sleep(time.Hour)
	w.run.end()
	return append(wrong, w.check()...)
}

// drop loses polls, in turn before and after they have their effect.
func (w *world) drop(_ ask, after bool) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.loss == 0 || after != (w.loss%2 == 0) {
		return nil, nil
	}
	w.loss--
	return nil, errors.New("connection lost")
}

func (w *world) do(s step) {
	switch s.what {
	case "post":
		for i := range s.n {
			w.say([]string{"A", "B", "C", "A", "B", "A"}[(i+s.n)%6])
		}
	case "poison":
		for range s.n {
			w.words[w.put(`"message":7`)] = ""
		}
	case "wait":
		time.Sleep(time.Duration(s.n) * 500 * time.Millisecond)
	case "lose":
		w.mu.Lock()
		w.loss = s.n
		w.mu.Unlock()
	case "fail":
		w.book.mu.Lock()
		w.book.failing = s.n
		w.book.mu.Unlock()
	case "crash":
		w.crash()
		w.begin()
	case "stop":
		w.run.end()
		w.begin()
	case "anew":
		// Only a desk that has been empty for long deals new numbers.
		time.Sleep(time.Hour)
		w.numbers -= 1 << 20
		w.renumber(w.numbers)
	}
}

// say posts the next message of a lane; it is named by the lane and a number.
func (w *world) say(lane string) {
	w.count++
	words := fmt.Sprintf("%s %05d", lane, w.count)
	w.words[w.post(1, words)] = words
}

func (w *world) check() (wrong []string) {
	b := w.book
	if w.left() != 0 || len(b.effects) != w.count || len(b.answered) != w.count || b.Facts()[owedFact] != "" {
		wrong = append(wrong, fmt.Sprintf("%d left, %d effects and %d answered of %d, owed %q", w.left(), len(b.effects), len(b.answered), w.count, b.Facts()[owedFact]))
	}
	for _, lane := range []string{"A", "B", "C"} {
		own := slices.DeleteFunc(slices.Clone(b.effects), func(s string) bool { return s[:1] != lane })
		if !slices.IsSorted(own) {
			wrong = append(wrong, fmt.Sprintf("out of order: %v", own))
		}
	}
	return wrong
}
