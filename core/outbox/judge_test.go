package outbox

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parleybot/parley/core/chat"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	started := time.Unix(1, 0)
	place := chat.PlaceRef{Platform: "t", ID: "1"}
	moved := chat.PlaceRef{Platform: "t", ID: "2"}
	for _, c := range []struct {
		name       string
		e          entry
		place      bool
		failure    chat.SendError
		recognised time.Duration
		want       verdict
	}{
		{name: "wait", failure: chat.SendError{Class: chat.Wait, After: 7 * time.Second}, want: verdict{state: Ready, delay: 7 * time.Second}},
		{name: "wait, unsaid how long", failure: chat.SendError{Class: chat.Wait}, want: verdict{state: Ready, delay: time.Second}},
		{name: "wait, tried often", e: entry{tries: 5}, failure: chat.SendError{Class: chat.Wait}, want: verdict{state: Ready, delay: time.Second}},
		{name: "slow", failure: chat.SendError{Class: chat.Slow}, want: verdict{state: Ready, delay: 10 * time.Minute}},
		{name: "fatal", failure: chat.SendError{Class: chat.Fatal}, want: verdict{state: Ready}},
		{name: "retry, first", failure: chat.SendError{Class: chat.Retry}, want: verdict{state: Ready, counted: true, delay: time.Second}},
		{name: "retry, fifth", e: entry{tries: 4}, failure: chat.SendError{Class: chat.Retry}, want: verdict{state: Ready, counted: true, delay: time.Minute}},
		{name: "retry, asked for longer", failure: chat.SendError{Class: chat.Retry, After: time.Hour}, want: verdict{state: Ready, counted: true, delay: time.Hour}},
		{name: "retry, sixth", e: entry{tries: 5}, failure: chat.SendError{Class: chat.Retry}, want: verdict{state: Dead, counted: true, delay: time.Minute}},
		{name: "retry, sixth, one unknown", e: entry{tries: 5, unsure: started}, failure: chat.SendError{Class: chat.Retry}, want: verdict{state: Unknown, counted: true, delay: time.Minute}},
		{name: "unknown", failure: chat.SendError{Class: chat.Unknown}, want: verdict{state: Unknown, counted: true, unsure: true, delay: time.Second}},
		{name: "unknown, recognised", failure: chat.SendError{Class: chat.Unknown}, recognised: 2 * time.Second, want: verdict{state: Ready, counted: true, unsure: true, delay: time.Second}},
		{name: "unknown, not long enough", failure: chat.SendError{Class: chat.Unknown}, recognised: time.Second, want: verdict{state: Unknown, counted: true, unsure: true, delay: time.Second}},
		{name: "unknown, repeatable", e: entry{repeatable: true}, failure: chat.SendError{Class: chat.Unknown}, want: verdict{state: Ready, counted: true, unsure: true, delay: time.Second}},
		{name: "unknown, repeatable, sixth", e: entry{repeatable: true, tries: 5}, failure: chat.SendError{Class: chat.Unknown}, want: verdict{state: Unknown, counted: true, unsure: true, delay: time.Minute}},
		{name: "no class", failure: chat.SendError{}, want: verdict{state: Unknown, counted: true, unsure: true, delay: time.Second}},
		{name: "unreachable", failure: chat.SendError{Class: chat.Unreachable}, want: verdict{state: Ready, unreachable: true}},
		{name: "unreachable place", place: true, failure: chat.SendError{Class: chat.Unreachable}, want: verdict{state: Unreachable}},
		{name: "gone", place: true, failure: chat.SendError{Class: chat.Gone}, want: verdict{state: Gone, disable: true}},
		{name: "forbidden", place: true, failure: chat.SendError{Class: chat.Forbidden}, want: verdict{state: Forbidden, disable: true}},
		{name: "gone direct chat", failure: chat.SendError{Class: chat.Gone}, want: verdict{state: Ready, unreachable: true}},
		{name: "moved", place: true, failure: chat.SendError{Class: chat.Moved, MovedTo: moved}, want: verdict{state: Ready, move: true}},
		{name: "moved twice", e: entry{moves: 1}, place: true, failure: chat.SendError{Class: chat.Moved, MovedTo: moved}, want: verdict{state: Dead}},
		{name: "moved nowhere", place: true, failure: chat.SendError{Class: chat.Moved}, want: verdict{state: Dead}},
		{name: "moved to itself", e: entry{place: place}, place: true, failure: chat.SendError{Class: chat.Moved, MovedTo: place}, want: verdict{state: Dead}},
		{name: "moved person", failure: chat.SendError{Class: chat.Moved, MovedTo: moved}, want: verdict{state: Dead}},
		{name: "late", failure: chat.SendError{Class: chat.Late}, want: verdict{state: Dead}},
		{name: "full", place: true, failure: chat.SendError{Class: chat.Full}, want: verdict{state: Dead}},
		{name: "invalid", failure: chat.SendError{Class: chat.Invalid}, want: verdict{state: Dead}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := judge(c.e, !c.place, &c.failure, c.recognised); got != c.want {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for i, want := range []time.Duration{1, 3, 9, 27, 60, 60} {
		if got := backoff(i + 1); got != want*time.Second {
			t.Errorf("after %d tries: %v, want %v s", i+1, got, want)
		}
	}
}

func TestAsSendError(t *testing.T) {
	t.Parallel()
	plain := errors.New("socket closed")
	if got := asSendError(plain); got.Class != chat.Unknown || !errors.Is(got, plain) {
		t.Errorf("a foreign error is %v, want unknown", got)
	}
	if got := asSendError(errors.Join(plain, &chat.SendError{Class: chat.Gone})); got.Class != chat.Gone {
		t.Errorf("a wrapped one is %v, want gone", got)
	}
}

func TestReferencesSurviveTheirColumns(t *testing.T) {
	t.Parallel()
	for _, ref := range []chat.PlaceRef{{}, {Platform: "t", ID: "-100:7"}, {Platform: "d", ID: "1 2"}} {
		if got := parsePlace(formatPlace(ref)); got != ref {
			t.Errorf("place %+v came back as %+v", ref, got)
		}
	}
	for _, to := range []target{{user: chat.UserRef{Platform: "d", ID: "1"}}, {place: chat.PlaceRef{Platform: "t", ID: "a:b"}}} {
		if got := parseTarget(to.String()); got != to {
			t.Errorf("target %+v came back as %+v", to, got)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	long := clip("a" + strings.Repeat("é", 400))
	if !utf8.ValidString(long) || len(long) > 503 || long[len(long)-3:] != "…" {
		t.Errorf("clipped to %d bytes", len(long))
	}
	if got := clip("short"); got != "short" {
		t.Errorf("clip changed a short text to %q", got)
	}
}
