package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/bot/bottest"
)

// refused is an act, and the whole answer that it gets.
type refused struct {
	by   string // "alice in harbor", or "alice" for the direct chat
	line string
	says string
}

// TestRefusalsToTheLetter is the list of chapter 2 of the specification: each in
// its exact words, with nothing of the ledger changed.
func TestRefusalsToTheLetter(t *testing.T) {
	t.Parallel()
	const statuses = "pending_confirmation, active, pending_completion, overdue, disputed, completed, defaulted, cancelled"
	for name, c := range map[string]struct {
		now situation
		all []refused
	}{
		"pending": {situationOf("pending"), []refused{
			{"alice", "/deal view 00000000", "No such deal, or it is not yours."},
			{"eve", "/deal view {deal}", "No such deal, or it is not yours."},
			{"eve", "/deal confirm #{deal}", "No such deal, or it is not yours."},
			{"alice", "/deal complete {deal}", "Not possible while the deal is 🟡 waiting for confirmation."},
			{"alice", "/deal view 123", "A deal's number has 8 characters, such as #3F9A2B01."},
			{"alice", "/deal cancel {deal} x", "reason takes 3 to 500 characters; this has 1."},
			{"alice", "/deal note {deal} no", "note takes 3 to 1000 characters; this has 2."},
		}},
		"active": {situationOf("active"), []refused{
			{"alice", "/deal confirm {deal}", "Already recorded; nothing changed."},
			{"alice", "/deal cancel {deal} Changed my mind.", "Not possible while the deal is 🟢 active."},
		}},
		"completed": {situationOf("completed"), []refused{
			{"ben", "/deal complete {deal}", "Already recorded; nothing changed."},
			{"ben", "/deal cancel {deal}", "Not possible while the deal is ✅ completed."},
		}},
		"anywhere": {situationOf("pending"), []refused{
			{"alice", "/deal start test-d:alice", "You cannot make a deal with yourself."},
			{"alice", "/deal start <robo>", "Bots cannot be parties."},
			{"alice", "/deal start test-d:zoe", "A deal is not possible with this person."},
			{"alice", "/deal start @nobody", "I do not know who “@nobody” is. Mention the person, or name an account as platform:ID."},
			{"alice", "/deal accept 0000-0000-0000", "This invitation is not valid."},
			{"alice", "/deal list status=lost", "status is one of: " + statuses},
			{"alice", "/deal list network=MySpace", "network is one of: BigoLive, TikTok, Tango, YouTube, Twitch, Other"},
			{"alice", "/deal block test-d:alice", "You cannot block yourself."},
			{"alice", "/deal unblock test-d:eve", "Already recorded; nothing changed."},
			{"alice", "/admin block test-d:eve", "You may not do this here."},
			{"alice in harbor", "/community link", "You may not do this here."},
			{"alice", "/community show", "/community show works in a group or server only."},
			{"alice", "/deal stat", "I do not know the command /deal stat. Did you mean /deal start? See /help for all of them."},
			{"alice", "/xyzzy", "I do not know the command /xyzzy. See /help."},
			{"alice", "nothing in particular", "I did not ask anything just now. See /help for what I can do."},
			{"zoe", "/ping", "You are blocked from using this bot here. Nothing was recorded."},
			{"robo", "/ping", "Bots and channels cannot act here; only a person can."},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &trial{scene: openScene(t), now: c.now}
			s.deal = c.now.reach(s.scene)
			for _, r := range c.all {
				s.refuses(r)
			}
		})
	}
}

// refuses plays one act and compares the answer to the letter.
func (s *trial) refuses(r refused) {
	s.t.Helper()
	line := s.fill(r.line)
	before := s.ledger()
	answer := s.who(r.by).Says
	if command, named, mention := strings.Cut(strings.TrimSuffix(line, ">"), " <"); mention {
		answer = func(string) bottest.Screen { return s.who(r.by).Mentions(command, s.who(named)) }
	}
	got := strings.TrimSpace(answer(line).Text())
	if got != r.says {
		s.t.Errorf("%s> %s\ngot  %s\nwant %s", r.by, line, got, r.says)
	}
	s.last = nil
	if changed := before.changed(s.ledger()); changed != "" {
		s.t.Errorf("%s> %s: changed %s", r.by, line, changed)
	}
}

// Limits say the limit, what is used, and when one frees.
func TestLimits(t *testing.T) {
	t.Parallel()
	c := settingsFor(t, t.TempDir())
	c.MaxOpenDeals, c.MaxDailyVolume = 4, 1000
	s := &trial{scene: &scene{Stage: bottest.New(t, house.Apps(c, nil)...), t: t}}
	for _, id := range []string{"eve", "alice"} {
		s.callers = append(s.callers, caller{role: id, person: s.Person(bottest.D, id)})
	}
	for range 3 {
		s.propose("test-d:ben")
	}
	s.refuses(refused{
		"alice in harbor", "/deal start test-d:ben",
		"At most 3 proposals to the same person may wait for an answer, and you have 3. One frees when they answer or it expires.",
	})
	review := s.who("alice in harbor").Says("/deal start").Presses("TikTok").Presses("gifting").Presses("Fill in").
		Submits("mine", "a", "theirs", "b", "amount", "998 USD").Says("2026-12-01")
	before := s.ledger()
	review.Presses("Create").Shows("Deals worth 1,000.00 USD may be started here in a day. You have used 3.00 USD, and this one is 998.00 USD. The day ends ")
	s.last = nil
	if changed := before.changed(s.ledger()); changed != "bot_sessions, jobs" && changed != "bot_sessions" {
		t.Errorf("a refused deal changed %s", changed)
	}
	s.who("alice").Says("/cancel")
	s.propose("")
	s.last = nil
	s.refuses(refused{
		"alice in harbor", "/deal start test-d:eve",
		"At most 4 deals may be open at a time here, and you have 4. One frees when a deal is completed or cancelled.",
	})
}

// Guessing has an end: twenty numbers of deals, five codes, an hour each.
func TestGuessingEnds(t *testing.T) {
	t.Parallel()
	s := &trial{scene: openScene(t)}
	wait := regexp.MustCompile(`^Too many tries\. You can try again in 1 hour \(.*\)\.$`)
	for line, most := range map[string]int{"/deal view 00000000": 20, "/deal accept 0000-0000-0000": 5} {
		for n := range most + 2 {
			got := strings.TrimSpace(s.who("eve").Says(line).Text())
			if n >= most != wait.MatchString(got) {
				t.Errorf("%s, try %d: %s", line, n+1, got)
			}
		}
	}
	s.Clock.Advance(time.Hour)
	s.who("eve").Says("/deal view 00000000").Shows("No such deal, or it is not yours.")
}
