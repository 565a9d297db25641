package discordapi

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// A first answer that hangs is tried again while something can come of it.
func TestD9HangingFirstAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		c := carried(t, func(r *http.Request) (int, map[string]string, string) {
			if tries++; tries == 1 {
				<-r.Context().Done()
			}
			return 404, nil, `{"code":10062}`
		})
		begun := time.Now()
		if failed := classOf(t, responds(t.Context(), c)); failed.Class != chat.Late || tries != 2 {
			t.Errorf("%d tries: %v", tries, failed)
		}
		if waited := time.Since(begun); waited != firstAnswer {
			t.Errorf("waited for %v", waited)
		}
	})
}

// What a person waits for waits longer than a notification, but not for ever:
// those who act next stand behind it.
func TestD8ReplyIsGivenBackInTheEnd(t *testing.T) {
	t.Parallel()
	for pause, class := range map[int]chat.SendClass{60: "", 61: chat.Wait} {
		synctest.Test(t, func(t *testing.T) {
			c := carried(t, func(*http.Request) (int, map[string]string, string) {
				return 200, limits(1, 0, float64(pause)), `{"id":"1"}`
			})
			for n := range 2 {
				_, err := c.Send(t.Context(), RankReply, "5", Message{Content: "x"})
				if n == 0 || class == "" {
					if err != nil {
						t.Error(err)
					}
					continue
				}
				if failed := classOf(t, err); failed.Class != class || failed.After != time.Duration(pause)*time.Second {
					t.Errorf("%d s: %+v", pause, failed)
				}
			}
		})
	}
}

// An answer whose limit lasts for long is given back: the person's next act
// stands behind it.
func TestD9LongLimitOfAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		c := carried(t, func(*http.Request) (int, map[string]string, string) {
			tries++
			return 429, nil, `{"retry_after":3600}`
		})
		if failed := classOf(t, follows(t.Context(), c)); failed.Class != chat.Wait || failed.After != time.Hour || tries != 1 {
			t.Errorf("%d tries: %v", tries, failed)
		}
	})
}
