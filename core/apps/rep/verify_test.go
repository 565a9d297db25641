package rep

import (
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann, ben, vera := s.Person(bottest.D, "ann"), s.Person(bottest.T, "ben"), s.Person(bottest.T, "vera")
	owner := s.Person(bottest.D, "owner")
	s.deal(ann, vera)
	s.deal(ann, ben)
	if s.policy() != "open" {
		t.Errorf("policy %s", s.policy())
	}
	owner.Says("/admin verify test-t:vera").Shows("✅ Vera on Test-t is verified now", "worked out anew")
	if s.policy() != "rooted" {
		t.Errorf("policy %s", s.policy())
	}
	vera.Last().Shows("has verified you")
	s.Settle()
	card := ann.Says("/rep").Shows("Rooted:", "2 different partners, 1 verified")
	if card.Has("worked out anew") {
		t.Error("a finished replay is still announced")
	}
	owner.Says("/admin verify test-t:vera").Shows("verified already")
	owner.Says("/admin unverify test-t:ben").Shows("is not verified")
	robot := s.Person(bottest.D, "robot")
	robot.User.Bot = true
	owner.Mentions("/admin verify", robot).Shows("Bots cannot be verified")
	owner.Says("/admin unverify test-t:vera").Shows("not verified any more")
	vera.Speaking("ar").Last().Shows("taken back")
	s.Settle()
	ann.Says("/rep").Shows("Rooted:", "0 verified") // rooted ever after
	owner.Says("/admin verify test-d:owner").Shows("verified now")
	if told := owner.Inbox(); len(told) != 0 {
		t.Errorf("the owner was told what he did: %s", told[0].Text())
	}

	policies := s.logged("rep.policy")
	if len(policies) != 3 || !strings.Contains(policies[0], `"as":"owner"`) ||
		!strings.Contains(policies[0], `"d":{"policy":"rooted","version":2}`) || !strings.Contains(policies[2], `"version":4`) {
		t.Errorf("%q", policies)
	}
	verified := s.logged("person.verified")
	if len(verified) != 2 || !strings.Contains(verified[0], `"d":{"person":"p:`+s.id(vera)+`","other":""}`) {
		t.Errorf("%q", verified)
	}
	if len(s.logged("person.unverified")) != 1 {
		t.Error("who is not verified any more was not logged")
	}
}

func TestOnlyOwnersVerify(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann := s.Person(bottest.D, "ann").In("agency").AsAdmin().With("DealMediator")
	for _, line := range []string{"/admin verify test-d:ann", "/admin unverify test-d:ann"} {
		if screen := ann.Says(line); screen.Has("verified now") || screen.Has("any more") || screen.Has("is not verified") {
			t.Errorf("%s: %s", line, screen.Text())
		}
	}
	if s.policy() != "open" || len(s.logged("rep.policy")) != 0 {
		t.Error("somebody who is no owner changed who is verified")
	}
}

// Until the replay has ended, cards say that they are about to change.
func TestCardDuringAReplay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	r.ask("test", Rooted)
	r.read(func(l ledger) error {
		notes, err := l.notes()
		if len(notes) != 2 || notes[0].Nodes[0].Key != "rep.policy.open" {
			t.Errorf("%+v", notes)
		}
		return err
	})
}

// Linking two accounts has their history read as one person's.
func TestLinkThroughTheEngine(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann, ben, alt := s.Person(bottest.D, "ann"), s.Person(bottest.T, "ben"), s.Person(bottest.T, "alt")
	s.deal(ann, ben)
	s.Pass(oneDay) // the younger person becomes the older one
	s.deal(alt, s.Person(bottest.D, "cat"))
	annID, altID := s.id(ann), s.id(alt)
	code := regexp.MustCompile(`\b[0-9A-Z]{8}\b`).FindString(ann.Says("/link").Text())
	alt.Says("/link " + code).Presses("Confirm")
	s.mu.Lock()
	s.now[altID] = annID
	s.mu.Unlock()
	ann.Last().Presses("Confirm").Shows("one person")
	s.Settle()
	ann.Says("/rep").Shows("2 deals", "2 different partners")
	if got := s.logged("rep.policy"); len(got) != 1 || !strings.Contains(got[0], `"policy":"open","version":2`) {
		t.Errorf("%q", got)
	}
}

func (s *scene) policy() (name string) {
	s.t.Helper()
	err := s.Store.Read(s.t.Context(), func(tx *store.Tx) (err error) {
		name, err = s.service.Policy(tx)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return name
}
