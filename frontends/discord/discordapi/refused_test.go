package discordapi

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestD8TooManyRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		header map[string]string
		counts bool
	}{
		"401":        {401, nil, true},
		"403":        {403, nil, true},
		"429":        {429, map[string]string{"X-RateLimit-Scope": "user"}, true},
		"429 shared": {429, map[string]string{"X-RateLimit-Scope": "shared"}, false},
		"404":        {404, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				status, requests := test.status, 0
				c := carried(t, func(*http.Request) (int, map[string]string, string) {
					requests++
					return status, test.header, `{"retry_after":0.001,"id":"1"}`
				})
				began := time.Now()
				for n := range refusedMost {
					_, _ = c.Channel(t.Context(), fmt.Sprint(n)) // at 50 a second
				}
				status = 200
				_, err := c.Channel(t.Context(), "1")
				if !test.counts {
					if err != nil {
						t.Error(err)
					}
					return
				}
				failed := classOf(t, err)
				if failed.Class != chat.Wait || !failed.All || requests != refusedMost {
					t.Errorf("%+v after %d requests", failed, requests)
				}
				if frees := began.Add(10 * time.Minute); time.Now().Add(failed.After).Before(frees) {
					t.Errorf("free again %v early", frees.Sub(time.Now().Add(failed.After)))
				}
				if _, err := c.EditAnswer(t.Context(), person(1), Message{Content: "x"}); err != nil {
					t.Errorf("an answer: %v", err)
				}
				time.Sleep(failed.After)
				if _, err := c.Channel(t.Context(), "1"); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		})
	}
}

// Nothing may be kept of interactions that are over.
func TestD8ForgetsBuckets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := carried(t, func(*http.Request) (int, map[string]string, string) { return 200, limits(5, 4, 1), `{"id":"1"}` })
		for n := range 20 * sweepLeast {
			if _, err := c.EditAnswer(t.Context(), person(n), Message{Content: "x"}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if kept := len(c.limiter.shelf.buckets); kept > sweepLeast {
			t.Errorf("%d buckets are kept", kept)
		}
	})
}
