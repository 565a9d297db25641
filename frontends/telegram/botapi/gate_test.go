package botapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// The tests of this file run on the fake clock of synctest: instants are exact.

func accept(r request) (*http.Response, error) {
	if r.method == "answerCallbackQuery" {
		return fine("true")
	}
	return fine(message)
}

func tooMany(seconds int) (*http.Response, error) {
	return reply(429, fmt.Sprintf(`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %[1]d","parameters":{"retry_after":%[1]d}}`, seconds))
}

// burst makes n calls at once and returns when each left, in seconds.
func burst(t *testing.T, n int, call func(i int) botapi.Call) []float64 {
	t.Helper()
	c, w := open(t, accept)
	began := time.Now()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if err := text(t.Context(), c, call(i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var left []float64
	for _, r := range w.seen() {
		left = append(left, r.at.Sub(began).Seconds())
	}
	slices.Sort(left)
	return left
}

func TestT7ThirtyASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		left := burst(t, 95, func(i int) botapi.Call { return botapi.Call{Chat: int64(i + 1)} })
		for i, at := range left {
			if at != float64(i/30) {
				t.Fatalf("call %d left at %v: %v", i, at, left)
			}
		}
	})
}

func TestT7OneASecondPerChat(t *testing.T) {
	t.Parallel()
	for _, rank := range []botapi.Rank{botapi.RankReply, botapi.RankEdit} { // edits count too
		synctest.Test(t, func(t *testing.T) {
			left := burst(t, 6, func(int) botapi.Call { return botapi.Call{Rank: rank, Chat: 42} })
			if want := []float64{0, 0, 0, 1, 2, 3}; !slices.Equal(left, want) {
				t.Errorf("rank %d left at %v, want %v", rank, left, want)
			}
		})
	}
}

func TestT7TwentyAMinutePerGroup(t *testing.T) {
	t.Parallel()
	for _, call := range []botapi.Call{{Chat: group}, {Chat: 7, Group: true}} {
		synctest.Test(t, func(t *testing.T) {
			left := burst(t, 45, func(int) botapi.Call { return call })
			for i := 20; i < len(left); i++ {
				if left[i]-left[i-20] <= 60 {
					t.Fatalf("21 messages within a minute: %v", left[i-20:i+1])
				}
			}
		})
	}
}

func TestT7AnswersAndReadsDoNotCountInAChat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		left := burst(t, 25, func(int) botapi.Call { return botapi.Call{Rank: botapi.RankAnswer, Chat: group} })
		if left[24] != 0 {
			t.Errorf("left at %v", left)
		}
	})
}

// Whoever waits goes by rank, whenever it came.
func TestT7Ranks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, w := open(t, accept)
		var all sync.WaitGroup
		send := func(call botapi.Call) {
			all.Go(func() {
				if err := text(t.Context(), c, call); err != nil {
					t.Error(err)
				}
			})
		}
		for i := range 30 {
			send(botapi.Call{Chat: int64(100 + i)})
		}
		synctest.Wait()
		for i := range 9 {
			send(botapi.Call{Rank: botapi.RankNotice, Chat: int64(200 + i)})
			send(botapi.Call{Rank: botapi.RankEdit, Chat: int64(300 + i)})
			send(botapi.Call{Rank: botapi.RankReply, Chat: int64(400 + i)})
			send(botapi.Call{Rank: botapi.RankAnswer})
		}
		all.Wait()
		second, third := map[string]int{}, map[string]int{}
		for _, r := range w.seen()[30:60] {
			second[r.method+" "+r.fields["chat_id"][:min(1, len(r.fields["chat_id"]))]]++
		}
		for _, r := range w.seen()[60:] {
			third[r.method+" "+r.fields["chat_id"][:1]]++
		}
		if second["answerCallbackQuery "] != 9 || second["sendMessage 4"] != 9 || second["editMessageText 3"] != 9 || second["sendMessage 2"] != 3 {
			t.Errorf("in the next second left %v", second)
		}
		if len(third) != 1 || third["sendMessage 2"] != 6 {
			t.Errorf("last left %v", third)
		}
	})
}

func TestT7ARefusedChatWaitsAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := false
		c, w := open(t, func(r request) (*http.Response, error) {
			if r.fields["chat_id"] == "1" && !refused {
				refused = true
				return tooMany(9)
			}
			return accept(r)
		})
		began := time.Now()
		var all sync.WaitGroup
		for _, id := range []int64{1, 2} {
			all.Go(func() {
				for range 2 {
					if err := text(t.Context(), c, botapi.Call{Chat: id}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		got := map[string][]float64{}
		for _, r := range w.seen() {
			got[r.fields["chat_id"]] = append(got[r.fields["chat_id"]], r.at.Sub(began).Seconds())
		}
		if !slices.Equal(got["2"], []float64{0, 0}) || !slices.Equal(got["1"], []float64{0, 9, 9}) {
			t.Errorf("left at %v", got)
		}
	})
}

func TestT7AWaitingChatHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, w := open(t, func(r request) (*http.Response, error) {
			if r.fields["chat_id"] == "1" {
				return tooMany(3600)
			}
			return accept(r)
		})
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error)
		go func() { gone <- text(ctx, c, botapi.Call{Chat: 1}) }()
		synctest.Wait()
		began := time.Now()
		if err := text(t.Context(), c, botapi.Call{Chat: 2}); err != nil || !time.Now().Equal(began) {
			t.Errorf("chat 2 waited %v: %v", time.Since(began), err)
		}
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) || len(w.seen()) != 2 {
			t.Errorf("%v after %d calls", err, len(w.seen()))
		}
	})
}

