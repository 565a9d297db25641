package botapi_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestT1AsksInFull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		p := poll(t, d, frontendtest.NewCore(nil), &hands{})
		synctest.Wait()
		d.post(1, "hello")
		synctest.Wait()
		p.end()
		asked := d.asked()
		if len(asked) != 2 || asked[0].Offset != nil || asked[0].Limit != 100 || asked[0].Timeout != 50 {
			t.Fatalf("asked %+v", asked)
		}
		if !slices.Contains(asked[0].Allowed, "chat_member") || !slices.Contains(asked[0].Allowed, "callback_query") {
			t.Errorf("allowed %v", asked[0].Allowed)
		}
		if asked[1].Offset == nil || *asked[1].Offset != 1001 {
			t.Errorf("the second poll: %+v", asked[1])
		}
	})
}

func TestT1ConfirmsOnlyWhatIsRecorded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, failures := newDesk(), 3
		h := &hands{take: func(_ context.Context, words string) error {
			if words != "b" || failures == 0 {
				return nil
			}
			failures--
			if len(d.asked()) > 0 && d.left() != 4 {
				t.Errorf("%d left before the batch was recorded", d.left())
			}
			return fmt.Errorf("store down: %w", chat.ErrNotRecorded)
		}}
		for _, words := range []string{"a", "b", "c"} { // c waits for b, or it would overtake it
			d.post(1, words)
		}
		d.post(2, "elsewhere")
		p := poll(t, d, frontendtest.NewCore(nil), h)
		time.Sleep(time.Minute)
		p.end()
		if got := h.taken(); len(got) != 4 || !slices.Equal(without(got, "elsewhere"), []string{"a", "b", "c"}) {
			t.Errorf("taken: %v", got)
		}
		for _, a := range d.asked()[:4] {
			if a.Offset != nil {
				t.Errorf("confirmed by %d before all was recorded", *a.Offset)
			}
		}
		if d.left() != 0 || len(h.sent()) != 4 {
			t.Errorf("%d left, answered %v", d.left(), h.sent())
		}
	})
}

func TestT1NumbersThatStartAnew(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]int64{"lower": 5, "around the offset": 990, "higher": 70_000} {
		synctest.Test(t, func(t *testing.T) {
			d, h := newDesk(), &hands{}
			p := poll(t, d, frontendtest.NewCore(nil), h)
			d.post(1, "before")
			time.Sleep(time.Hour) // it might as well be a quiet week
			d.renumber(next)
			for i := range 30 {
				d.post(1, strconv.Itoa(i))
			}
			time.Sleep(time.Minute)
			p.end()
			if got := h.taken(); len(got) != 31 || got[1] != "0" || got[30] != "29" || d.left() != 0 {
				t.Errorf("%s: %d left, taken %v", name, d.left(), got)
			}
		})
	}
}

func TestT2PoisonSpoilsNothingElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		h := &hands{take: func(_ context.Context, words string) error {
			switch words {
			case "panic":
				panic("of the handler")
			case "refused":
				return fmt.Errorf("no such thing")
			}
			return nil
		}}
		d.post(1, "first")
		d.put(`"message":{"message_id":1,"date":1,"chat":{"id":1},"paid_media":{"star_count":1,"paid_media":[{"type":"hologram"}]}}`)
		d.put(`"message":"words alone"`)
		d.putRaw(0, `{"message":{}}`) // it has no id
		for _, words := range []string{"panic", "no lane", "refused", "last"} {
			d.post(1, words)
		}
		core := frontendtest.NewCore(nil)
		p := poll(t, d, core, h)
		time.Sleep(time.Minute)
		p.end()
		if got := h.taken(); !slices.Equal(got, []string{"first", "last"}) || d.left() != 0 {
			t.Errorf("%d left, taken %v", d.left(), got)
		}
		strange := strings.Join(core.Quarantined(), "\n")
		for _, want := range []string{"700:1001: ", "700:1002: json", "700:?", "700:1003: botapi: panic: of the handler", "700:1004: botapi: panic: no lane", "700:1005: no such thing"} {
			if !strings.Contains(strange, want) {
				t.Errorf("%q is not put aside:\n%s", want, strange)
			}
		}
		if n := len(core.Quarantined()); n != 6 {
			t.Errorf("%d put aside: %s", n, strange)
		}
	})
}

func TestT3KeepsOrderPerChat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		h := &hands{take: func(_ context.Context, words string) error {
			time.Sleep(time.Duration(len(words)) * time.Millisecond) // those of shorter words would overtake
			return nil
		}}
		for i := range 100 {
			d.post(int64(i%3), fmt.Sprintf("%d %03d %s", i%3, i, strings.Repeat("x", 100-i)))
		}
		p := poll(t, d, frontendtest.NewCore(nil), h)
		time.Sleep(time.Minute)
		p.end()
		for _, list := range [][]string{h.taken(), h.sent()} {
			for chat := range 3 {
				own := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s[0] != byte('0'+chat) })
				if len(own) < 33 || !slices.IsSorted(own) {
					t.Errorf("chat %d: %v", chat, own)
				}
			}
		}
	})
}

