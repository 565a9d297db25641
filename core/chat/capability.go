package chat

import "time"

// Level tells how well a platform can do something.
type Level int

// The levels.
const (
	Absent   Level = iota // cannot be done; the engine goes another way
	Emulated              // the frontend does it by other means
	Native                // the platform does it itself
)

// String returns "native", "emulated" or "absent".
func (l Level) String() string { return [...]string{"absent", "emulated", "native"}[l] }

// Unit is what a platform counts text in.
type Unit string

// The units of text length.
const (
	UTF16 Unit = "utf16"
	Runes Unit = "runes"
	Bytes Unit = "bytes"
)

// Capabilities is what a place can do. It may differ between the spaces of one
// platform. Lengths are in TextUnit unless they say bytes; zero means none.
type Capabilities struct {
	Forms      Level // several questions answered at once
	Buttons    Level
	Selects    Level
	OnlyCaller Level // an answer in a group that only the caller sees
	Edits      Level // replacing a message that was sent
	Files      Level
	Completion Level // suggestions while typing an option
	Fields     Level // a laid-out list of named values
	Mentions   Level
	Times      Level // instants shown in the reader's own zone
	StartLinks Level // a link that opens the direct chat with a payload
	FirstWord  Level // the bot may write to a person who never wrote to it

	TextUnit      Unit
	TextLimit     int // of one message
	Parts         int // messages a long text may take before it becomes a file
	FieldLimit    int // fields of one message
	FieldName     int // length of a field's name
	FieldValue    int // length of a field's value
	ButtonsPerRow int
	Rows          int
	ButtonLabel   int
	TokenBytes    int // bytes a button may carry
	SelectChoices int
	FormFields    int
	FormLabel     int
	FileBytes     int64
	EditWindow    time.Duration // 0: no limit

	// Sending: how fast notifications may leave, and how long the platform
	// recognises a repeated Delivery.ID (0: it does not).
	PerSecond     float64
	PerPlace      time.Duration // least time between two messages to one place
	IdempotentFor time.Duration
}