func TestT7A429WithoutAChatPausesEverything(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := false
		c, w := open(t, func(r request) (*http.Response, error) {
			if !refused {
				refused = true
				return reply(429, `{"ok":false,"error_code":429,"description":"Too Many Requests"}`) // not even a time
			}
			return accept(r)
		})
		began := time.Now()
		for _, call := range []botapi.Call{{Rank: botapi.RankAnswer}, {Chat: 5}} {
			if err := text(t.Context(), c, call); err != nil {
				t.Error(err)
			}
		}
		for _, r := range w.seen()[1:] {
			if at := r.at.Sub(began); at != 5*time.Second {
				t.Errorf("%s left at %v", r.method, at)
			}
		}
	})
}

// A notice is told how long its chat is paused, before, during and after the
// refusal; the outbox writes elsewhere meanwhile.
func TestT7NoticesAreGivenBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, w := open(t, func(r request) (*http.Response, error) {
			time.Sleep(time.Millisecond) // so that all have come before the first is refused
			return tooMany(30)
		})
		notice := botapi.Call{Rank: botapi.RankNotice, Chat: 1, Create: true}
		classes := make(chan *chat.SendError, 5)
		var all sync.WaitGroup
		for range 5 { // three leave at once, two wait for the chat's pace
			all.Go(func() { classes <- botapi.Classify(text(t.Context(), c, notice), notice) })
		}
		all.Wait()
		time.Sleep(10 * time.Second)
		during := botapi.Classify(text(t.Context(), c, notice), notice)
		if len(w.seen()) != 3 {
			t.Errorf("%d left, want 3", len(w.seen()))
		}
		for range 5 {
			if got := <-classes; got == nil || got.Class != chat.Wait || got.After != 30*time.Second || got.All {
				t.Errorf("got %+v", got)
			}
		}
		if during == nil || during.Class != chat.Wait || during.After != 20*time.Second {
			t.Errorf("during the pause: %+v", during)
		}
	})
}

func TestT7WaitsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, w := open(t, accept)
		call := botapi.Call{Chat: 42, Create: true}
		for range 3 {
			if err := text(t.Context(), c, call); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- text(ctx, c, call) }()
		synctest.Wait()
		cancelled := time.Now()
		cancel()
		err := <-ended
		if got := botapi.Classify(err, call); !errors.Is(err, context.Canceled) || got.Class != chat.Retry {
			t.Errorf("got %v", err)
		}
		if time.Since(cancelled) != 0 || len(w.seen()) != 3 {
			t.Errorf("returned after %v, %d left", time.Since(cancelled), len(w.seen()))
		}
		if err := text(ctx, c, call); !errors.Is(err, context.Canceled) || len(w.seen()) != 3 {
			t.Errorf("with an ended context: %v", err)
		}
		// The one that gave up took nobody's turn.
		if err := text(t.Context(), c, call); err != nil || time.Since(cancelled) != time.Second {
			t.Errorf("the next left after %v: %v", time.Since(cancelled), err)
		}
	})
}

func TestACallWithoutAnswerIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := open(t, func(r request) (*http.Response, error) {
			<-r.http.Context().Done()
			return nil, r.http.Context().Err()
		})
		call := botapi.Call{Chat: 1, Create: true}
		began := time.Now()
		got := botapi.Classify(text(t.Context(), c, call), call)
		if got == nil || got.Class != chat.Unknown || time.Since(began) != time.Minute {
			t.Errorf("after %v: %v", time.Since(began), got)
		}
	})
}

func TestARequestThatCannotBeWrittenIsOurMistake(t *testing.T) {
	t.Parallel()
	c, w := open(t, accept)
	call := botapi.Call{Chat: 1, Create: true}
	_, err := c.Bot().SendDocument(botapi.With(t.Context(), call), &bot.SendDocumentParams{ChatID: 1, Document: &models.InputFileUpload{Filename: "x"}})
	if got := botapi.Classify(err, call); got == nil || got.Class != chat.Invalid || len(w.seen()) != 0 {
		t.Errorf("got %v, %d left", err, len(w.seen()))
	}
}

func TestARetryCarriesTheWholeBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first := true
		c, w := open(t, func(r request) (*http.Response, error) {
			if first {
				first = false
				return tooMany(1)
			}
			return accept(r)
		})
		_, err := c.Bot().SendDocument(t.Context(), &bot.SendDocumentParams{
			ChatID: 1, Document: &models.InputFileUpload{Filename: "x.txt", Data: strings.NewReader("contents")},
		})
		calls := w.seen()
		if err != nil || len(calls) != 2 || calls[1].fields["document"] != "contents" || !slices.Equal(calls[0].raw, calls[1].raw) {
			t.Errorf("%v, %d calls", err, len(calls))
		}
	})
}
