package transcript

import (
	"context"

	"github.com/parleybot/parley/core/chat"
)

// World is where the people of a conversation act, and what they see there. An
// act that a person could not do returns a Refusal, which is a part of the
// conversation; any other error is a mistake in the script.
type World interface {
	// Find returns the account of a name.
	Find(name string) (chat.UserRef, bool)
	// Place returns where somebody can write; "" names their direct chat.
	Place(who chat.UserRef, name string) (chat.PlaceRef, bool)
	Type(who chat.UserRef, at chat.PlaceRef, text string) error
	// Reply answers the newest message of the bot in a place.
	Reply(who chat.UserRef, at chat.PlaceRef, text string) error
	// Press and Choose take the newest button or choice with these words.
	Press(who chat.UserRef, label string) error
	Choose(who chat.UserRef, label string) error
	Submit(who chat.UserRef, fields map[string]string) error
	Open(who chat.UserRef, link string) error
	Start(who chat.UserRef, payload string) error
	Close(who chat.UserRef) error
	Reopen(who chat.UserRef) error
	// Redeliver hands the last act of somebody over again.
	Redeliver(who chat.UserRef) error
	SetLocale(who chat.UserRef, locale string) error
	Rename(who chat.UserRef, name string) error
	// Leave takes somebody out of the first space they are in.
	Leave(who chat.UserRef) error
	// Fresh returns what was seen since the last call, each a heading and its
	// lines, in an order that chance has no part in; first comes before others.
	Fresh(first chat.UserRef) [][]string
	// Idle waits until nothing is on its way.
	Idle(ctx context.Context) error
	// Violations is what a real platform would have refused.
	Violations() []string
}

// Refusal says, as the platform would, why a person cannot do something.
type Refusal string

// Error returns the words.
func (r Refusal) Error() string { return string(r) }
