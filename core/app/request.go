package app

import (
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
)

// Request is one interaction as an app sees it: who, where, with what rights
// and which arguments. The engine has resolved and checked all of it.
type Request struct {
	Path      string
	Person    accounts.Person
	Identity  accounts.Identity     // the account the person acts with
	Community communities.Community // of the space it was typed in; zero in a direct chat
	Place     chat.Place
	Caps      chat.Capabilities
	Standing  communities.Standing // in Community; in a direct chat only Owner is known
	Pressed   bool                 // a button, not a typed command
	FromAfar  bool                 // about a space, but answered elsewhere: the rights are those last seen
	Locale    string               // the reader's language, one of the catalogue's
	Zone      *time.Location       // the person's own, else the community's, else UTC
	Key       string               // the request key; "" for commands that only read
	Args      map[string]Arg
	Said      chat.Value // what was written, where the interaction is an answer
	// StartLink makes a link that opens the direct chat and hands a payload over,
	// or reports false where no frontend can.
	StartLink func(payload string) (string, bool)
	// Owner reports whether a person is an owner of this installation.
	Owner func(personID string) bool
}

// Arg is a bound argument. Text is set for every kind.
type Arg struct {
	Text     string
	Int      int64
	Bool     bool
	Identity accounts.Identity // UserOption
	Place    chat.PlaceRef
	File     *chat.FileRef
}

// Replacing returns a response that takes the place of what was pressed.
func (r *Request) Replacing(out Response) Response {
	out.Replace = r.Pressed
	return out
}

// Has reports whether the argument was given.
func (r *Request) Has(name string) bool { _, ok := r.Args[name]; return ok }

// Text returns an argument's text, trimmed and in NFC, or "".
func (r *Request) Text(name string) string { return r.Args[name].Text }

// Int returns an integer argument, or the fallback.
func (r *Request) Int(name string, fallback int64) int64 {
	if a, ok := r.Args[name]; ok {
		return a.Int
	}
	return fallback
}

// Bool returns a boolean argument, or the fallback.
func (r *Request) Bool(name string, fallback bool) bool {
	if a, ok := r.Args[name]; ok {
		return a.Bool
	}
	return fallback
}

// User returns the account that a user argument names, or false.
func (r *Request) User(name string) (accounts.Identity, bool) {
	a, ok := r.Args[name]
	return a.Identity, ok
}
