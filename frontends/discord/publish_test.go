package discord

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// A menu that cannot be registered now is tried again; one that never can be is
// not, and the bot runs on either way.
func TestPublish(t *testing.T) {
	t.Parallel()
	const commands = "GET applications/700/commands"
	for _, tt := range []struct {
		name   string
		status int
		again  bool
	}{{"an outage", http.StatusBadGateway, true}, {"a refused token", http.StatusUnauthorized, false}, {"a refused menu", http.StatusBadRequest, false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			r.catalog.Commands = nil
			refused := false
			r.refuse = func(q request) (int, string) {
				if q.line == commands && !refused {
					refused = true
					return tt.status, `{"code":0}`
				}
				if q.line == commands {
					return http.StatusOK, `[]`
				}
				return 0, ""
			}
			r.atHome()
			done := make(chan struct{})
			go func() { r.publish(t.Context()); close(done) }()
			r.next(commands)
			if tt.again {
				r.clock.await(t, 5*time.Second)
				r.clock.advance(5 * time.Second)
				r.next(commands)
			}
			<-done
			r.quiet()
			if !strings.Contains(r.log.String(), "could not be registered") {
				t.Errorf("the log is silent: %s", r.log)
			}
		})
	}
	r := newRig(t, nil)
	r.catalog.Commands = []chat.Command{{Path: "Not A Path"}}
	r.publish(t.Context())
	r.quiet()
	if !strings.Contains(r.log.String(), "would refuse") {
		t.Errorf("the log is silent: %s", r.log)
	}
}

// Everything of a long answer arrives, whichever way it has to go.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	long := chat.Reply{Message: say(strings.Repeat("word ", 700)), Audience: chat.Public}
	r := newRig(t, always(long))
	r.types(guildly, "show")
	r.holds(r.next(callback), `"type":4`)
	r.holds(r.next(followup), `"content":"word`, `!"flags"`)
	r.quiet()

	script, letGo := slowly(long)
	r = newRig(t, script)
	r.types(guildly, "show")
	r.clock.await(t, deferAfter)
	r.clock.advance(deferAfter)
	r.next(callback)
	r.clock.advance(16 * time.Minute)
	letGo()
	r.next("PATCH channels/6/messages/500")
	r.holds(r.next(toChannel), `"nonce":"1.0"`)
	r.quiet()

	long.Replace = true
	script, letGo = slowly(long)
	r = newRig(t, script)
	r.presses(guildly, "a", 0)
	r.clock.await(t, deferAfter)
	r.clock.advance(deferAfter)
	r.next(callback)
	r.clock.advance(16 * time.Minute)
	letGo()
	r.next("PATCH channels/6/messages/99")
	r.next(toChannel)
	r.quiet()
}

// What neither way can deliver is logged, not forgotten in silence.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t, always(chat.Reply{Message: say("secret")}))
	r.refuse = func(q request) (int, string) {
		if q.line == callback {
			return http.StatusNotFound, `{"code":10062}`
		}
		return closedChat(q)
	}
	r.types(guildly, "deal")
	r.next(callback)
	r.next(openChat)
	r.next(toDirect)
	r.quiet()
	if log := r.log.String(); !strings.Contains(log, "an answer is lost") || strings.Contains(log, "secret") {
		t.Errorf("log: %s", log)
	}
}

// A direct chat that an earlier process opened is not opened again.
func TestDirectChatsAreRecalled(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if err := r.core.Remember(t.Context(), "discord:direct:3", "44"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Send(t.Context(), chat.Delivery{ID: "d", User: userRef("3"), Message: say("x")}); err != nil {
		t.Error(err)
	}
	r.next("POST channels/44/messages")
	r.quiet()
}

// The guild that had the commands at once loses them when it is no longer the
// one that is named: beside the global ones each would show twice.
func TestD13AnotherGuild(t *testing.T) {
	t.Parallel()
	const old, named = "applications/700/guilds/44/commands", "applications/700/guilds/55/commands"
	for _, tt := range []struct {
		name, before, guild string
		status              int // of the old guild
		want                []string
	}{
		{"none at all", "", "", 200, []string{"GET applications/700/commands"}},
		{"the same", "55", "55", 200, []string{"GET " + named, "GET applications/700/commands"}},
		{"another", "44", "55", 200, []string{"GET " + named, "GET applications/700/commands", "GET " + old, "PUT " + old}},
		{"none any more", "44", "", 200, []string{"GET applications/700/commands", "GET " + old, "PUT " + old}},
		{"lost", "44", "", 403, []string{"GET applications/700/commands", "GET " + old}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			r.catalog.Commands, r.guild = nil, tt.guild
			r.refuse = func(q request) (int, string) {
				switch {
				case q.line == "GET "+old && tt.status != 200:
					return tt.status, `{"code":50001}`
				case q.line == "GET "+old:
					return 200, `[{"name":"ping","description":"about"}]`
				case strings.HasSuffix(q.line, "/commands"):
					return 200, `[]`
				}
				return 0, ""
			}
			if err := r.core.Remember(t.Context(), menuKey, tt.before); err != nil {
				t.Fatal(err)
			}
			r.atHome()
			r.publish(t.Context())
			for _, line := range tt.want {
				if body := r.next(line); strings.HasPrefix(line, "PUT") && body != `[]` {
					t.Errorf("put %s", body)
				}
			}
			r.quiet()
			if got := r.core.Facts()[menuKey]; got != tt.guild {
				t.Errorf("remembered %q", got)
			}
		})
	}
}
