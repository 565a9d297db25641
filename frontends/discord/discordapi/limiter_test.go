package discordapi

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// carrier answers requests without a network, so that a test can live on a
// pretended clock.
type carrier func(*http.Request) (status int, header map[string]string, body string)

func (f carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	status, header, body := f(r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	h := http.Header{}
	for name, value := range header {
		h.Set(name, value)
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Header: h, Request: r,
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func carried(t *testing.T, f carrier) *Client {
	t.Helper()
	c, err := New(Options{Token: testToken, Transport: f})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func person(n int) Interaction {
	return Interaction{ID: fmt.Sprint(1000 + n), ApplicationID: "66", Token: fmt.Sprintf("tok%d", n)}
}

func classOf(t *testing.T, err error) *chat.SendError {
	t.Helper()
	failed, ok := err.(*chat.SendError) //nolint:errorlint // it is to be exactly this type
	if !ok {
		t.Fatalf("%T %v", err, err)
	}
	return failed
}

// limits are the headers of a bucket.
func limits(limit, remaining int, reset float64) map[string]string {
	return map[string]string{
		"X-RateLimit-Limit": fmt.Sprint(limit), "X-RateLimit-Remaining": fmt.Sprint(remaining),
		"X-RateLimit-Reset-After": fmt.Sprint(reset), "X-RateLimit-Bucket": "b1",
	}
}

func TestD8EditsOfManyAnswersAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const edits = 30
		var together sync.WaitGroup
		together.Add(edits)
		c := carried(t, func(*http.Request) (int, map[string]string, string) {
			together.Done()
			together.Wait() // all of them are under way, or this hangs
			return 200, limits(5, 4, 2), `{"id":"1"}`
		})
		var done sync.WaitGroup
		for n := range edits {
			done.Go(func() {
				if _, err := c.EditAnswer(t.Context(), person(n), Message{Content: "x"}); err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
	})
}

func TestD8BucketIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const limit, window = 5, 2 * time.Second
		var mu sync.Mutex
		var begun time.Time
		used, refused := 0, 0
		c := carried(t, func(*http.Request) (int, map[string]string, string) {
			mu.Lock()
			defer mu.Unlock()
			if now := time.Now(); now.Sub(begun) >= window {
				begun, used = now, 0
			}
			if used++; used > limit {
				refused++
				return 429, nil, `{"retry_after":1,"global":false}`
			}
			return 200, limits(limit, limit-used, (window - time.Since(begun)).Seconds()), `{"id":"1"}`
		})
		started := time.Now()
		var done sync.WaitGroup
		for range 23 {
			done.Go(func() {
				if _, err := c.Send(t.Context(), RankReply, "5", Message{Content: "x"}); err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
		if took := time.Since(started); refused != 0 || took != 4*window {
			t.Errorf("%d refused, %v: 23 of five in two seconds take eight", refused, took)
		}
	})
}

func TestD8CancelReturnsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := carried(t, func(*http.Request) (int, map[string]string, string) {
			return 200, limits(1, 0, 30), `{"id":"1"}`
		})
		if _, err := c.Send(t.Context(), RankReply, "5", Message{Content: "x"}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var err error
		var done sync.WaitGroup
		done.Go(func() { _, err = c.Send(ctx, RankReply, "5", Message{Content: "x"}) })
		synctest.Wait()
		began := time.Now()
		cancel()
		done.Wait()
		if classOf(t, err).Class != chat.Retry || time.Since(began) != 0 {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestD8GlobalPauseHoldsAllButAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first := true
		c := carried(t, func(*http.Request) (int, map[string]string, string) {
			if first {
				first = false
				return 429, map[string]string{"X-RateLimit-Global": "true"}, `{"retry_after":4,"global":true}`
			}
			return 200, nil, `{"id":"1"}`
		})
		_, err := c.Send(t.Context(), RankReply, "5", Message{Content: "x"})
		if failed := classOf(t, err); failed.Class != chat.Wait || !failed.All || failed.After != 4*time.Second {
			t.Errorf("%+v", failed)
		}
		began := time.Now()
		if _, err := c.EditAnswer(t.Context(), person(1), Message{Content: "x"}); err != nil || time.Since(began) != 0 {
			t.Errorf("an answer waited %v: %v", time.Since(began), err)
		}
		if _, err := c.Channel(t.Context(), "6"); err != nil || time.Since(began) != 4*time.Second {
			t.Errorf("another route waited %v: %v", time.Since(began), err)
		}
	})
}

// A notification does not sit through a long pause; its outbox can use the time.
func TestD8LongPauseGivesNotificationsBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		after  time.Duration
	}{
		"everything":        {429, `{"retry_after":90,"global":true}`, 90 * time.Second},
		"a blocked address": {403, `<html>`, unexplained},
	} {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			c := carried(t, func(*http.Request) (int, map[string]string, string) {
				requests++
				return test.status, nil, test.body
			})
			for n := range 3 {
				_, err := c.Send(t.Context(), RankNotice, fmt.Sprint(n), Message{Content: "x"})
				if failed := classOf(t, err); failed.Class != chat.Wait || !failed.All || failed.After != test.after {
					t.Errorf("%s: %+v", name, failed)
				}
			}
			if requests != 1 {
				t.Errorf("%s: %d requests", name, requests)
			}
		})
	}
}

func TestD8FiftyASecond(t *testing.T) {
	t.Parallel()
	const fifty = 50 // as Discord counts, whatever the code says
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var order []string
		var times []time.Time
		c := carried(t, func(r *http.Request) (int, map[string]string, string) {
			mu.Lock()
			defer mu.Unlock()
			order, times = append(order, r.URL.Path), append(times, time.Now())
			return 200, nil, `{"id":"1"}`
		})
		var done sync.WaitGroup
		for n := range 2 * fifty {
			done.Go(func() { _, _ = c.Send(t.Context(), RankNotice, fmt.Sprint(100+n), Message{Content: "x"}) })
		}
		synctest.Wait()
		done.Go(func() { _, _ = c.Send(t.Context(), RankReply, "7", Message{Content: "x"}) })
		done.Wait()
		for i := fifty; i < len(times); i++ {
			if times[i].Sub(times[i-fifty]) < time.Second {
				t.Fatalf("more than %d within a second", fifty)
			}
		}
		// Those of one instant leave in any order.
		if !slices.Contains(order[fifty:2*fifty], "/api/v9/channels/7/messages") {
			t.Error("the reply did not overtake the notifications")
		}
	})
}
