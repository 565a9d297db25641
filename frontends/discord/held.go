package discord

import (
	"strings"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// held are private answers that wait in a group for their reader to press a
// button, because no direct chat would take them. They are in memory only: after
// a restart the button says that the command is to be typed again.
type held struct {
	mu      sync.Mutex
	replies map[string]heldReply
	order   []string
}

// heldReply is bound to its reader: everybody in the place sees the button.
type heldReply struct {
	reader chat.UserRef
	reply  chat.Reply
}

const (
	// heldPrefix begins the tokens of the frontend's own buttons; none of the
	// engine's begins with it.
	heldPrefix = "!held."
	mostHeld   = 256
)

func newHeld() *held { return &held{replies: map[string]heldReply{}} }

// keep returns the token of the button that shows the reply to the event. The
// event's id makes it unlike that of any earlier process.
func (h *held) keep(in chat.Interaction, r chat.Reply) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.order) == mostHeld {
		delete(h.replies, h.order[0])
		h.order = h.order[1:]
	}
	token := heldPrefix + in.EventID
	r.Audience, r.Replace = chat.OnlyCaller, false
	h.replies[token] = heldReply{reader: in.User.Ref, reply: r}
	h.order = append(h.order, token)
	return token
}

// show returns the reply for its reader, as often as they press; for anybody
// else, or after it was forgotten, the key of the words that say so.
func (h *held) show(reader chat.UserRef, token string) (r chat.Reply, refusal string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	kept, ok := h.replies[token]
	switch {
	case !ok:
		return chat.Reply{}, "core.type_again"
	case kept.reader != reader:
		return chat.Reply{}, "core.button.foreign"
	}
	return kept.reply, ""
}

// isHeld reports a token of the frontend's own.
func isHeld(token string) bool { return strings.HasPrefix(token, heldPrefix) }
