package app

import (
	"context"
	"io/fs"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

// App is the manifest of one feature. Name prefixes its tables, its catalogue
// keys and its job kinds.
type App struct {
	Name       string
	Texts      fs.FS // text/<locale>.json
	Migrations fs.FS // migrations/<dialect>/NNNN_name.sql; nil where it has no tables
	Commands   []Command
	Wizards    []Wizard
	Jobs       []Job
	Links      []StartLink
	Observers  []Observer

	// Names lets people name a person in the app's own way, such as
	// "deal:3F9A2B01". It reports false for text that is not of that form, and a
	// fault for one that is but names nobody the caller may know.
	Names func(tx *store.Tx, r *Request, text string) (accounts.Identity, bool, error)
	// MayLink refuses, with a fault, that two persons become one.
	MayLink func(tx *store.Tx, a, b string) error
	// MayUnlink refuses, with a fault, that a link made at an instant is undone.
	MayUnlink func(tx *store.Tx, person string, since time.Time) error
	// Moved follows an identity from one person to another, when two persons
	// were linked or unlinked. What belongs to the identity belongs to "to" now.
	Moved func(tx *store.Tx, identity chat.UserRef, from, to string) error

	// Export adds what the app keeps of a person to an archive for that person,
	// the newest first. It only reads, and bounds what it writes: the archive is
	// sent as a message.
	Export func(tx *store.Tx, person string, add Adder) error
	// MayErase refuses, with a fault, that a person is erased now.
	MayErase func(tx *store.Tx, person string) error
	// Erase removes what the person wrote and what names them, in one transaction
	// with all other apps. What others rely on stays, under the person's id, which
	// means nothing by itself. The accounts are still known while it runs.
	Erase func(tx *store.Tx, person string) error
}

// Right is what a command asks of its caller, judged by the engine in the
// community where it is typed. Rights that depend on data (a party to a deal)
// are the app's own business.
type Right string

// The rights, from everybody to the owner. Each includes the ones after it.
const (
	Everyone      Right = ""
	Mediator      Right = "mediator"
	Administrator Right = "administrator"
	Owner         Right = "owner"
)

// Command is a command with what it does. Do runs in the interaction's
// transaction; a fault it returns undoes what it did and is the answer, any
// other error undoes the interaction.
type Command struct {
	chat.Command
	Right Right
	Do    func(tx *store.Tx, r *Request) (Response, error)
	// Instead is the command that is offered, with the same arguments, where a
	// button for this one has expired.
	Instead string
	// Suggest offers values for an option that Completes, at most 25.
	Suggest func(tx *store.Tx, r *Request, option, prefix string) ([]chat.Choice, error)
}

// Hidden returns the command as one that only buttons use: no menu shows it, and
// it cannot be typed.
func (c Command) Hidden() Command {
	c.Shown, c.Describe = chat.ShownToNobody, ""
	return c
}

// Response is what a command answers. An Audience that is not OnlyCaller takes
// the place of the declared one. Begin starts a wizard, whose first question
// follows what the reply says.
type Response struct {
	chat.Reply
	Begin *Begin
}

// Begin starts the wizard of that name with answers already given.
type Begin struct {
	Wizard string
	State  map[string]string
	// Anew ends a wizard that is already running instead of offering it.
	Anew bool
}

// Answer returns a response of a document and rows of buttons.
func Answer(doc chat.Document, rows ...chat.Row) Response {
	return Response{Reply: chat.Reply{Message: chat.Message{Document: doc, Rows: rows}}}
}

// Say returns a response of one phrase.
func Say(key string, args ...chat.Args) Response { return Answer(chat.Say(key, args...)) }

// Job is timed work. Do runs in a transaction of its own, at most once for each
// (kind, subject, due). Where Fetch is set it runs first, outside any
// transaction and for at most Within (0 is 90 s), and its result is handed to Do.
// Every makes it recur: its times are multiples of Every after Monday 00:00 UTC,
// moved by Offset.
type Job struct {
	Kind   string
	Every  time.Duration
	Offset time.Duration
	Fetch  func(ctx context.Context, j jobs.Job) ([]byte, error)
	Within time.Duration
	Do     func(tx *store.Tx, j jobs.Job, result []byte) error
}

// StartLink makes a start link "<Prefix>-<value>" invoke a command with the
// value as its option.
type StartLink struct {
	Prefix string
	Path   string
	Option string
}

// Observer is told of events of a kind, in the event's transaction.
type Observer struct {
	Kind chat.EventKind
	Do   func(tx *store.Tx, ev chat.Event) error
}
