package chat

import "time"

// EventKind tells what happened without anybody asking something of the bot.
type EventKind string

// The kinds of events. A frontend asks its platform only for those that some
// app subscribed to; SpaceMoved, SpaceClosed, Blocked and Started are always
// reported where the platform tells.
const (
	SpaceMoved   EventKind = "space_moved"   // Space became NewSpace: its id changed
	SpaceClosed  EventKind = "space_closed"  // the bot is no longer in Space
	Started      EventKind = "started"       // User opened the direct chat
	Blocked      EventKind = "blocked"       // User closed the direct chat
	MemberJoined EventKind = "member_joined" // User came into Space
	MemberLeft   EventKind = "member_left"   // User left Space
	Posted       EventKind = "posted"        // User wrote Text in Place
)

// Event is one thing that happened. EventID is unique for its platform.
type Event struct {
	Kind     EventKind
	EventID  string
	Platform Platform
	User     User
	Place    Place
	Space    SpaceRef
	NewSpace SpaceRef
	Text     string
	Message  MessageRef
	At       time.Time
}
