package chat

import "strings"

// Platform names a chat app: "discord", "telegram", or one of the pretended
// ones of the sandbox, "sandbox-d" and "sandbox-t". It is the key in every
// reference, so that a bare number never travels.
type Platform string

// UserRef is one account on one platform. ID is the platform's own immutable
// user id, never a name.
type UserRef struct {
	Platform Platform `json:"platform"`
	ID       string   `json:"id"`
}

// SpaceRef is a guild, a group or whatever else a platform gathers people in.
type SpaceRef struct {
	Platform Platform `json:"platform"`
	ID       string   `json:"id"`
}

// PlaceRef is somewhere a message can stand: a channel, a thread, a topic, a
// group or a direct chat. Its ID is opaque and belongs to the frontend.
type PlaceRef struct {
	Platform Platform `json:"platform"`
	ID       string   `json:"id"`
}

// MessageRef is one message in one place.
type MessageRef struct {
	Place PlaceRef `json:"place"`
	ID    string   `json:"id"`
}

// String returns "platform:id", the form people type and settings use.
func (r UserRef) String() string { return string(r.Platform) + ":" + r.ID }

// String returns "platform:id".
func (r SpaceRef) String() string { return string(r.Platform) + ":" + r.ID }

// String returns "platform:id".
func (r PlaceRef) String() string { return string(r.Platform) + ":" + r.ID }

// IsZero reports whether the reference names nobody.
func (r UserRef) IsZero() bool { return r == UserRef{} }

// IsZero reports whether the reference names no space.
func (r SpaceRef) IsZero() bool { return r == SpaceRef{} }

// IsZero reports whether the reference names no place.
func (r PlaceRef) IsZero() bool { return r == PlaceRef{} }

// IsZero reports whether the reference names no message.
func (r MessageRef) IsZero() bool { return r == MessageRef{} }

// ParseUserRef reads "platform:id". It reports false for anything else, space
// around it aside; it does not know which platforms exist.
func ParseUserRef(s string) (UserRef, bool) {
	s = strings.TrimSpace(s)
	platform, id, found := strings.Cut(s, ":")
	if !found || platform == "" || id == "" || strings.ContainsAny(s, " \t\n") {
		return UserRef{}, false
	}
	return UserRef{Platform: Platform(strings.ToLower(platform)), ID: id}, true
}
