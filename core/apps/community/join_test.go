package community_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/apps/community"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

var codePattern = regexp.MustCompile(`code for joining .*: ([0-9A-HJKMNP-TV-Z]{8})\b`)

// codeOn reads the code off a screen.
func codeOn(t *testing.T, s bottest.Screen) string {
	t.Helper()
	found := codePattern.FindStringSubmatch(s.Text())
	if found == nil {
		t.Fatalf("no code in:\n%s", s.Text())
	}
	if s.Reply.Audience == chat.Public {
		t.Error("the code is shown to everybody")
	}
	return found[1]
}

// two is an agency on one platform and a club on the other, each with its
// administrator.
func two(t *testing.T) (s *bottest.Stage, agency, club *bottest.Person) {
	t.Helper()
	s = bottest.New(t, community.New(community.Options{}))
	agency = s.Person(bottest.D, "alice").In("agency").AsAdmin()
	club = s.Person(bottest.T, "bob").In("club").AsAdmin()
	agency.Says("/ping")
	s.Pass(time.Minute)
	club.Says("/ping")
	return s, agency, club
}

// of returns the community in which somebody acts.
func of(t *testing.T, s *bottest.Stage, p *bottest.Person) (c communities.Community) {
	t.Helper()
	err := s.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		c, err = communities.OfSpace(tx, p.Place.Space)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// events returns what the log says of communities and mediators.
func events(t *testing.T, s *bottest.Stage) (list []string) {
	t.Helper()
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		if err := audit.Verify(tx); err != nil {
			return err
		}
		return tx.SQL().Rows(`SELECT type, payload FROM audit_events WHERE type LIKE 'community.%' OR type LIKE 'mediator.%' ORDER BY seq`, nil, func(scan func(...any) error) error {
			var kind string
			var payload []byte
			if err := scan(&kind, &payload); err != nil {
				return err
			}
			var e struct {
				As string                         `json:"as"`
				D  struct{ Key, Old, New string } `json:"d"`
			}
			err := json.Unmarshal(payload, &e)
			list = append(list, fmt.Sprintf("%s by %s: %s %q→%q", kind, e.As, e.D.Key, e.D.Old, e.D.New))
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	s, agency, club := two(t)
	goal, own := of(t, s, agency), of(t, s, club)
	agency.Says("/admin timezone Asia/Amman")
	code := codeOn(t, agency.Says("/community link").Shows("/community join ", "Only you can see it"))

	asked := club.Says("/community join "+code).Shows("Join club to agency?", "Asia/Amman", "DealMediator", "agency on Test-d", "Earlier ones stay with club")
	asked.Presses("Cancel").Shows("Nothing changed")
	if of(t, s, club) != own {
		t.Error("joined without a yes")
	}
	asked.Presses("Join").Shows("✅ club belongs to agency now")
	if of(t, s, club).ID != goal.ID {
		t.Error("not joined")
	}
	asked.Presses("Join").Shows("was used already")
	club.Says("/community show").Shows("agency", "2 groups", "club on Test-t", "Asia/Amman", "administrator")

	leaving := club.Says("/community leave").Shows("Leave agency?", "Deals made so far stay")
	leaving.Presses("Leave").Shows("club is a community of its own again")
	if of(t, s, club) != own {
		t.Errorf("left for %+v", of(t, s, club))
	}
	leaving.Presses("Leave").Shows("only one of its community")
	club.Says("/community leave").Shows("nothing to leave")
	want := []string{
		`community.set by administrator: zone "UTC"→"Asia/Amman"`,
		`community.set by administrator: space "test-t:club"→""`, `community.set by administrator: space ""→"test-t:club"`,
		`community.set by administrator: space "test-t:club"→""`, `community.set by administrator: space ""→"test-t:club"`,
	}
	if got := events(t, s); !slices.Equal(got, want) {
		t.Errorf("log:\n%q", got)
	}
}

func TestCodeRefusals(t *testing.T) {
	t.Parallel()
	s, agency, club := two(t)
	code := codeOn(t, agency.Says("/community link"))
	agency.Says("/community join " + code).Shows("belongs to that community already")
	first := club.Says("/community join " + code)
	again := club.Says("/community join " + code)
	first.Presses("Join")
	again.Presses("Join").Shows("was used already")
	club.Says("/community join " + code).Shows("was used already")
	club.Says("/community leave").Presses("Leave")

	code = codeOn(t, agency.Says("/community link"))
	s.Pass(communities.CodeTime)
	club.Says("/community join " + code).Shows("has expired")
	for range 3 {
		club.Says("/community join WRONG").Shows("not valid")
	}
	club.Says("/community join " + codeOn(t, agency.Says("/community link"))).Shows("Too many wrong codes")
	s.Pass(time.Hour)
	// Two codes for one community: the second is no use any more.
	one := codeOn(t, agency.Says("/community link"))
	first = club.Says("/community join " + one)
	other := s.Person(bottest.D, "carol").In("agency").AsAdmin()
	two := codeOn(t, other.Says("/community link"))
	again = club.Says("/community join " + two)
	first.Presses("Join").Shows("✅")
	again.Presses("Join").Shows("belongs to that community already")
	club.Says("/community join").Shows("Which code?")
}

func TestOnlyAdministrators(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	member := s.Person(bottest.D, "mel").In("agency")
	mediator := s.Person(bottest.D, "mia").In("agency").With("DealMediator")
	for _, line := range []string{
		"/community link", "/community join 00000000", "/community leave", "/admin timezone UTC",
		"/admin mediator add test-t:bob", "/admin mediator remove test-t:bob",
	} {
		member.Says(line).Shows("You may not do this here")
		mediator.Says(line).Shows("You may not do this here")
		s.Person(bottest.D, "alice").Says(line).Shows("works in a group or server only")
	}
	before := agency.Says("/community show").Buttons()
	if _, ok := before["Get a code"]; !ok || len(before) != 1 {
		t.Errorf("an administrator sees %v", before)
	}
	if got := member.Says("/community show").Shows("member", "1 group").Buttons(); len(got) != 0 {
		t.Errorf("a member sees %v", got)
	}
	if len(events(t, s)) != 0 {
		t.Errorf("log: %q", events(t, s))
	}
}
