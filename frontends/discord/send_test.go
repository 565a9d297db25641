package discord

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestSend(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	ref, err := r.Send(t.Context(), chat.Delivery{ID: "d1", User: userRef("3"), Message: say("news"), Silent: true})
	if err != nil || ref != messageRef("700", "700") {
		t.Errorf("got %+v, %v", ref, err)
	}
	r.next(openChat)
	r.holds(r.next(toDirect), `"content":"news"`, `"nonce":"d1"`, `"enforce_nonce":true`, `"flags":4096`)
	if _, err := r.Send(t.Context(), chat.Delivery{ID: "d2", Place: placeRef("6"), Message: say("news")}); err != nil {
		t.Error(err)
	}
	r.holds(r.next(toChannel), `"nonce":"d2"`, `!"flags"`)
	r.quiet()
}

func TestSendFailures(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.refuse = func(q request) (int, string) {
		if q.line == openChat {
			return http.StatusBadRequest, `{"code":50033,"message":"Invalid Recipient(s)"}`
		}
		return 0, ""
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	far := chat.UserRef{Platform: "telegram", ID: "3"}
	for _, tt := range []struct {
		name string
		ctx  context.Context
		d    chat.Delivery
		want chat.SendClass
	}{
		{"nobody", t.Context(), chat.Delivery{}, chat.Invalid},
		{"somebody from afar", t.Context(), chat.Delivery{User: far}, chat.Invalid},
		{"no id", t.Context(), chat.Delivery{Place: placeRef("here")}, chat.Invalid},
		{"no such person", t.Context(), chat.Delivery{User: userRef("4")}, chat.Unreachable},
		{"an ended context", over, chat.Delivery{Place: placeRef("6")}, chat.Retry},
	} {
		tt.d.Message = say("x")
		if _, err := r.Send(tt.ctx, tt.d); classOf(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	r.next(openChat)
	r.quiet()
	r.end()
	if _, err := r.Send(t.Context(), chat.Delivery{Place: placeRef("6"), Message: say("x")}); classOf(err) != chat.Retry {
		t.Errorf("while nothing runs: %v", err)
	}
}

// An edit that changes nothing is no request.
func TestEdit(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	ref, err := r.Send(t.Context(), chat.Delivery{ID: "d1", Place: placeRef("6"), Message: say("three left")})
	if err != nil {
		t.Fatal(err)
	}
	r.next(toChannel)
	for _, text := range []string{"three left", "two left", "two left"} {
		if err := r.Edit(t.Context(), ref, say(text)); err != nil {
			t.Error(err)
		}
	}
	r.holds(r.next("PATCH channels/6/messages/700"), `"content":"two left"`, `"components":[]`, `"embeds":[]`)
	r.quiet()
	if err := r.Edit(t.Context(), chat.MessageRef{Place: placeRef("6"), ID: "x"}, say("no")); classOf(err) != chat.Invalid {
		t.Errorf("no message: %v", err)
	}
	r.refuse = func(request) (int, string) { return http.StatusBadGateway, "" }
	if err := r.Edit(t.Context(), ref, say("one left")); classOf(err) != chat.Retry {
		t.Errorf("a lost edit: %v", err)
	}
	r.next("PATCH channels/6/messages/700")
	r.refuse = nil
	if err := r.Edit(t.Context(), ref, say("two left")); err != nil { // it may say otherwise now
		t.Error(err)
	}
	r.next("PATCH channels/6/messages/700")
	r.refuse = func(request) (int, string) { return http.StatusNotFound, `{"code":10008}` }
	if err := r.Edit(t.Context(), messageRef("6", "701"), say("no")); classOf(err) != chat.Gone {
		t.Errorf("an unknown message: %v", err)
	}
}

// An answer to a message is nobody's to repeat but ours, with the same nonce.
func TestLostAnswersAreRepeated(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hello")}))
	failures := 2
	r.refuse = func(request) (int, string) {
		if failures--; failures >= 0 {
			return http.StatusBadGateway, ""
		}
		return 0, ""
	}
	r.event("MESSAGE_CREATE", words3)
	for _, wait := range []time.Duration{time.Second, 4 * time.Second, 0} {
		r.holds(r.next("POST channels/8/messages"), `"nonce":"31.0"`)
		if wait > 0 {
			r.clock.await(t, wait)
			r.clock.advance(wait)
		}
	}
	r.quiet()
}

func TestWrittenIsBounded(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	page := pages(say("x"), chat.Words{})[0]
	for i := range mostWritten + 1 {
		r.written.note("6", string(rune(i)), page)
	}
	if len(r.written.known) != mostWritten || r.written.same("6", string(rune(0)), page) || !r.written.same("6", string(rune(1)), page) {
		t.Errorf("%d are known", len(r.written.known))
	}
	d := newDirects()
	for i := range knownDirects + 1 {
		d.learn(string(rune(i)), "c")
	}
	if len(d.known) != knownDirects {
		t.Errorf("%d direct chats are known", len(d.known))
	}
}

// The last way that is left for an answer is tried more than once, too.
func TestLastWayIsTriedAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hello")}))
	trouble := map[string][]string{
		callback: {`{"code":10062}`}, openChat: {`{"code":0}`}, toDirect: {`{"code":20028,"retry_after":7}`},
	}
	r.refuse = func(q request) (int, string) {
		if len(trouble[q.line]) == 0 {
			return 0, ""
		}
		body := trouble[q.line][0]
		trouble[q.line] = nil
		return map[string]int{callback: 404, openChat: 502, toDirect: 429}[q.line], body
	}
	r.types(guildly, "deal")
	r.next(callback)
	r.next(openChat)
	r.clock.await(t, time.Second)
	r.clock.advance(time.Second)
	r.next(openChat)
	r.next(toDirect)
	r.clock.await(t, 7*time.Second)
	r.clock.advance(7 * time.Second)
	r.holds(r.next(toDirect), `"content":"hello"`, `"nonce":"1.0"`)
	r.quiet()
}

// An answer whose limit lasts for an hour is given up rather than kept before the
// person's next act.
func TestAnswerThatWouldWaitForLong(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hello")}))
	r.refuse = func(request) (int, string) { return http.StatusTooManyRequests, `{"retry_after":3600}` }
	r.event("MESSAGE_CREATE", words3)
	r.next("POST channels/8/messages")
	r.quiet()
	if !strings.Contains(r.log.String(), "an answer is lost") {
		t.Errorf("log: %s", r.log)
	}
}

// A direct chat that another bot had opened, whose token was in use before, is
// opened anew.
func TestDirectChatOfAnotherBot(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if err := r.core.Remember(t.Context(), "discord:direct:3", "44"); err != nil {
		t.Fatal(err)
	}
	const elsewhere = "POST channels/44/messages"
	closed := false
	r.refuse = func(q request) (int, string) {
		if q.line == elsewhere || closed && q.line == toDirect {
			return http.StatusForbidden, `{"code":50001}`
		}
		return 0, ""
	}
	ref, err := r.Send(t.Context(), chat.Delivery{ID: "d1", User: userRef("3"), Message: say("news")})
	if err != nil || ref != messageRef("700", "700") || r.core.Facts()["discord:direct:3"] != "700" {
		t.Errorf("got %+v, %v, %v", ref, err, r.core.Facts())
	}
	r.next(elsewhere)
	r.next(openChat)
	r.holds(r.next(toDirect), `"nonce":"d1"`)
	closed = true // and it stays where it is
	if _, err := r.Send(t.Context(), chat.Delivery{ID: "d2", User: userRef("3"), Message: say("news")}); classOf(err) != chat.Forbidden {
		t.Errorf("got %v", err)
	}
	r.next(toDirect)
	r.next(openChat)
	r.quiet()
}

// An edit of a message that has become too long for one keeps its buttons.
func TestLongEditKeepsButtons(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	m := say(strings.Repeat("word ", 700))
	m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: chat.Text("Go"), Token: "go"})}
	if err := r.Edit(t.Context(), messageRef("6", "701"), m); err != nil {
		t.Error(err)
	}
	r.holds(r.next("PATCH channels/6/messages/701"), `"content":"word`, `"custom_id":"go"`)
	r.quiet()
}
