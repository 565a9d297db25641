package app

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Wizard is a list of questions whose answers end in one act. Its running
// session is a row: it survives restarts, and a person may finish it on another
// app than the one it was begun on. Raise Version when the steps change: running
// sessions of another version end with a friendly note.
type Wizard struct {
	Name    string
	Version int
	Title   chat.Node // what it is about, in a few words: "a new deal"
	Path    string    // the command that starts it again
	Steps   []Step
	// Finish runs when every step is answered. A fault keeps the session.
	Finish func(tx *store.Tx, r *Request, s *State) (Response, error)
}

// Step is one question. Steps with the same Form are asked together where the
// platform has forms; the steps without one are then asked first.
type Step struct {
	Name string
	Form string
	// Literal takes every word as an answer, "cancel" too.
	Literal bool
	Skip    func(s *State) bool
	// Ask says the question. It runs whenever the question is shown.
	Ask func(tx *store.Tx, r *Request, s *State) (Prompt, error)
	// Take checks an answer and keeps it in the state. A fault is shown and the
	// question asked again; *Choose asks which of several readings was meant.
	Take func(tx *store.Tx, r *Request, s *State, v chat.Value) error
}

// Prompt is a question. Choices are offered as buttons beside free text; what
// is pressed arrives in Take like a typed answer. Label, Placeholder, Value and
// MaxLength (characters) serve the form.
type Prompt struct {
	Document    chat.Document
	Choices     []chat.Choice
	Closed      bool   // nothing but the choices will do: a number or a name picks one
	Primary     string // the value of the choice to stand out
	Label       chat.Node
	Help        chat.Node // what the form must say beside the label; zero: nothing
	Placeholder string
	Value       string
	MaxLength   int
	Asks        chat.OptionKind // set where a platform may offer a picker for the answer
}

// State is what a session knows: answers by name. It is text, because it is
// kept as a row and may outlive the program.
type State struct {
	Values map[string]string
}

// Get returns the value of a name, or "".
func (s *State) Get(name string) string { return s.Values[name] }

// Set keeps a value.
func (s *State) Set(name, value string) {
	if s.Values == nil {
		s.Values = make(map[string]string)
	}
	s.Values[name] = value
}

// Choose is an error of Take: the answer has several readings. The person is
// shown the document and picks one; the picked value comes back to Take.
type Choose struct {
	Document chat.Document
	Choices  []chat.Choice
}

// Error describes the error for logs.
func (c *Choose) Error() string { return "app: the answer has several readings" }
