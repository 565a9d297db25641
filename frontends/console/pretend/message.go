package pretend

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// Button is something to press: it carries a token back, or leads to URL.
type Button struct {
	Label string
	Style chat.ButtonStyle
	Token string
	URL   string
}

// Select is a list of which one choice is picked.
type Select struct {
	Placeholder string
	Token       string
	Choices     []Option
}

// Option is one choice of a Select.
type Option struct{ Value, Label string }

// Message is what stands in a place. Text never contains markup: Marks say
// where it is bold, code and so on.
type Message struct {
	Ref      chat.MessageRef
	Text     string
	Marks    []chat.Mark
	Fields   []chat.RenderedField
	Rows     [][]Button
	Selects  []Select
	Numbered []Button // pressed by typing a number
	Files    []chat.File
}

// Buttons returns the message's buttons, row after row.
func (m Message) Buttons() []Button { return slices.Concat(m.Rows...) }

// EntryKind tells what somebody saw.
type EntryKind string

// The kinds of entries.
const (
	Posted EntryKind = "posted" // the bot wrote a message
	Edited EntryKind = "edited" // the bot replaced a message
	Toast  EntryKind = "toast"  // shown for a moment, to one person
	Formed EntryKind = "form"   // a form opened before one person
	Typed  EntryKind = "typed"  // a person wrote Message.Text
)

// Entry is one thing that somebody saw, as it was at that moment.
type Entry struct {
	Seq     int // from 1, without gaps, in the order in which things happened
	Kind    EntryKind
	Place   Place
	From    chat.UserRef   // the person who wrote; zero: the bot
	Readers []chat.UserRef // who saw it
	Private bool           // one person alone sees it
	Answer  bool           // in answer to an act, not of the bot's own accord
	Message Message
	Form    *Form
}

// SeenBy reports whether somebody saw the entry.
func (e Entry) SeenBy(who chat.UserRef) bool { return slices.Contains(e.Readers, who) }

// Form is a set of questions that a person may answer at once.
type Form struct {
	Title  string
	Fields []Field
}

// Field is one question of a Form; MaxLength is in characters, 0: no limit.
type Field struct {
	Name, Label, Help, Placeholder, Value string
	MaxLength                             int
	Long                                  bool
}

type message struct {
	Message
	place Place
	only  chat.UserRef // zero: everybody in the place
}

// Entries returns what happened after the entry with that number, for all or,
// with who set, for what one person saw.
func (w *World) Entries(after int, who chat.UserRef) []Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	var seen []Entry
	for _, e := range w.log[min(max(after, 0), len(w.log)):] {
		if who.IsZero() || e.SeenBy(who) {
			seen = append(seen, e)
		}
	}
	return seen
}

// Message returns a message as it stands now, if the person can see it.
func (w *World) Message(who chat.UserRef, ref chat.MessageRef) (Message, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.visible(who, ref)
	if m == nil {
		return Message{}, false
	}
	return m.Message, true
}

func (w *World) visible(who chat.UserRef, ref chat.MessageRef) *message {
	m := w.messages[ref]
	switch {
	case m == nil:
		return nil
	case !m.only.IsZero() && m.only != who:
		return nil
	case !slices.Contains(w.readers(m.place.Ref), who):
		return nil
	}
	return m
}

// newest returns the bot's latest message in a place that somebody can see.
func (w *World) newest(who chat.UserRef, at chat.PlaceRef) *message {
	for _, e := range slices.Backward(w.log) {
		if e.Place.Ref != at || !e.SeenBy(who) || (e.Kind != Posted && e.Kind != Edited) {
			continue
		}
		if m := w.messages[e.Message.Ref]; m != nil {
			return m
		}
	}
	return nil
}

// NewestMessage returns the bot's latest message in a place that somebody can
// see.
func (w *World) NewestMessage(who chat.UserRef, at chat.PlaceRef) (Message, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.newest(who, at)
	if m == nil {
		return Message{}, false
	}
	return m.Message, true
}

func (w *World) record(e Entry) {
	e.Seq = len(w.log) + 1
	w.log = append(w.log, e)
	w.touch()
}
