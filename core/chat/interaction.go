package chat

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// InteractionKind tells what a person did.
type InteractionKind string

// The kinds of interactions.
const (
	Invoke   InteractionKind = "invoke"   // typed or chose a command
	Pressed  InteractionKind = "press"    // pressed a button
	Chose    InteractionKind = "choose"   // picked from a select
	Submit   InteractionKind = "submit"   // sent a form
	Answer   InteractionKind = "answer"   // wrote to the bot, or answered its message
	Complete InteractionKind = "complete" // is typing an option and wants suggestions
)

// PlaceKind tells what kind of place something happened in.
type PlaceKind string

// The kinds of places.
const (
	DirectPlace PlaceKind = "direct" // a private chat with the bot
	GroupPlace  PlaceKind = "group"  // a group, channel, thread or topic
)

// Role is a role that a platform gives its members; ID is immutable.
type Role struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// User is somebody as a platform describes them now. Names are for display.
type User struct {
	Ref    UserRef `json:"ref"`
	Name   string  `json:"name"`             // display name
	Handle string  `json:"handle,omitempty"` // @name without the @, may change hands
	Locale string  `json:"locale,omitempty"` // BCP 47 as the platform tells it
	Bot    bool    `json:"bot,omitempty"`    // bots, webhooks, channels: no ledger action
}

// Place is where something happened. Space is zero in a direct chat.
type Place struct {
	Ref       PlaceRef
	Kind      PlaceKind
	Space     SpaceRef
	SpaceName string
}

// Value is one argument, answer or form value as the platform delivered it.
// Text is always the words as typed; the rest is set where the platform knew.
type Value struct {
	Text  string    `json:"text,omitempty"`
	User  *User     `json:"user,omitempty"`
	Place *PlaceRef `json:"place,omitempty"`
	File  *FileRef  `json:"file,omitempty"`
}

// FileRef is a file that a person sent and that can be fetched later.
type FileRef struct {
	Platform Platform `json:"platform"`
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Size     int64    `json:"size"`
}

// Interaction is one inbound act of one person.
//
// EventID is unique for its platform as far as the platform keeps its promise;
// a redelivery carries the same EventID and the same content. Commands come
// either with Path and Args (platforms with structured commands) or with Words
// (platforms where people type): the engine finds the command in Words itself.
type Interaction struct {
	Kind    InteractionKind
	EventID string
	User    User
	Place   Place
	Roles   []Role // the user's roles in the space
	Admin   bool   // the platform says: administrator of the space
	At      time.Time

	Path    string           // Invoke, Complete
	Args    map[string]Value // Invoke, Complete
	Words   []Value          // Invoke: the line as typed, without the slash
	ReplyTo *User            // Invoke with Words: whose message it was typed in answer to, unless the bot's
	Token   string           // Pressed, Chose, Submit: the component's or form's token
	Choice  string           // Chose: the picked value
	Fields  map[string]Value // Submit
	Text    Value            // Answer: what was written; Complete: the prefix so far
	Option  string           // Complete: the option being typed
	Message MessageRef       // the message pressed on, or answered
}

// Reference is the short name of an interaction: a person can quote it, and every
// log line about the interaction carries it as "id". A redelivered event keeps
// its reference.
func (in Interaction) Reference() string { return Reference(in.User.Ref.Platform, in.EventID) }

// Reference is the short name of an event of a platform, 8 hexadecimal digits.
func Reference(p Platform, eventID string) string {
	sum := sha256.Sum256([]byte(string(p) + "\x00" + eventID))
	return hex.EncodeToString(sum[:4])
}
