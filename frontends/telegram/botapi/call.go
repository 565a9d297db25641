package botapi

import (
	"context"
	"strings"
)

// Rank says who goes first when the pace does not allow everything at once:
// the smaller rank. Within a rank the earlier call goes first.
type Rank int

// The ranks. The zero value is RankReply.
const (
	RankAnswer Rank = iota - 1 // answers to button presses, which expire
	RankReply                  // answers to what a person just did
	RankEdit                   // changes of messages that stand already
	RankNotice                 // notifications, whose time the outbox decides
)

// ranks is the number of ranks.
const ranks = 4

// Call is what the gate must know of a method call.
type Call struct {
	Rank  Rank
	Chat  int64 // 0: none, so that a 429 pauses everything
	Group bool  // Chat is a group; negative ids are known to be groups
	// Create marks calls that make something new (send*, create*, forward*,
	// copy*): they must not be repeated after an unknown outcome.
	Create bool
}

type callKey struct{}

// With returns a context that tells the gate about the calls made with it.
// Without it a call has RankReply and no chat.
func With(ctx context.Context, c Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

func callOf(ctx context.Context) Call {
	c, _ := ctx.Value(callKey{}).(Call)
	return c
}

// group reports whether the call goes to a group, supergroup or channel.
func (c Call) group() bool { return c.Group || c.Chat < 0 }

// countsInChat reports whether a method counts toward the limit of its chat:
// messages and their edits do, reading and callback answers do not.
func countsInChat(method string) bool {
	for _, verb := range []string{"send", "edit", "copy", "forward"} {
		if strings.HasPrefix(method, verb) {
			return true
		}
	}
	return false
}
