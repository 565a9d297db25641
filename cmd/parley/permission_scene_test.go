package main

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

// caller is somebody with a role. Deals are made in Harbor by A, with B; Reef is
// another community, with staff of its own.
type caller struct {
	role    string
	person  *bottest.Person
	side    int    // 0 is A, 1 is B, noSide for others
	staffOf string // the space where the role below is held
	admin   bool   // administrator there, else mediator
	owner   bool
	barred  string // what somebody reads who may do nothing at all
}

const noSide = -1

// The words in which an act is refused.
const (
	saysBlocked = "You are blocked from using this bot here."
	saysBot     = "Bots and channels cannot act here"
	saysRole    = "You may not do this here."
	saysSpace   = "works in a group or server only."
	saysMissing = "No such deal, or it is not yours."
	saysAgain   = "Already recorded; nothing changed."
	saysStatus  = "Not possible while the deal is "
	saysNoOffer = "This invitation is not valid."
	saysUnknown = "I do not know the command"
	saysForeign = "This button was made for someone else."
	saysIdle    = "No questions are open just now."
	saysEarly   = "Nobody has accepted this invitation yet."
)

// refusals are all of them, and what no answer of this test should ever say.
var refusals = []string{
	saysBlocked, saysBot, saysRole, saysSpace, saysMissing, saysAgain, saysStatus, saysNoOffer, saysUnknown, saysForeign,
	saysIdle, saysEarly, "Something went wrong", "Nothing was recorded", "Too many tries", "too old to be understood",
	"has expired", "At most ", "nothing changed.", "not possible with this person",
}

// scene is an engine with all apps, and everybody who takes part.
type scene struct {
	*bottest.Stage
	t       testing.TB
	callers []caller
	events  int
}

func openScene(t testing.TB) *scene {
	t.Helper()
	c := settingsFor(t, t.TempDir())
	c.MaxOpenDeals, c.MaxDailyVolume = 500, 1_000_000
	s := &scene{Stage: bottest.New(t, apps(c, nil)...), t: t}
	person := func(id string) *bottest.Person { return s.Person(bottest.D, id) }
	robo := person("robo")
	robo.User.Bot = true
	s.callers = []caller{
		{role: "member", person: person("eve"), side: noSide},
		{role: "party A", person: person("alice"), side: 0},
		{role: "party B", person: person("ben"), side: 1},
		{role: "mediator", person: person("mia"), side: noSide, staffOf: "harbor"},
		{role: "administrator", person: person("ada"), side: noSide, staffOf: "harbor", admin: true},
		{role: "mediator elsewhere", person: person("max"), side: noSide, staffOf: "reef"},
		{role: "administrator elsewhere", person: person("amy"), side: noSide, staffOf: "reef", admin: true},
		{role: "owner", person: person(bottest.Owner().ID), side: noSide, owner: true},
		{role: "blocked", person: person("zoe"), side: noSide, barred: saysBlocked},
		{role: "bot", person: robo, side: noSide, barred: saysBot},
	}
	for _, who := range s.callers {
		s.arrive(who)
	}
	s.callers[7].person.Says("/admin block test-d:zoe").Shows("Blocked")
	// Both communities have two spaces, so that one of them can leave.
	s.join("ada", "harbor", "pier")
	s.join("amy", "reef", "lagoon")
	return s
}

// in is the caller in a space, or with "" in the direct chat, with the role that
// the platform reports there.
func (c caller) in(space string) *bottest.Person {
	if space == "" {
		return c.person
	}
	p := c.person.In(space)
	switch {
	case c.staffOf != space:
		return p
	case c.admin:
		return p.AsAdmin()
	}
	return p.With("DealMediator")
}

// arrive has somebody be seen everywhere, since the first sight of a person is
// written down whatever they do.
func (s *scene) arrive(c caller) {
	for _, space := range []string{"harbor", "reef", ""} {
		c.in(space).Says("/ping")
	}
}

// join has an administrator bring a second space into a community.
func (s *scene) join(id, community, space string) {
	s.t.Helper()
	admin := s.Person(bottest.D, id)
	code := s.code(admin.In(community).AsAdmin().Says("/community link"))
	admin.In(space).AsAdmin().Says("/community join " + code).Presses("Join").Shows("belongs to")
}

var (
	codePattern   = regexp.MustCompile(`\b([0-9A-Z]{8})\b`)
	dashed        = regexp.MustCompile(`\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b`)
	handlePattern = regexp.MustCompile(`#([0-9A-F]{8})\b`)
)

func (s *scene) code(from bottest.Screen) string {
	s.t.Helper()
	found := codePattern.FindString(strings.ReplaceAll(from.Text(), "#", ""))
	if found == "" {
		s.t.Fatalf("no code in:\n%s", from.Text())
	}
	return found
}

// propose has A make a deal with B in Harbor, or an invitation.
func (s *scene) propose(to string) (made bottest.Screen, handle string) {
	s.t.Helper()
	alice := s.callers[1].in("harbor")
	due := s.Clock.Now().Add(24 * time.Hour).Format(time.DateOnly)
	made = alice.Says(strings.TrimSpace("/deal start "+to)).Presses("TikTok").Presses("gifting").Presses("Fill in").
		Submits("mine", "a", "theirs", "b", "amount", "1 USD", "due", due).Presses("Create")
	found := handlePattern.FindStringSubmatch(made.Text())
	if found == nil {
		s.t.Fatalf("no deal was made:\n%s", made.Text())
	}
	return made, found[1]
}

// hidden hands a command over by its path, as a platform might that was told of
// it once: what no menu shows cannot be typed.
func (s *scene) hidden(p *bottest.Person, path string) bottest.Screen {
	s.events++
	return p.Act(chat.Interaction{
		Kind: chat.Invoke, EventID: "hidden" + strconv.Itoa(s.events), Path: path, User: p.User, Place: p.Place,
		Roles: p.Roles, Admin: p.Admin, At: s.Clock.Now(),
	})
}
