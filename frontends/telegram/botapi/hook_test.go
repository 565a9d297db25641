package botapi_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestT4StrangersAreSentAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hands{}
		l := listen(t, newOffice(), frontendtest.NewCore(nil), h)
		good, long := words(1, 1, "hello"), words(2, 1, strings.Repeat("x", 1<<20))
		for _, tt := range []struct {
			name, method, secret, body string
			want                       int
		}{
			{"another method", http.MethodGet, hookSecret, good, http.StatusMethodNotAllowed},
			{"no secret", http.MethodPost, "", good, http.StatusUnauthorized},
			{"a wrong secret", http.MethodPost, hookSecret + "x", good, http.StatusUnauthorized},
			{"a part of the secret", http.MethodPost, hookSecret[:5], good, http.StatusUnauthorized},
			{"a long body", http.MethodPost, hookSecret, long, http.StatusRequestEntityTooLarge},
			{"a long body of a stranger", http.MethodPost, "", long, http.StatusUnauthorized},
		} {
			if w := visitDoor(l.handler(), tt.method, tt.secret, tt.body); w.Code != tt.want {
				t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.want)
			}
		}
		if len(h.taken()) != 0 {
			t.Errorf("taken: %v", h.taken())
		}
		if code := <-l.delivers(good); code != http.StatusOK || len(h.taken()) != 1 || l.path != hookAt.Path {
			t.Errorf("Telegram itself: %d, taken %v at %s", code, h.taken(), l.path)
		}
		l.end()
	})
}

func TestT4WhatCannotBeReadIsPutAside(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core := &shut{Core: frontendtest.NewCore(nil)}
		l := listen(t, newOffice(), core, &hands{take: func(_ context.Context, words string) error {
			if words == "panic" {
				panic("of the handler")
			}
			return errors.New("no such thing")
		}})
		strange := []string{"{", "no JSON", `{"update_id":"x"}`, `{"update_id":7,"message":"words"}`, words(8, 1, "panic"), words(9, 1, "odd"), ""}
		for _, raw := range strange {
			if code := <-l.delivers(raw); code != http.StatusOK {
				t.Errorf("%q: %d", raw, code)
			}
		}
		if kept := core.Quarantined(); len(kept) != len(strange) {
			t.Errorf("put aside: %v", kept)
		}
		core.failing = errors.New("the store is full")
		if code := <-l.delivers("{,"); code != http.StatusInternalServerError {
			t.Errorf("what could not be put aside: %d", code)
		}
		l.end()
	})
}

// shut is a core that cannot put anything aside while failing is set.
type shut struct {
	*frontendtest.Core
	failing error
}

func (s *shut) Quarantine(ctx context.Context, p chat.Platform, event string, raw []byte, cause error) error {
	if s.failing != nil {
		return s.failing
	}
	return s.Core.Quarantine(ctx, p, event, raw, cause)
}

// What the store did not record is answered with 500 and taken when it comes
// again; what waited behind it comes again, too, and does not overtake it.
func TestT4NothingRecordedIsNotConfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := true
		h := &hands{take: func(context.Context, string) error {
			time.Sleep(time.Second)
			if down {
				return errNothing
			}
			return nil
		}}
		l := listen(t, newOffice(), frontendtest.NewCore(nil), h)
		first, behind, elsewhere := l.delivers(words(1, 1, "a")), l.delivers(words(2, 1, "b")), l.delivers(words(3, 2, "c"))
		if a, b, c := <-first, <-behind, <-elsewhere; a != 500 || b != 503 || c != 500 {
			t.Errorf("answered %d, %d, %d", a, b, c)
		}
		w := visitDoor(l.handler(), http.MethodPost, hookSecret, words(1, 1, "a"))
		if w.Code != 500 || w.Header().Get("Retry-After") != "1" {
			t.Errorf("again: %d, %v", w.Code, w.Header())
		}
		down = false
		first, behind = l.delivers(words(1, 1, "a")), l.delivers(words(2, 1, "b"))
		if a, b := <-first, <-behind; a != 200 || b != 200 || !slices.Equal(h.taken(), []string{"a", "b"}) {
			t.Errorf("answered %d, %d, taken %v", a, b, h.taken())
		}
		l.end()
	})
}

// Telegram hears nothing before the answer has left, or is remembered: a crash in
// between has the update delivered again, and the answer sent.
func TestT4ConfirmsWhatIsAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		h := &hands{send: func(context.Context, string) { <-goOn }}
		l := listen(t, newOffice(), frontendtest.NewCore(nil), h)
		one := l.delivers(words(1, 1, "a"))
		again := l.delivers(words(1, 1, "a")) // as if the first connection had broken
		if !pending(one) || !pending(again) || len(h.taken()) != 1 {
			t.Errorf("confirmed before its answer has left; taken %v", h.taken())
		}
		close(goOn)
		if a, b := <-one, <-again; a != 200 || b != 200 || len(h.taken()) != 1 || len(h.sent()) != 1 {
			t.Errorf("%d, %d; taken %v, sent %v", a, b, h.taken(), h.sent())
		}
		l.end()
	})
}

func TestT4OrderIsKeptThoughDeliveriesOvertake(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hands{take: func(_ context.Context, words string) error { time.Sleep(time.Second); return nil }}
		l := listen(t, newOffice(), frontendtest.NewCore(nil), h)
		var answers []<-chan int
		for _, id := range []int64{1, 5, 3, 4, 2} {
			answers = append(answers, l.delivers(words(id, 1, string(rune('a'+id-1)))))
		}
		began := time.Now()
		other := l.delivers(words(9, 2, "elsewhere"))
		if <-other; time.Since(began) != time.Second {
			t.Errorf("another lane waited for %v", time.Since(began))
		}
		for _, a := range answers {
			if code := <-a; code != http.StatusOK {
				t.Errorf("answered %d", code)
			}
		}
		want := []string{"a", "b", "c", "d", "e"}
		if got := without(h.taken(), "elsewhere"); !slices.Equal(got, want) || !slices.Equal(without(h.sent(), "elsewhere"), want) {
			t.Errorf("taken %v, sent %v", got, h.sent())
		}
		l.end()
	})
}

func TestATakenPathIsReported(t *testing.T) {
	t.Parallel()
	client, _ := open(t, newOffice().serve)
	err := client.Listen(t.Context(), frontendtest.NewCore(nil), taken{}, hookAt, &hands{})
	if !errors.Is(err, errTaken) {
		t.Errorf("got %v", err)
	}
}

var errTaken = errors.New("somebody is there")

type taken struct{}

func (taken) Mount(string, http.Handler) (func(), error) { return nil, errTaken }
