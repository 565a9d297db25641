package communities

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// DefaultMediatorRole is the role name that makes mediators where neither the
// community nor the installation names another one.
const DefaultMediatorRole = "DealMediator"

// How long things hold.
const (
	CodeTime = 10 * time.Minute // a code for joining may be typed
	Fresh    = 24 * time.Hour   // a role that was seen counts elsewhere too
	Stale    = time.Hour        // after which a presence is recorded again
)

// Why a space cannot join or leave. The first three are wrong tries, which
// callers count.
var (
	ErrCodeWrong   = errors.New("communities: no such code")
	ErrCodeUsed    = errors.New("communities: the code was used")
	ErrCodeExpired = errors.New("communities: the code has expired")
	ErrSame        = errors.New("communities: the space belongs to that community already")
	ErrAlone       = errors.New("communities: the space is its community's only one")
)

// Community is a set of spaces with common settings, limits and mediators.
type Community struct {
	ID           string
	Name         string
	Zone         string // IANA name
	MediatorRole string // role name; "" = the installation's
	CreatedAt    time.Time
}

// Space is a guild, a group or the like.
type Space struct {
	Ref  chat.SpaceRef
	Name string
}

// Standing is what a person is in a community. Owner is the engine's to fill
// in: owners are the installation's, not a community's.
type Standing struct {
	Administrator bool
	Mediator      bool
	Owner         bool
	Member        bool // was seen acting there
}

// Staff reports whether the person may act for the community.
func (s Standing) Staff() bool { return s.Administrator || s.Mediator || s.Owner }

// Presence is a person acting in a space, with what the platform says of them.
type Presence struct {
	Place         chat.Place
	User          chat.UserRef
	PersonID      string
	Roles         []chat.Role
	Administrator bool
	// MediatorRole is the installation's name of that role; "" means
	// DefaultMediatorRole. A community's own choice goes before it.
	MediatorRole string
}

// Mediator is somebody who mediates in a community.
type Mediator struct {
	PersonID string
	Named    bool      // by an administrator; else by role
	Since    time.Time // named at, or last seen with the role
}

// roleName is the name that counts in a community.
func (p Presence) roleName(c Community) string {
	switch {
	case c.MediatorRole != "":
		return c.MediatorRole
	case p.MediatorRole != "":
		return p.MediatorRole
	}
	return DefaultMediatorRole
}

// holds finds whether the person has the mediator role. A role is known by its
// id; its name only finds it once, and only if no second role bears it. So
// nobody becomes a mediator by a role made or renamed later.
func (p Presence) holds(known role, name string) (bool, role) {
	if known.name == name && known.id != "" {
		for _, r := range p.Roles {
			if r.ID == known.id {
				return true, known
			}
		}
		return false, known
	}
	found := role{name: name}
	for _, r := range p.Roles {
		if r.Name != name {
			continue
		}
		if found.id != "" {
			return false, known
		}
		found.id = r.ID
	}
	if found.id == "" {
		return false, known
	}
	return true, found
}

// role is a space's mediator role, and the name by which it was found.
type role struct{ id, name string }
