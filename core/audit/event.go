package audit

import "time"

// Event is what happened, as an app reports it. Append adds the name of the
// log, the position, the instant and the link to the deal's previous event.
type Event struct {
	Type      string // "deal.confirmed"
	Deal      string // id of the deal whose chain it belongs to; "" for none
	DealSeq   int    // the deal's version after the act, from 1; 0 for no deal
	From, To  string // status before and after; "" where nothing has a status
	Actor     string // Actor(person), or System
	As        string // party_a, party_b, mediator, administrator, owner, system or ""
	Community string // id of the community in which it counts
	Via       string // platform, "timer" or "cli"
	Policy    string // reputation policy in force; "" is open, the first one
	Req       string // request key; the event holds its hash only
	D         []Field
	Texts     []Text
}

// Field is one detail of an event; their order is part of the format. Value is
// a string, int, int64 or bool; integers are smaller than 2^53 in size.
type Field struct {
	Name  string
	Value any
}

// Text is something a person wrote. The event commits to it without holding it.
type Text struct {
	Kind   string // "note", "reason"; no colon
	Text   string
	Author string // person id
}

// Record is an event as it stands in the log.
type Record struct {
	Seq       int64
	At        time.Time // UTC, milliseconds
	Type      string
	Deal      string
	DealSeq   int
	From, To  string
	Actor, As string
	Community string
	Via       string
	D         []Field // integers as int64
	Payload   []byte  // the bytes that are hashed
	LeafHash  []byte  // RFC 6962 leaf hash of Payload
	Texts     []Text  // those that were not erased
}

// policyOpen is the reputation policy of a log that nobody was verified in.
const policyOpen = "open"

// System is the actor, and the role, of what nobody in particular did.
const System = "system"

// Actor returns the name under which a person stands in events.
func Actor(personID string) string { return "p:" + personID }

// Detail returns the value of a detail in text, or "" where it is missing or
// not text.
func (r Record) Detail(name string) string {
	for _, f := range r.D {
		if f.Name == name {
			s, _ := f.Value.(string)
			return s
		}
	}
	return ""
}
