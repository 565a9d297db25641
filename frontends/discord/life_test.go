package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Acts of one person are handed over in order, however long the first takes;
// others do not wait for them.
func TestD5Lanes(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	var order []string
	r := newRig(t, nil)
	started := make(chan string, 3)
	r.session.core = stub{Core: r.core, handle: func(in chat.Interaction) chat.Reply {
		started <- in.EventID
		if in.EventID == "1" {
			<-gate
		}
		return chat.Reply{Message: say(in.EventID)}
	}}
	act := func(id, who string) {
		r.event("INTERACTION_CREATE", fmt.Sprintf(`{"id":%q,"application_id":"2","token":"tok","type":2,"data":{"name":"deal"},
			"channel_id":"8","context":1,"user":{"id":%q,"username":"x"}}`, id, who))
	}
	act("1", "3")
	act("2", "3")
	order = append(order, <-started)
	act("4", "5")
	order = append(order, <-started)
	r.next("POST interactions/4/tok/callback")
	close(gate)
	r.next("POST interactions/1/tok/callback")
	order = append(order, <-started)
	r.next("POST interactions/2/tok/callback")
	if got := strings.Join(order, " "); got != "1 4 2" {
		t.Errorf("handed over in the order %s", got)
	}
}

// stub is a core of which one thing is different.
type stub struct {
	chat.Core
	handle  func(chat.Interaction) chat.Reply
	observe func(chat.Event) error
}

func (s stub) Handle(_ context.Context, in chat.Interaction) (chat.Reply, error) {
	return s.handle(in), nil
}

func (s stub) Observe(ctx context.Context, ev chat.Event) error {
	if s.observe == nil {
		return s.Core.Observe(ctx, ev)
	}
	return s.observe(ev)
}

// A mistake of ours ends neither the process nor the person's next act.
func TestD5PanicsAreRecovered(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.session.core = stub{handle: func(chat.Interaction) chat.Reply { panic("a mistake") }}
	for range 2 {
		r.types(guildly, "deal")
		r.holds(r.next(callback), "ar core fault busy", `"flags":64`)
	}
	r.event("MESSAGE_CREATE", words3)
	r.holds(r.next("POST channels/8/messages"), "core fault busy")
	r.quiet()
	if !strings.Contains(r.log.String(), "a mistake") {
		t.Error("the panic is not in the log")
	}
}

// Discord does not deliver again, so the refusal that came with the error is
// shown.
func TestNotRecordedIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.core.Fail(1)
	r.types(guildly, "deal")
	r.holds(r.next(callback), "Nothing was recorded", `"flags":64`)
	r.quiet()
}

func TestD12NewcomersAreToldAndTheOthersFinished(t *testing.T) {
	t.Parallel()
	script, letGo := slowly(chat.Reply{Message: say("done")})
	r := newRig(t, script)
	r.types(guildly, "deal")
	r.clock.await(t, deferAfter)
	drained := make(chan struct{})
	go func() { r.drain(); close(drained) }()
	r.clock.await(t, 10*time.Second)
	r.presses(directly, "a", 0)
	r.holds(r.next(callback), "ar core restarting")
	r.event("MESSAGE_CREATE", words3)
	r.holds(r.next("POST channels/8/messages"), "core restarting")
	select {
	case <-drained:
		t.Error("the first act was not waited for")
	default:
	}
	letGo()
	r.holds(r.next(callback), `"content":"done"`)
	<-drained
	if n := len(r.core.Handled()); n != 1 {
		t.Errorf("the core was asked %d times", n)
	}
}

// Who still stands in line when the lanes end learns that nothing was recorded.
func TestD12LanesEnd(t *testing.T) {
	t.Parallel()
	script, letGo := slowly(chat.Reply{Message: say("done")})
	r := newRig(t, script)
	r.types(guildly, "deal")
	r.clock.await(t, deferAfter)
	r.event("INTERACTION_CREATE", `{"id":"7","application_id":"2","token":"tok","type":2,"data":{"name":"deal"},`+guildly+`}`)
	drained := make(chan struct{})
	go func() { r.drain(); close(drained) }()
	r.clock.await(t, 10*time.Second)
	r.clock.advance(deferAfter)
	seen := map[string]bool{}
	for range 2 {
		got := <-r.requests
		seen[got.line] = strings.Contains(got.body, `"type":5`)
	}
	if len(seen) != 2 || !seen[callback] || !seen["POST interactions/7/tok/callback"] {
		t.Fatalf("promises: %v", seen)
	}
	r.clock.advance(10*time.Second - deferAfter)
	r.holds(r.next(original), "ar core restarting")
	letGo()
	r.holds(r.next(original), `"content":"done"`)
	<-drained
}

func TestD14Intents(t *testing.T) {
	t.Parallel()
	const guilds, guildMessages, directMessages = 1 << 0, 1 << 9, 1 << 12
	if intents != guilds|guildMessages|directMessages {
		t.Errorf("intents %b", intents)
	}
	const members, presences, content = 1 << 1, 1 << 8, 1 << 15
	if intents&(members|presences|content) != 0 {
		t.Error("a privileged intent is asked for")
	}
}

