package frontendtest

import "github.com/parleybot/parley/core/chat"

// Platform is a double of one chat app, new for each test: people who act in
// it, what they see, and the frontend under test, not yet running. An act that
// a person could not do (a button that is not there) returns an error; what
// the bot makes of it does not matter to the double.
type Platform interface {
	Frontend() chat.Frontend
	Cast() Cast
	// Type is somebody writing a line in a place; "/…" is a command, whatever
	// the platform's own way of calling one is. "@" and a handle mention.
	Type(who chat.UserRef, at chat.PlaceRef, line string) error
	// Reply is somebody answering a message of the bot's that they see.
	Reply(who chat.UserRef, message, line string) error
	// Press and Choose are by the words on the button or choice.
	Press(who chat.UserRef, message, label string) error
	Choose(who chat.UserRef, message, label string) error
	// Submit sends the form that is open before somebody.
	Submit(who chat.UserRef, fields map[string]string) error
	// Close makes the bot unable to write to somebody.
	Close(who chat.UserRef) error
	// Seen is everything somebody has seen of the bot, oldest first. A message
	// that was replaced is there once for each of its states.
	Seen(who chat.UserRef) []Seen
	// Changed returns a channel that is closed at the next change of what
	// anybody sees.
	Changed() <-chan struct{}
}

// Cast is who is in the double. Ann and Ben are members of the group and share
// nothing else; Ann's direct chat with the bot is open, Ben never wrote to it.
type Cast struct {
	Ann, Ben             chat.User
	Group                chat.Place
	AnnDirect, BenDirect chat.PlaceRef
	// BenAdministers says that Ben is an administrator of the group. Ann is none.
	BenAdministers bool
	// Redelivers says that the platform hands over again what was not confirmed.
	Redelivers bool
	// Nobody and Nowhere are well-formed references that lead to nothing.
	Nobody  chat.UserRef
	Nowhere chat.PlaceRef
}

// Seen is one thing that somebody saw.
type Seen struct {
	ID      string        // of the message; its later states have the same
	Place   chat.PlaceRef // where it stands
	Group   bool          // in a group, otherwise in the direct chat
	Notice  bool          // for a moment only, or a note that cannot be pressed
	Text    string        // all that can be read, fields included, markup resolved
	Buttons []string
	Choices []string // of selects that the platform has itself
	Form    []string // the names of the fields of a form that opened
	Files   []chat.File
	Alarm   bool // it rang for people whom it does not address
}
