package telegram_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// long is a text of two messages.
func long() chat.Message { return say(strings.Repeat("word ", 1000)) }

func classOf(err error) chat.SendClass {
	var failed *chat.SendError
	if errors.As(err, &failed) {
		return failed.Class
	}
	return ""
}

// Once the first part is there, nobody can tell what the person has seen.
func TestAFailureHalfwayIsUnknown(t *testing.T) {
	t.Parallel()
	d := open(t, telegramtest.Options{}, telegram.Options{})
	refusal := telegramtest.Fault{Method: "sendMessage", Status: 403, Description: "Forbidden: bot was blocked by the user"}
	d.Fail(refusal)
	_, err := d.f.Send(t.Context(), chat.Delivery{ID: "a", User: d.cast.Ann.Ref, Message: long()})
	if got := classOf(err); got != chat.Unreachable {
		t.Errorf("the first part: %v", err)
	}
	m := say("see the file")
	m.Files = []chat.File{{Name: "a.txt", Data: []byte("a")}}
	d.Fail(telegramtest.Fault{Method: "sendDocument", Status: 403, Description: refusal.Description})
	_, err = d.f.Send(t.Context(), chat.Delivery{ID: "b", User: d.cast.Ann.Ref, Message: m})
	if got := classOf(err); got != chat.Unknown {
		t.Errorf("the file after the text: %v", err)
	}
}

func TestAFileAloneNeedsNoText(t *testing.T) {
	t.Parallel()
	d := open(t, telegramtest.Options{}, telegram.Options{})
	ref, err := d.f.Send(t.Context(), chat.Delivery{ID: "a", User: d.cast.Ann.Ref, Silent: true, Message: chat.Message{
		Files: []chat.File{{Name: "a.txt", Media: "text/plain", Data: []byte("a")}},
	}})
	if err != nil || ref.ID == "" || ref.ID == "0" {
		t.Errorf("got %+v, %v", ref, err)
	}
	if n := d.Count("sendMessage"); n != 0 {
		t.Errorf("%d texts beside it", n)
	}
	for _, r := range d.Requests() {
		if r.Method == "sendDocument" && r.Params["disable_notification"] != "true" {
			t.Errorf("it rang: %v", r.Params)
		}
	}
}

func TestAnEditThatChangesNothingCostsNoCall(t *testing.T) {
	t.Parallel()
	d := open(t, telegramtest.Options{}, telegram.Options{})
	ref, err := d.f.Send(t.Context(), chat.Delivery{ID: "a", User: d.cast.Ann.Ref, Message: say("three left")})
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range []chat.Message{say("two left"), say("two left"), withButton("two left", "Go", "go"), say("two left"), say("two left")} {
		if err := d.f.Edit(t.Context(), ref, m); err != nil {
			t.Errorf("edit %d: %v", i, err)
		}
	}
	if n := d.Count("editMessageText"); n != 3 {
		t.Errorf("%d calls, want 3", n)
	}
	// After a lost answer nobody knows what it shows.
	d.Fail(telegramtest.Fault{Method: "editMessageText", Cut: true, After: true})
	if err := d.f.Edit(t.Context(), ref, say("one left")); err == nil {
		t.Error("a cut connection went unnoticed")
	}
	if err := d.f.Edit(t.Context(), ref, say("two left")); err != nil {
		t.Errorf("back again: %v", err)
	}
	if n := d.Count("editMessageText"); n < 4 {
		t.Errorf("%d calls: an edit was left out that was needed", n)
	}
}

func TestEditsOfNothingAreInvalid(t *testing.T) {
	t.Parallel()
	d := open(t, telegramtest.Options{}, telegram.Options{})
	good := chat.MessageRef{Place: d.cast.AnnDirect, ID: "5"}
	for name, try := range map[string]struct {
		ref chat.MessageRef
		m   chat.Message
	}{
		"no reference":     {chat.MessageRef{}, say("x")},
		"no number":        {chat.MessageRef{Place: d.cast.AnnDirect, ID: "x"}, say("x")},
		"another platform": {chat.MessageRef{Place: chat.PlaceRef{Platform: "discord", ID: "5"}, ID: "5"}, say("x")},
		"a file alone":     {good, chat.Message{Files: []chat.File{{Name: "a"}}}},
	} {
		if err := d.f.Edit(t.Context(), try.ref, try.m); classOf(err) != chat.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := d.Count("editMessageText"); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// Nobody would send an answer again, so it is tried until it is there.
func TestAnAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]telegramtest.Fault{
		"a proxy's page":   {Method: "sendMessage", HTML: true, Times: 2},
		"a 500":            {Method: "sendMessage", Status: 500, Times: 2},
		"a cut connection": {Method: "sendMessage", Cut: true, Times: 2},
	} {
		c := newClock(time.Second, 5*time.Second)
		c.hasty = true
		s := play(t, telegramtest.Options{}, c.options(), answers(chat.OnlyCaller, say("at last")))
		s.Fail(fault)
		s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
		s.sees(s.cast.Ann, "at last")
		if n := s.Count("sendMessage"); n != 3 {
			t.Errorf("%s: %d tries", name, n)
		}
	}
}
