package telegram

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Platform is the key of every reference to Telegram.
const Platform chat.Platform = "telegram"

// place is where a message can stand: a chat and, in a forum, a topic of it.
// The General topic has no number.
type place struct {
	chat  int64
	topic int
}

// direct reports whether the place is one person's chat with the bot: such a
// chat has the number of the person, groups and channels have negative ones.
func (p place) direct() bool { return p.chat > 0 }

func (p place) ref() chat.PlaceRef {
	id := strconv.FormatInt(p.chat, 10)
	if p.topic != 0 {
		id += "/" + strconv.Itoa(p.topic)
	}
	return chat.PlaceRef{Platform: Platform, ID: id}
}

func (p place) message(id int) chat.MessageRef {
	return chat.MessageRef{Place: p.ref(), ID: strconv.Itoa(id)}
}

// placeOf reads a reference of ours, or reports false.
func placeOf(ref chat.PlaceRef) (place, bool) {
	id, topic, forum := strings.Cut(ref.ID, "/")
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil || number == 0 || ref.Platform != Platform {
		return place{}, false
	}
	p := place{chat: number}
	if forum {
		if p.topic, err = strconv.Atoi(topic); err != nil || p.topic < 1 {
			return place{}, false
		}
	}
	return p, true
}

// messageOf reads a reference of ours, or reports false.
func messageOf(ref chat.MessageRef) (place, int, bool) {
	at, known := placeOf(ref.Place)
	id, err := strconv.Atoi(ref.ID)
	return at, id, known && err == nil && id > 0
}

func userRef(id int64) chat.UserRef {
	return chat.UserRef{Platform: Platform, ID: strconv.FormatInt(id, 10)}
}

// userID reads a reference of ours, or reports false.
func userID(ref chat.UserRef) (int64, bool) {
	id, err := strconv.ParseInt(ref.ID, 10, 64)
	return id, err == nil && id > 0 && ref.Platform == Platform
}

func spaceRef(id int64) chat.SpaceRef {
	return chat.SpaceRef{Platform: Platform, ID: strconv.FormatInt(id, 10)}
}
