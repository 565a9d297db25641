package outbox_test

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
)

// A page of a proxy in another encoding is an outcome like any other: what no
// database takes must not hold up the rest.
func TestFailuresOfAnyEncodingAreRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(&chat.SendError{Class: chat.Invalid, Err: errors.New("502 passerelle d\xe9fectueuse\x00")})
	w.start()
	n := to("bob", "hello")
	n.Subject = "x"
	w.notify(n)
	w.idle()
	w.expect("x", outbox.Dead)
	w.expectAttempts("invalid")
}
