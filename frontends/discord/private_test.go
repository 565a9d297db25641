package discord

import (
	"net/http"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func closedChat(q request) (int, string) {
	if q.line == toDirect {
		return http.StatusForbidden, `{"code":50007,"message":"Cannot send messages to this user"}`
	}
	return 0, ""
}

func TestDirectAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Audience: chat.Direct, Message: say("hi"), Locale: "ar"}))
	r.types(guildly, "deal")
	r.holds(r.next(openChat), `"recipient_id":"3"`)
	r.holds(r.next(toDirect), `"content":"hi"`, `"nonce":"1.0"`, `"enforce_nonce":true`)
	r.holds(r.next(callback), `"type":4`, `"flags":64`, "ar core sent privately", `!hi`)
	if r.core.Facts()["discord:direct:3"] != "700" {
		t.Errorf("remembered: %v", r.core.Facts())
	}
	r.types(guildly, "deal") // the second time, the chat is known
	r.next(toDirect)
	r.next(callback)
	r.quiet()
}

func TestDirectAnswerToAClosedChat(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Audience: chat.Direct, Message: say("hi")}))
	r.refuse = closedChat
	r.types(guildly, "deal")
	r.next(openChat)
	r.next(toDirect)
	r.holds(r.next(callback), `"content":"hi"`, `"flags":64`)
	r.quiet()
}

// Nothing to say is nothing to send, wherever it would go.
func TestDirectAnswerThatSaysNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Audience: chat.Direct}))
	r.types(guildly, "deal")
	r.holds(r.next(callback), `"type":5`)
	r.next(discard)
	r.quiet()
}

const words3 = `{"id":"31","channel_id":"8","content":"hi","author":{"id":"3","username":"ann"}}`

func TestWordsInADirectChat(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hello")}))
	r.event("MESSAGE_CREATE", words3)
	r.holds(r.next("POST channels/8/messages"), `"content":"hello"`, `"nonce":"31.0"`, `!"message_reference"`)
	r.quiet()
	if in := r.core.Handled()[0]; in.Kind != chat.Answer || in.Text.Text != "hi" {
		t.Errorf("got %+v", in)
	}
}

const wordsInGuild = `{"id":"31","guild_id":"5","channel_id":"6","content":"hi","author":{"id":"3","username":"ann"},
	"member":{"roles":[]},"type":19,"referenced_message":{"id":"88","author":{"id":"700"}}}`

// atHome makes the bot know itself as user 700.
func (r *rig) atHome() {
	r.Helper()
	if _, err := r.api.Meet(r.Context()); err != nil {
		r.Fatal(err)
	}
	r.next("GET applications/@me")
	r.next("GET users/@me")
}

// An answer for the writer alone cannot stand beside a message in a guild.
func TestWordsInAGuild(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("secret"), Locale: "ar"}))
	r.atHome()
	r.event("MESSAGE_CREATE", wordsInGuild)
	r.next(openChat)
	r.holds(r.next(toDirect), `"content":"secret"`)
	r.holds(r.next(toChannel), "ar core sent privately", `"message_id":"31"`, "!secret")
	r.quiet()

	r.core.Script(always(chat.Reply{Audience: chat.Public, Message: say("to all")}))
	r.event("MESSAGE_CREATE", wordsInGuild)
	r.holds(r.next(toChannel), `"content":"to all"`)
	r.quiet()
}

// Where the direct chat is closed, the answer waits behind a button that only
// its reader can use.
func TestWordsWithAClosedChat(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("secret"), Locale: "ar"}))
	r.refuse = closedChat
	r.atHome()
	r.event("MESSAGE_CREATE", wordsInGuild)
	r.next(openChat)
	r.next(toDirect)
	r.holds(r.next(toChannel), "\\u003c@3\\u003e: ar core waits privately", `"custom_id":"!held.31"`, `"users":["3"]`, "!secret")
	r.presses(guildly, "!held.31", 0)
	r.holds(r.next(callback), `"type":4`, "secret", `"flags":64`)
	r.presses(`"guild_id":"5","channel_id":"6","locale":"en","member":{"user":{"id":"4"}}`, "!held.31", 0)
	r.holds(r.next(callback), "en core button foreign", `"flags":64`)
	r.presses(guildly, "!held.30", 0)
	r.holds(r.next(callback), "core type again", `"flags":64`)
	r.quiet()
	if n := len(r.core.Handled()); n != 1 {
		t.Errorf("the core was asked %d times", n)
	}
}

func TestHeldIsBounded(t *testing.T) {
	t.Parallel()
	h := newHeld()
	ann := chat.User{Ref: userRef("3")}
	first := h.keep(chat.Interaction{EventID: "0", User: ann}, chat.Reply{})
	for range mostHeld {
		h.keep(chat.Interaction{EventID: "1", User: ann}, chat.Reply{})
	}
	if _, refusal := h.show(ann.Ref, first); refusal == "" || len(h.order) != mostHeld {
		t.Errorf("the first of %d is still there", len(h.order))
	}
}