func TestT3ASlowChatDelaysNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, began := newDesk(), time.Now()
		var slow, quick atomic.Int64
		h := &hands{
			take: func(_ context.Context, words string) error {
				if words == "slow" {
					time.Sleep(5 * time.Second)
				}
				return nil
			},
			send: func(_ context.Context, words string) {
				if words == "slow" {
					slow.Store(int64(time.Since(began)))
				} else {
					quick.Store(int64(time.Since(began)))
				}
			},
		}
		d.post(1, "slow")
		d.post(2, "quick")
		p := poll(t, d, frontendtest.NewCore(nil), h)
		time.Sleep(10 * time.Second)
		p.end()
		if quick.Load() != 0 || slow.Load() != int64(5*time.Second) {
			t.Errorf("answered after %v and %v", time.Duration(quick.Load()), time.Duration(slow.Load()))
		}
	})
}

func TestAHundredLanesRunSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		var inside atomic.Int64
		all := make(chan struct{})
		h := &hands{take: func(context.Context, string) error {
			if inside.Add(1) == 100 {
				close(all)
			}
			<-all // the batch ends only if all of it is inside at once
			return nil
		}}
		for i := range 100 {
			d.post(int64(i), "x")
		}
		p := poll(t, d, frontendtest.NewCore(nil), h)
		synctest.Wait()
		p.end()
		if n := len(h.sent()); n != 100 {
			t.Errorf("%d answered", n)
		}
	})
}

func TestT5RefusedTokensStop(t *testing.T) {
	t.Parallel()
	for code, words := range map[int]string{401: "Unauthorized", 404: "Not Found"} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk()
			d.fault = func(ask, bool) (*http.Response, error) {
				return reply(code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, words))
			}
			p := poll(t, d, frontendtest.NewCore(nil), &hands{})
			err := <-p.ended
			failure := asSendError(err)
			if failure == nil || failure.Class != chat.Fatal || !strings.Contains(err.Error(), "@BotFather") || tellsSecret(err) {
				t.Errorf("%d: %v", code, err)
			}
		})
	}
}

func TestT5Troubles(t *testing.T) {
	t.Parallel()
	const form = `{"ok":false,"error_code":%d,"description":%q,"parameters":{"retry_after":40}}`
	tests := []struct {
		name   string
		code   int
		words  string // of a refusal, or the whole body of something else
		logged string
		pauses []int // seconds before the second, third, … poll
	}{
		{"webhook", 409, "Conflict: can't use getUpdates method while webhook is active", "a webhook is set", []int{10, 20, 40, 60, 60}},
		{"poller", 409, "Conflict: terminated by other getUpdates request", "another process polls", []int{10, 20, 40, 60, 60}},
		{"too many", 429, "Too Many Requests: retry after 40", "less often", []int{40, 40}},
		{"broken", 500, "Internal Server Error", "cannot be reached", []int{1, 2, 4, 8, 10, 10}},
		{"HTML", 502, "<html>", "cannot be reached", []int{1, 2, 4}},
		{"no list", 200, `{"ok":true,"result":{"a":1}}`, "cannot be reached", []int{1, 2, 4}},
		{"not understood", 400, "Bad Request: what", "does not understand", []int{10, 20}},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			d, h := newDesk(), &hands{}
			d.post(1, "waiting")
			polls := 0
			d.fault = func(ask, bool) (*http.Response, error) {
				if polls++; polls > len(tt.pauses) {
					return nil, nil
				}
				if strings.ContainsAny(tt.words, "<{") {
					return reply(tt.code, tt.words)
				}
				return reply(tt.code, fmt.Sprintf(form, tt.code, tt.words))
			}
			p := poll(t, d, frontendtest.NewCore(nil), h)
			time.Sleep(time.Hour)
			p.end()
			for i, want := range tt.pauses {
				if asked := d.asked(); asked[i+1].at.Sub(asked[i].at) != time.Duration(want)*time.Second {
					t.Errorf("%s: poll %d came after %v, want %d s", tt.name, i+1, asked[i+1].at.Sub(asked[i].at), want)
				}
			}
			if said := p.log.String(); strings.Count(said, tt.logged) != 1 || !strings.Contains(said, "come in again") {
				t.Errorf("%s: logged %s", tt.name, said)
			}
			if !slices.Equal(h.taken(), []string{"waiting"}) {
				t.Errorf("%s: taken %v", tt.name, h.taken())
			}
		})
	}
}

func TestT5AHangingPollIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, w := newDesk(), &wire{}
		w.answer = func(r request) (*http.Response, error) {
			if len(w.seen()) > 1 {
				return d.serve(r)
			}
			<-r.http.Context().Done()
			return nil, r.http.Context().Err()
		}
		p := pollOn(t, w, frontendtest.NewCore(nil), &hands{})
		time.Sleep(5 * time.Minute)
		p.end()
		if got := w.seen()[1].at.Sub(w.seen()[0].at); got != 66*time.Second {
			t.Errorf("the next poll came after %v, want 65 s and a pause of 1 s", got)
		}
	})
}

func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(other string) bool { return other == s })
}
