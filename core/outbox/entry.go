package outbox

import (
	"cmp"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// entry is an open notification as its row tells it.
type entry struct {
	seq        int64
	id         string
	platform   chat.Platform
	priority   int
	due        time.Time
	person     string
	prefer     chat.UserRef
	place      chat.PlaceRef
	kind       string
	subject    string
	expires    time.Time
	repeatable bool
	message    []byte

	attempt   int
	tries     int
	unreached int
	moves     int
	unsure    time.Time
	target    string
	claimed   time.Time
}

// flight is one attempt. Its number is also its fence: who holds an older one may
// not write any more.
type flight struct {
	seq     int64
	attempt int
}

func (e entry) flight() flight { return flight{e.seq, e.attempt} }

// bound reports whether e may only be repeated where it would be recognised: it
// may have arrived, and must not be read twice.
func (e entry) bound() bool { return !e.unsure.IsZero() && !e.repeatable }

// before orders heads of different queues.
func (e entry) before(o entry) int {
	return cmp.Or(cmp.Compare(e.priority, o.priority), e.due.Compare(o.due), cmp.Compare(e.seq, o.seq))
}

// target is where one attempt goes: to a person's direct chat, or to a place.
type target struct {
	user  chat.UserRef
	place chat.PlaceRef
}

func (t target) platform() chat.Platform {
	if t.direct() {
		return t.user.Platform
	}
	return t.place.Platform
}

func (t target) direct() bool { return !t.user.IsZero() }

// String is the form in which attempts keep a target.
func (t target) String() string {
	if t.direct() {
		return "user:" + t.user.String()
	}
	return "place:" + t.place.String()
}

func parseTarget(s string) target {
	if ref, ok := strings.CutPrefix(s, "user:"); ok {
		return target{user: parseUser(ref)}
	}
	return target{place: parsePlace(strings.TrimPrefix(s, "place:"))}
}

func personQueue(person string) string { return "person:" + person }

func placeQueue(place chat.PlaceRef) string { return "place:" + place.String() }

// formatUser and its like keep a zero reference as an empty column.
func formatUser(ref chat.UserRef) string {
	if ref.IsZero() {
		return ""
	}
	return ref.String()
}

func formatPlace(ref chat.PlaceRef) string {
	if ref.IsZero() {
		return ""
	}
	return ref.String()
}

func parseUser(s string) chat.UserRef {
	platform, id, _ := strings.Cut(s, ":")
	return chat.UserRef{Platform: chat.Platform(platform), ID: id}
}

func parsePlace(s string) chat.PlaceRef {
	platform, id, _ := strings.Cut(s, ":")
	return chat.PlaceRef{Platform: chat.Platform(platform), ID: id}
}
