package accounts

import (
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Person is somebody, on however many platforms.
type Person struct {
	ID         string // random, meaningless, for ever
	Locale     string // BCP 47; "" = not chosen, the platform's is used
	Zone       string // IANA name; "" = not chosen
	Blocked    bool   // by the owner: may do nothing here
	Reminders  bool   // wants reminders of what is due
	Digest     bool   // wants the weekly digest
	DigestHour int    // 0-23, the hour at which the digest may come
	CreatedAt  time.Time
}

// Reach tells whether a notification gets through to an identity.
type Reach string

// The values of Reach. It is No only until the person acts again.
const (
	ReachUnknown Reach = "unknown" // may work; trying it tells
	ReachYes     Reach = "yes"     // wrote to the bot directly
	ReachNo      Reach = "no"      // the platform said so
)

// Identity is one account of a person on one platform.
type Identity struct {
	Ref       chat.UserRef
	PersonID  string
	Name      string // display name, for display only
	Handle    string // @name without the @, for display and search only
	Locale    string // BCP 47 as the platform tells it, or ""
	Bot       bool
	Reach     Reach
	FirstSeen time.Time
	LinkedAt  time.Time // when it came to this person by a link; zero = it was always theirs
	Seen      bool      // has acted here, not merely been named by somebody
}

// named returns the identity with the facts that another person's message
// tells about it. What such a message leaves out is kept.
func (id Identity) named(u chat.User) Identity {
	if u.Name != "" {
		id.Name = u.Name
	}
	if u.Handle != "" {
		id.Handle = cleanHandle(u.Handle)
	}
	id.Bot = id.Bot || u.Bot
	return id
}

// acted returns the identity as it is after an act of its own.
func (id Identity) acted(u chat.User, direct bool) Identity {
	id = id.named(u)
	id.Handle = cleanHandle(u.Handle)
	id.Bot = u.Bot
	id.Seen = true
	if u.Locale != "" {
		id.Locale = u.Locale
	}
	switch {
	case direct:
		id.Reach = ReachYes
	case id.Reach == ReachNo:
		// Whoever comes back may have opened the direct chat again.
		id.Reach = ReachUnknown
	}
	return id
}

func cleanHandle(handle string) string { return strings.TrimPrefix(handle, "@") }

// handleKey is the form in which handles are compared: platforms ignore case.
func handleKey(handle string) string { return strings.ToLower(cleanHandle(handle)) }
