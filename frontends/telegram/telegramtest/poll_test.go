package telegramtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// ids are the update ids of a poll.
func (s *stage) ids(params object) []int64 {
	s.t.Helper()
	var all []struct {
		ID int64 `json:"update_id"`
	}
	s.must(json.Unmarshal(s.call("getUpdates", params).Result, &all))
	var ids []int64
	for _, u := range all {
		ids = append(ids, u.ID)
	}
	return ids
}

// lines lets Ann write so many lines to the bot.
func (s *stage) lines(n int) {
	s.t.Helper()
	for i := range n {
		s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "line "+strconv.Itoa(i)))
	}
}

func TestT1UpdatesWaitUntilTheyAreConfirmed(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.lines(5)
	all := s.ids(object{"limit": 3})
	if len(all) != 3 || all[1] != all[0]+1 || all[2] != all[0]+2 {
		t.Fatalf("ids %v, want three that follow each other", all)
	}
	if again := s.ids(nil); len(again) != 5 || again[0] != all[0] {
		t.Errorf("without an offset: %v, want all five again", again)
	}
	if rest := s.ids(object{"offset": all[2] + 1}); len(rest) != 2 || s.Waiting() != 2 {
		t.Errorf("after the third: %v, %d wait", rest, s.Waiting())
	}
	if none := s.ids(object{"offset": all[2] + 3}); len(none) != 0 || s.Waiting() != 0 {
		t.Errorf("after the last: %v, %d wait", none, s.Waiting())
	}
	s.clean()
}

func TestT1IDsThatBeginAgainAreAnsweredFromTheHead(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.RestartIDs(9000)
	s.lines(1)
	s.ids(object{"offset": 9001})
	s.RestartIDs(17)
	s.lines(2)
	if got := s.ids(object{"offset": 9001}); !slices.Equal(got, []int64{17, 18}) {
		t.Errorf("an offset out of range: %v, want the head of the queue", got)
	}
	if s.Waiting() != 2 {
		t.Errorf("an offset out of range confirmed something: %d wait", s.Waiting())
	}
	if got := s.ids(object{"offset": 19}); len(got) != 0 || s.Waiting() != 0 {
		t.Errorf("after the last: %v, %d wait", got, s.Waiting())
	}
}

func TestALongPollEndsWithTheFirstUpdate(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{After: func(time.Duration) <-chan time.Time { return nil }})
	got := make(chan []int64, 1)
	go func() { got <- s.ids(object{"timeout": 50}) }()
	s.polling()
	s.lines(1)
	if ids := <-got; len(ids) != 1 {
		t.Errorf("got %v", ids)
	}
}

func TestALongPollEndsWithItsTime(t *testing.T) {
	t.Parallel()
	asked := make(chan time.Duration, 1)
	s := open(t, telegramtest.Options{After: func(d time.Duration) <-chan time.Time {
		asked <- d
		over := make(chan time.Time)
		close(over)
		return over
	}})
	if ids := s.ids(object{"timeout": 60}); len(ids) != 0 {
		t.Errorf("got %v", ids)
	}
	if d := <-asked; d != 50*time.Second {
		t.Errorf("it waited for %s, the platform waits for at most 50 s", d)
	}
}

func TestRepeatedShortPollsAreHeld(t *testing.T) {
	t.Parallel()
	clock, waited := newClock(), 0*time.Second
	s := open(t, telegramtest.Options{Holds: true, Now: clock.now, After: func(d time.Duration) <-chan time.Time {
		waited += d
		over := make(chan time.Time)
		close(over)
		return over
	}})
	for _, tt := range []struct {
		later  time.Duration
		offset int
		want   time.Duration
	}{{0, 5, 0}, {time.Second, 5, 3 * time.Second}, {time.Second, 6, 0}, {3 * time.Second, 6, 0}} {
		clock.add(tt.later)
		waited = 0
		s.ids(object{"offset": tt.offset})
		if waited != tt.want {
			t.Errorf("%s later with offset %d: held for %s, want %s", tt.later, tt.offset, waited, tt.want)
		}
	}
}

func TestUpdatesExpireAfterADay(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := open(t, telegramtest.Options{Now: clock.now})
	s.lines(1)
	clock.add(24*time.Hour + time.Second)
	s.lines(1)
	if ids := s.ids(nil); len(ids) != 1 || s.Waiting() != 1 {
		t.Errorf("got %v, want the newer one alone", ids)
	}
}

