package discord

import (
	"net/http"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// A result in time is one request.
func TestD7QuickAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, where string
		reply       chat.Reply
		body        []string
	}{
		{"public", guildly, chat.Reply{Audience: chat.Public, Message: say("hi")}, []string{`"type":4`, `"content":"hi"`, `!"flags"`, `"parse":[]`}},
		{"for the caller", guildly, chat.Reply{Message: say("hi")}, []string{`"type":4`, `"flags":64`}},
		{"in a direct chat", directly, chat.Reply{Message: say("hi")}, []string{`"type":4`, `!"flags"`}},
		{"direct, in a direct chat", directly, chat.Reply{Audience: chat.Direct, Message: say("hi")}, []string{`"type":4`, `!"flags"`}},
		{"public, where the bot is not", foreign, chat.Reply{Audience: chat.Public, Message: say("hi")}, []string{`"type":4`, `"flags":64`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, always(tt.reply))
			r.types(tt.where, "ping")
			r.holds(r.next(callback), tt.body...)
			r.quiet()
		})
	}
}

// Nothing to say leaves nothing behind.
func TestNothingToSay(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.types(guildly, "show")
	r.holds(r.next(callback), `"type":5`)
	r.next(discard)
	r.presses(guildly, "a", 0)
	r.holds(r.next(callback), `"type":6`)
	r.event("MESSAGE_CREATE", words3)
	r.quiet()
}

// A result that takes its time is promised after 1.5 s, to those who will read
// it, and then fills its place.
func TestD7Deferral(t *testing.T) {
	t.Parallel()
	const promised = 1500 * time.Millisecond
	public, private := chat.Reply{Audience: chat.Public, Message: say("hi")}, chat.Reply{Message: say("hi")}
	for _, tt := range []struct {
		name, where, command string
		reply                chat.Reply
		promise, rest        []string
	}{
		{"public", guildly, "show", public, []string{`"type":5`, `!"flags"`}, []string{original}},
		{"for the caller", guildly, "deal", private, []string{`"type":5`, `"flags":64`}, []string{original}},
		{"in a direct chat", directly, "deal", private, []string{`"type":5`, `!"flags"`}, []string{original}},
		{"where the bot is not", foreign, "show", public, []string{`"type":5`, `"flags":64`}, []string{original}},
		{"a refusal of a public command", guildly, "show", private, []string{`!"flags"`}, []string{discard, followup}},
		{"an unexpected public answer", guildly, "deal", public, []string{`"flags":64`}, []string{discard, followup}},
		{"nothing", guildly, "deal", chat.Reply{}, []string{`"flags":64`}, []string{discard}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			script, letGo := slowly(tt.reply)
			r := newRig(t, script)
			r.types(tt.where, tt.command)
			r.clock.await(t, promised)
			r.clock.advance(promised)
			r.holds(r.next(callback), tt.promise...)
			letGo()
			for _, line := range tt.rest {
				body := r.next(line)
				if line == followup {
					want := `"flags":64`
					if tt.reply.Audience == chat.Public {
						want = `!"flags"`
					}
					r.holds(body, want)
				}
			}
			r.quiet()
		})
	}
}

func TestD7Presses(t *testing.T) {
	t.Parallel()
	private, public := chat.Reply{Message: say("hi")}, chat.Reply{Audience: chat.Public, Message: say("hi")}
	replacing := func(r chat.Reply) chat.Reply { r.Replace = true; return r }
	for _, tt := range []struct {
		name, where string
		flags       int
		reply       chat.Reply
		quick       []string
		slow        string
	}{
		{"replaces its like", guildly, 64, replacing(private), []string{`"type":7`}, original},
		{"replaces a public message", guildly, 0, replacing(public), []string{`"type":7`}, original},
		{"replaces in a direct chat", directly, 0, replacing(private), []string{`"type":7`}, original},
		{"never hides what all saw", guildly, 0, replacing(private), []string{`"type":4`, `"flags":64`}, followup},
		{"never shows what one saw", guildly, 64, replacing(public), []string{`"type":4`, `!"flags"`}, followup},
		{"adds", guildly, 64, private, []string{`"type":4`, `"flags":64`}, followup},
		{"says nothing", guildly, 64, chat.Reply{}, []string{`"type":6`}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, always(tt.reply))
			r.presses(tt.where, "a", tt.flags)
			r.holds(r.next(callback), tt.quick...)
			r.quiet()

			script, letGo := slowly(tt.reply)
			r = newRig(t, script)
			r.presses(tt.where, "a", tt.flags)
			r.clock.await(t, deferAfter)
			r.clock.advance(deferAfter)
			r.holds(r.next(callback), `"type":6`)
			letGo()
			if tt.slow != "" {
				r.next(tt.slow)
			}
			r.quiet()
		})
	}
}

