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

	"github.com/parleybot/parley/frontends/frontendtest"
)

// An answer that has to be patient is remembered after a second, so that what the
// chat says next is carried out; a process that follows answers what is owed.
func TestT4ALateAnswerIsOwed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core, began := frontendtest.NewCore(nil), time.Now()
		h := &hands{send: func(ctx context.Context, _ string) { <-ctx.Done() }}
		l := listen(t, newOffice(), core, h)
		for i, line := range []string{"a", "b", "c"} {
			if code := <-l.delivers(words(int64(i+1), 1, line)); code != 200 || time.Since(began) != time.Duration(i+1)*time.Second {
				t.Errorf("%s: %d after %v", line, code, time.Since(began))
			}
		}
		if owed := core.Facts()[owedFact]; strings.Count(owed, "update_id") != 3 {
			t.Errorf("owed: %s", owed)
		}
		if code := <-l.delivers(words(1, 1, "a")); code != 200 || len(h.taken()) != 3 {
			t.Errorf("once more: %d, taken %v", code, h.taken())
		}
		l.end()
		next := &hands{}
		l = listen(t, newOffice(), core, next)
		if got := next.sent(); !slices.Equal(got, []string{"a", "b", "c"}) || core.Facts()[owedFact] != "" {
			t.Errorf("the next process sent %v, still owed %q", got, core.Facts()[owedFact])
		}
		l.end()
	})
}

// A process that stands by must not write over what the other one owes.
func TestT4WhoStandsByRemembersNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core, goOn := newLeased(), make(chan struct{})
		<-core.free // somebody else has it
		l := listen(t, newOffice(), core, &hands{send: func(context.Context, string) { <-goOn }})
		answered := l.delivers(words(1, 1, "a"))
		time.Sleep(10 * time.Second)
		if !pending(answered) || core.Facts()[owedFact] != "" {
			t.Errorf("it owes %q", core.Facts()[owedFact])
		}
		close(goOn)
		if code := <-answered; code != http.StatusOK {
			t.Errorf("answered %d", code)
		}
		l.end()
	})
}

// What cannot be remembered is not confirmed before it has left.
func TestT4OwedThatCannotBeKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		core, began := &forgetful{Core: frontendtest.NewCore(nil)}, time.Now()
		l := listen(t, newOffice(), core, &hands{send: func(context.Context, string) { time.Sleep(5 * time.Second) }})
		if code := <-l.delivers(words(1, 1, "a")); code != http.StatusOK || time.Since(began) != 5*time.Second {
			t.Errorf("answered %d after %v", code, time.Since(began))
		}
		l.end()
	})
}

// forgetful is a core that remembers nothing.
type forgetful struct{ *frontendtest.Core }

func (forgetful) Remember(context.Context, string, string) error { return errors.New("full") }

// What a poller owed when it died is answered by the webhook that follows it, as
// soon as it can be recorded.
func TestAWebhookAnswersWhatAPollerOwed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		failures := 3
		core, h := frontendtest.NewCore(nil), &hands{take: func(_ context.Context, words string) error {
			if words == "b" && failures > 0 {
				failures--
				return errNothing
			}
			return nil
		}}
		owed := "[" + words(1, 1, "a") + "," + words(2, 1, "b") + "]"
		if err := core.Remember(t.Context(), owedFact, owed); err != nil {
			t.Fatal(err)
		}
		l := listen(t, newOffice(), core, h)
		if core.Facts()[owedFact] != owed {
			t.Errorf("before all of it is recorded %q is owed", core.Facts()[owedFact])
		}
		time.Sleep(10 * time.Second)
		if got := h.sent(); !slices.Equal(got, []string{"a", "b"}) || core.Facts()[owedFact] != "" {
			t.Errorf("sent %v, still owed %q", got, core.Facts()[owedFact])
		}
		l.end()
	})
}