func TestD4Quarantine(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.event("READY", `{"session_id":"s1"}`)
	r.event("INTERACTION_CREATE", `{"id":"1","type":2}`)
	r.event("MESSAGE_CREATE", `[]`)
	r.event("GUILD_DELETE", `{}`)
	r.event("TYPING_START", `7`) // nobody reads it
	r.quiet()
	var all []string
	all = append(all, r.core.Quarantined()...)
	r.drain()
	r.event("INTERACTION_CREATE", `{"id":"2","type":2}`) // while the bot stops
	r.late.Wait()
	if n := len(r.core.Quarantined()); n != 4 {
		t.Errorf("%d are kept after the end", n)
	}
	if len(all) != 3 || !strings.Contains(strings.Join(all, "\n"), "INTERACTION_CREATE:1:s1:1: ") {
		t.Errorf("quarantined: %q", all)
	}
}

// A guild that the bot is thrown out of closes its space, once; an outage does
// not.
func TestFarewell(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	failures := 2
	seen := make(chan chat.Event, 2)
	inside := func() string { return r.core.Facts()[rosterKey] }
	r.session.core = stub{Core: r.core, observe: func(ev chat.Event) error {
		if failures--; failures >= 0 {
			return chat.ErrNotRecorded
		}
		seen <- ev
		return nil
	}}
	r.event("READY", `{"session_id":"s1"}`)
	r.event("GUILD_CREATE", `{"id":"5","name":"Harbor","owner_id":"9","roles":[{"id":"70","name":"Mediator"}]}`)
	r.running.Wait()
	if got := inside(); got != "5" {
		t.Errorf("inside %q", got)
	}
	r.event("GUILD_UPDATE", `{"id":"5","name":"Haven","owner_id":"9"}`)
	r.event("GUILD_ROLE_CREATE", `{"guild_id":"5","role":{"id":"71","name":"Pilot"}}`)
	r.event("GUILD_ROLE_DELETE", `{"guild_id":"5","role_id":"70"}`)
	roles, _ := r.guilds.standing("5", "3", &wireMember{Roles: []wireID{"70", "71"}})
	if roles[0].Name != "" || roles[1].Name != "Pilot" || r.guilds.place("5", "6").SpaceName != "Haven" {
		t.Errorf("roles %+v in %+v", roles, r.guilds.place("5", "6"))
	}
	r.event("GUILD_DELETE", `{"id":"5","unavailable":true}`)
	r.event("GUILD_DELETE", `{"id":"5"}`)
	for _, wait := range []time.Duration{time.Second, 2 * time.Second} {
		r.clock.await(t, wait)
		r.clock.advance(wait)
	}
	ev := <-seen
	if ev.Kind != chat.SpaceClosed || ev.Space != spaceRef("5") || ev.EventID != "guild_delete:5:s1:1" || ev.Platform != Platform {
		t.Errorf("got %+v", ev)
	}
	if r.guilds.place("5", "6").SpaceName != "" {
		t.Error("the guild is still known")
	}
	r.quiet()
	if got := inside(); got != "" {
		t.Errorf("still inside %q", got)
	}
	if len(seen) != 0 {
		t.Errorf("an outage closed a space: %+v", <-seen)
	}
}

// Who threw the bot out while it was away is found out at the next READY.
func TestFarewellInAbsence(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if err := r.core.Remember(t.Context(), rosterKey, "5,6,7"); err != nil {
		t.Fatal(err)
	}
	r.event("READY", `{"session_id":"s2","guilds":[{"id":"6","unavailable":true},{"id":"8","unavailable":true}]}`)
	r.quiet()
	var closed []string
	for _, ev := range r.core.Observed() {
		closed = append(closed, ev.EventID+" "+ev.Space.ID)
	}
	if got := strings.Join(closed, ", "); got != "guild_gone:5:s2 5, guild_gone:7:s2 7" || r.core.Facts()[rosterKey] != "6,8" {
		t.Errorf("closed %s, inside %s", got, r.core.Facts()[rosterKey])
	}
	r.event("READY", `{"session_id":"s3","guilds":[{"id":"6"},{"id":"8"}]}`)
	r.quiet()
	if n := len(r.core.Observed()); n != 2 {
		t.Errorf("%d events after a READY that says nothing new", n)
	}
}

// A list of guilds that cannot be relied on closes nobody's space.
func TestFarewellNeedsACompleteList(t *testing.T) {
	t.Parallel()
	for _, guilds := range []string{``, `,"guilds":null`, `,"guilds":{"6":{}}`, `,"guilds":[{"id":"6"},{"id":{}}]`, `,"guilds":[{"id":"6"},7]`} {
		r := newRig(t, nil)
		if err := r.core.Remember(t.Context(), rosterKey, "5,6"); err != nil {
			t.Fatal(err)
		}
		r.event("READY", `{"session_id":"s2"`+guilds+`}`)
		r.quiet()
		if got := r.core.Observed(); len(got) != 0 || r.core.Facts()[rosterKey] != "5,6" {
			t.Errorf("%s: closed %+v", guilds, got)
		}
	}
}

// A Discord that hangs while newcomers are told does not keep the process.
func TestD12LateAnswersAreGivenUp(t *testing.T) {
	t.Parallel()
	hanging := make(chan struct{})
	r := newRig(t, nil)
	r.refuse = func(request) (int, string) { <-hanging; return 0, "" }
	r.drain()
	r.types(directly, "deal")
	ended := make(chan struct{})
	go func() { r.end(); close(ended) }()
	r.clock.await(t, 2*time.Second)
	r.clock.advance(2 * time.Second)
	<-ended
	close(hanging)
}