// What a limit keeps from being shown goes another way, too.
func TestD7LimitedAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hi")}))
	r.refuse = func(q request) (int, string) {
		if q.line == callback {
			return http.StatusTooManyRequests, `{"retry_after":1}`
		}
		return 0, ""
	}
	r.presses(directly, "a", 0)
	for n := range 3 {
		r.next(callback)
		if n < 2 {
			r.clock.await(t, time.Second)
			r.clock.advance(time.Second)
		}
	}
	r.holds(r.next("POST channels/8/messages"), `"content":"hi"`)
	r.quiet()
}

// What arrives after the token has ended goes another way; nobody who may not
// read it does.
func TestD7AfterTheToken(t *testing.T) {
	t.Parallel()
	public, private := chat.Reply{Audience: chat.Public, Message: say("hi")}, chat.Reply{Message: say("hi")}
	for _, tt := range []struct {
		name, command string
		reply         chat.Reply
		rest          []string
	}{
		{"public, by its id", "show", public, []string{"PATCH channels/6/messages/500"}},
		{"for the caller, by direct chat", "deal", private, []string{openChat, toDirect}},
		{"public after a private promise", "deal", public, []string{toChannel}},
		{"private after a public promise", "show", private, []string{openChat, toDirect}},
		{"nothing has changed", "ping", private, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			script, letGo := slowly(tt.reply)
			r := newRig(t, script)
			r.types(guildly, tt.command)
			r.clock.await(t, deferAfter)
			r.clock.advance(deferAfter)
			r.next(callback)
			r.clock.advance(16 * time.Minute)
			letGo()
			for _, line := range tt.rest {
				if body := r.next(line); line != openChat {
					r.holds(body, `"content":"hi"`, `!"flags"`)
				}
			}
			r.quiet()
		})
	}
}

// Discord's token ends after 15 minutes; its last one is not relied on.
func TestD7LastMinuteOfTheToken(t *testing.T) {
	t.Parallel()
	for late, way := range map[time.Duration]string{
		14*time.Minute - time.Second: original, 14 * time.Minute: "PATCH channels/6/messages/500",
	} {
		script, letGo := slowly(chat.Reply{Audience: chat.Public, Message: say("hi")})
		r := newRig(t, script)
		r.types(guildly, "show")
		r.clock.await(t, deferAfter)
		r.clock.advance(deferAfter)
		r.next(callback)
		r.clock.advance(late - deferAfter)
		letGo()
		r.next(way)
		r.quiet()
	}
}

// An interaction that Discord has given up is answered the same way.
func TestD7RefusedAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hi")}))
	r.refuse = func(q request) (int, string) {
		if q.line == callback {
			return http.StatusNotFound, `{"code":10062,"message":"Unknown interaction"}`
		}
		return 0, ""
	}
	r.presses(directly, "a", 0)
	r.next(callback)
	r.holds(r.next("POST channels/8/messages"), `"content":"hi"`)
	r.presses(guildly, "a", 64)
	r.next(callback)
	r.next("POST channels/8/messages") // the direct chat is known by now
	r.quiet()
}

func TestD7Completion(t *testing.T) {
	t.Parallel()
	const typing = `{"id":"1","application_id":"2","token":"tok","type":4,"data":{"name":"ping","options":[{"name":"x","type":3,"value":"a","focused":true}]},` + guildly + `}`
	r := newRig(t, always(chat.Reply{Choices: []chat.Choice{{Value: "abc"}}}))
	r.event("INTERACTION_CREATE", typing)
	r.holds(r.next(callback), `"type":8`, `{"name":"abc","value":"abc"}`)
	r.quiet()

	script, letGo := slowly(chat.Reply{Choices: []chat.Choice{{Value: "abc"}}})
	r = newRig(t, script)
	r.event("INTERACTION_CREATE", typing)
	r.clock.await(t, time.Second)
	r.clock.advance(time.Second)
	r.holds(r.next(callback), `"type":8`, `"choices":[]`)
	letGo()
	r.quiet()
}

