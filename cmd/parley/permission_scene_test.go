package main

import (
	"context"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/audit"
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

	saysOwnJudge  = "You may not do this here: nobody decides a deal of their own."
	saysAppointed = "You may not do this here: a party of this deal made you a mediator after it was agreed."
	saysNotOpener = "You may not do this here: only the side that opened the dispute can take it back."
	saysThird     = "A mediator must close this one."
	saysGrace     = "The deal is overdue, and both sides still have time to mark it complete."
	saysOwnOnly   = "You can see the details of your own reputation only."
	saysBound     = "Nobody is erased while"
	saysTries     = "Too many tries"
)

// refusals are all of them, and what no answer of this test should ever say.
var refusals = []string{
	saysBlocked, saysBot, saysRole, saysSpace, saysMissing, saysAgain, saysStatus, saysNoOffer, saysUnknown, saysForeign,
	saysIdle, saysEarly, saysOwnJudge, saysAppointed, saysNotOpener, saysThird, saysGrace, saysOwnOnly, saysBound, saysTries,
	"Something went wrong", "Nothing was recorded", "too old to be understood", "still being signed", "has expired", "At most ", "nothing changed.", "not possible with this person",
}

// scene is an engine with all apps, and everybody who takes part.
type scene struct {
	*bottest.Stage
	t       testing.TB
	log     *audit.Service
	callers []caller
	events  int
}

func openScene(t testing.TB) *scene {
	t.Helper()
	c := settingsFor(t, t.TempDir())
	c.MaxOpenDeals, c.MaxDailyVolume, c.DisputeCooldown = 500, 1_000_000, 0
	s := &scene{Stage: bottest.New(t, house.Apps(c, nil)...), t: t}
	s.log = signed(t, s.Stage)
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
	s.Person(bottest.T, "elder").Says("/ping")
	s.Clock.Advance(time.Second)
	for _, who := range s.callers {
		s.arrive(who)
	}
	s.callers[7].person.Says("/admin block test-d:zoe").Shows("Blocked")
	// Both communities have two spaces, so that one of them can leave.
	s.join("ada", "harbor", "pier")
	s.join("amy", "reef", "lagoon")
	return s
}

// signed gives a stage's log a key. It is signed by hand, for a worker that signs
// when it likes would change tables that a refusal must not.
func signed(t testing.TB, s *bottest.Stage) *audit.Service {
	t.Helper()
	log, err := audit.Start(t.Context(), audit.Options{Store: s.Store, KeyFile: filepath.Join(t.TempDir(), "log.key")})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// sign lets receipts be given of all that was recorded so far.
func (s *scene) sign() {
	s.t.Helper()
	if _, err := s.log.Checkpoint(context.Background()); err != nil {
		s.t.Fatal(err)
	}
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

// who is somebody by id, in the space that is named after "in", with the role that
// is theirs there.
func (s *scene) who(name string) *bottest.Person {
	id, space, _ := strings.Cut(name, " in ")
	for _, c := range s.callers {
		if c.person.User.Ref.ID == id {
			return c.in(space)
		}
	}
	return caller{person: s.Person(bottest.D, id)}.in(space)
}

// arrive has somebody be seen everywhere, since the first sight of a person is
// written down whatever they do.
func (s *scene) arrive(c caller) {
	for _, space := range places() {
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

// link makes two accounts one person, the one that was met first.
func (s *scene) link(one, other *bottest.Person) {
	s.t.Helper()
	other.Says("/ping")
	asked := other.Says("/link " + s.code(one.Says("/link")))
	one.Last().Presses("Confirm").Shows("Recorded")
	asked.Presses("Confirm").Shows("✅ Linked")
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
	return s.proposes("alice", to)
}

func (s *scene) proposes(id, to string) (made bottest.Screen, handle string) {
	s.t.Helper()
	due := s.Clock.Now().Add(24 * time.Hour).Format(time.DateOnly)
	made = s.who(id+" in harbor").Says(strings.TrimSpace("/deal start "+to)).Presses("TikTok").Presses("gifting").Presses("Fill in").
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