func TestANegativeOffsetDeletes(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.lines(5)
	if ids := s.ids(object{"offset": -2}); len(ids) != 2 || s.Waiting() != 2 {
		t.Errorf("got %v, %d wait", ids, s.Waiting())
	}
}

func TestOnlyKindsThatWereAskedForArrive(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.call("getUpdates", object{"allowed_updates": []string{"callback_query", "chat_member"}})
	s.lines(1)
	if s.Waiting() != 0 {
		t.Error("a message arrived that nobody asked for")
	}
	s.call("getUpdates", object{"allowed_updates": []string{}})
	s.lines(1)
	if s.Waiting() != 1 {
		t.Error("an empty list asks for the usual kinds")
	}
}

func TestRedeliveredUpdatesComeFirstAndUnchanged(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	if err := s.Redeliver(s.cast.Ann.Ref); err == nil {
		t.Error("nothing can be delivered again")
	}
	s.lines(1)
	first := s.ids(nil)
	s.call("getUpdates", object{"offset": first[0] + 1})
	s.lines(1)
	s.must(s.Redeliver(s.cast.Ann.Ref))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "third"))
	if got := s.ids(object{"offset": first[0] + 1}); fmt.Sprint(got) != fmt.Sprint([]int64{first[0] + 1, first[0] + 1, first[0] + 2}) {
		t.Errorf("got %v", got)
	}
	if got := s.ids(object{"offset": first[0] + 3}); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
	s.must(s.Redeliver(s.cast.Ann.Ref))
	if got := s.ids(object{"offset": first[0] + 3}); len(got) != 1 || got[0] != first[0]+2 {
		t.Errorf("an update that was confirmed: %v", got)
	}
}

func TestInjectedUpdatesComeAsTheyAre(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.RestartIDs(40)
	s.Inject(json.RawMessage(`{"message":{"chat":7}}`))
	s.Inject(json.RawMessage(`{}`))
	s.Inject(json.RawMessage(`{"update_id":90,"paid_media":"?"}`))
	s.lines(1)
	if got := s.ids(nil); !slices.Equal(got, []int64{40, 41, 90, 91}) {
		t.Errorf("got %v", got)
	}
	s.Inject(json.RawMessage(`]`))
	if _, err := s.try("getUpdates", nil); err == nil {
		t.Error("what is no JSON spoils no batch")
	}
}

func TestAWebhookKeepsPollsOut(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.refused(400, "HTTPS URL must be provided", "setWebhook", object{"url": "http://example.org"})
	ended := make(chan answer, 1)
	go func() { ended <- s.call("getUpdates", object{"timeout": 50}) }()
	s.polling()
	s.do("setWebhook", object{"url": "https://example.org/hook"})
	if a := <-ended; a.Code != 409 || a.Description != "Conflict: terminated by setWebhook request" {
		t.Errorf("the poll ended with %+v", a)
	}
	s.refused(409, "webhook is active", "getUpdates", nil)
	s.lines(1)
	if info := s.do("getWebhookInfo", nil); info["url"] != "https://example.org/hook" || info["pending_update_count"] != 1.0 {
		t.Errorf("got %v", info)
	}
	s.do("deleteWebhook", object{"drop_pending_updates": true})
	if ids := s.ids(nil); len(ids) != 0 {
		t.Errorf("left: %v", ids)
	}
	s.clean()
}

// A bot that restarts is no second poller: its old poll is gone.
func TestAPollWhoseClientLeftIsNoSecondPoller(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.leavePoll()
	s.call("getUpdates", nil)
	s.lines(1)
	if ids := s.ids(nil); len(ids) != 1 {
		t.Errorf("got %v", ids)
	}
	s.clean()
}

func TestPolledWaitsForAPollThatIsHeld(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.lines(1)
	all := s.ids(nil) // it is answered at once: what it finds may be old to the bot
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Polled(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody holds a poll: %v", err)
	}
	held := make(chan []int64)
	go func() { held <- s.ids(object{"offset": all[0] + 1, "timeout": 50}) }()
	s.must(s.Polled(t.Context()))
	s.lines(1)
	if came := <-held; len(came) != 1 {
		t.Errorf("the held poll got %v", came)
	}
	s.clean()
}