// Whoever types fast asks with each letter; what nobody waits for any more is
// not asked of the core.
func TestD7StaleCompletion(t *testing.T) {
	t.Parallel()
	const typing = `{"id":"1","application_id":"2","token":"tok","type":4,"data":{"name":"ping","options":[{"name":"x","type":3,"value":"a","focused":true}]},` + guildly + `}`
	r := newRig(t, nil)
	asked, gate := make(chan struct{}, 2), make(chan struct{})
	r.session.core = stub{Core: r.core, handle: func(chat.Interaction) chat.Reply {
		asked <- struct{}{}
		<-gate
		return chat.Reply{}
	}}
	r.event("INTERACTION_CREATE", typing)
	<-asked
	r.event("INTERACTION_CREATE", typing)
	for range 2 {
		r.clock.await(t, completeAfter)
	}
	r.clock.advance(completeAfter)
	for range 2 {
		r.holds(r.next(callback), `"type":8`, `"choices":[]`)
	}
	close(gate)
	r.quiet()
	if len(asked) != 0 {
		t.Error("the core was asked for what nobody waits for")
	}
}

func TestD7Forms(t *testing.T) {
	t.Parallel()
	form := chat.Reply{Form: &chat.Form{Title: chat.Text("Terms"), Token: "f", Fields: []chat.FormField{{Name: "a", Label: chat.Text("A")}}}, Locale: "ar"}
	r := newRig(t, always(form))
	r.presses(guildly, "open", 64)
	r.holds(r.next(callback), `"type":9`, `"custom_id":"f"`)
	r.quiet()

	r = newRig(t, always(form)) // a form cannot answer a form
	r.submits(guildly, "")
	r.holds(r.next(callback), `"type":4`, "ar core form late", `"flags":64`, `!"components"`)
	r.quiet()

	script, letGo := slowly(form)
	r = newRig(t, script)
	r.presses(guildly, "open", 64)
	r.clock.await(t, deferAfter)
	r.clock.advance(deferAfter)
	r.holds(r.next(callback), `"type":6`)
	letGo()
	r.holds(r.next(followup), "ar core form late", "!late command", `"custom_id":"open"`, `"label":"Terms"`, `"flags":64`)
	r.quiet()

	script, letGo = slowly(form)
	r = newRig(t, script) // whoever typed has no button to press again
	r.types(guildly, "deal")
	r.clock.await(t, deferAfter)
	r.clock.advance(deferAfter)
	r.holds(r.next(callback), `"type":5`)
	letGo()
	r.holds(r.next(original), "ar core form late command", `"components":[]`)
	r.quiet()
}

// A form that a button opened may replace the button's message.
func TestD7Submissions(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("hi"), Replace: true}))
	r.submits(guildly, `,"message":{"id":"99","flags":64}`)
	r.holds(r.next(callback), `"type":7`)
	r.submits(guildly, "")
	r.holds(r.next(callback), `"type":4`, `"flags":64`)
	r.quiet()
}

// A question for a person can be answered with Discord's own picker.
func TestPicker(t *testing.T) {
	t.Parallel()
	question := chat.Reply{Message: say("who?"), Locale: "ar"}
	question.Message.Asks = chat.UserOption
	r := newRig(t, always(question))
	r.types(guildly, "deal")
	r.holds(r.next(callback), `"custom_id":"!pick"`, `"type":5`, "ar core pick person")
	r.types(directly, "deal")
	r.holds(r.next(callback), "!custom_id")
	r.event("INTERACTION_CREATE", `{"id":"1","application_id":"2","token":"tok","type":3,"message":{"id":"99","flags":64},
		"data":{"custom_id":"!pick","component_type":5,"values":["4"],"resolved":{"users":{"4":{"id":"4","username":"ben"}}}},`+guildly+`}`)
	r.next(callback)
	in := r.core.Handled()[2]
	if in.Kind != chat.Answer || in.Token != "" || in.Text.User == nil || in.Text.User.Ref != userRef("4") || in.Text.Text != "@ben" || in.Message.ID != "99" {
		t.Errorf("got %+v", in)
	}
	r.quiet()
}
