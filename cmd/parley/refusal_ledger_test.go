package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/bot/bottest"
)

// TestLedgerRefusalsToTheLetter goes on with the list of chapter 2: disputes,
// decisions, limits, reputation and what staff do.
func TestLedgerRefusalsToTheLetter(t *testing.T) {
	t.Parallel()
	const own = "You may not do this here: nobody decides a deal of their own."
	for name, all := range map[string][]refused{
		"pending": {
			{"alice", "/deal dispute {deal} It was never paid.", "Not possible while the deal is 🟡 waiting for confirmation."},
			{"alice", "/deal withdraw {deal}", "Not possible while the deal is 🟡 waiting for confirmation."},
			{"mia", "/admin resolve {deal} completed", "Not possible while the deal is 🟡 waiting for confirmation."},
			{"eve", "/deal receipt {deal}", "No such deal, or it is not yours."},
			{"mia", "/deal receipt {deal}", "No such deal, or it is not yours."},
			{"eve", "/admin resolve {deal} completed", "No such deal, or it is not yours."},
			{"eve", "/rep deal:{deal}", "No such deal, or it is not yours."},
		},
		"active": {
			{"alice", "/deal dispute {deal} unpaid", "reason takes 10 to 500 characters; this has 6."},
			{"mia in harbor", "/admin resolve {deal} defaulted", "Not possible while the deal is 🟢 active."},
			{"alice in harbor", "/admin resolve {deal} completed", own},
		},
		"overdue": {
			{"ada", "/admin resolve {deal} completed", "Not possible while the deal is 🟠 overdue."},
		},
		"disputed by A": {
			{"alice", "/deal dispute {deal} It was never paid.", "Already recorded; nothing changed."},
			{"ben", "/deal dispute {deal} It was never paid.", "Not possible while the deal is 🔴 disputed."},
			{"ben", "/deal withdraw {deal}", "You may not do this here: only the side that opened the dispute can take it back."},
			{"ben", "/deal complete {deal}", "Not possible while the deal is 🔴 disputed."},
			{"amy in reef", "/admin resolve {deal} completed", "No such deal, or it is not yours."},
			{"amy", "/admin resolve {deal} completed", "No such deal, or it is not yours."},
			{"ben", "/admin resolve {deal} completed", own},
			{"mia", "/admin resolve {deal} cancelled", "result is one of: active, completed, defaulted"},
			{"mia", "/admin resolve {deal} completed at_fault=a", "Whose fault it was belongs to a defaulted deal only. Leave at_fault out, or decide defaulted."},
			{"mia", "/admin resolve {deal} defaulted due=2026-12-31", "A due date belongs to a deal that goes on. Leave due out, or decide active."},
		},
		"disputed by B for the third time": {
			{"ben", "/deal withdraw {deal}", "A mediator must close this one."},
		},
		"decided to be defaulted": {
			{"mia", "/admin resolve {deal} active", "Not possible while the deal is ⛔ defaulted."},
			{"alice", "/deal dispute {deal} It was never paid.", "Not possible while the deal is ⛔ defaulted."},
		},
		"confirmed by A": {
			{"alice", "/rep test-d:ben details=yes", "You can see the details of your own reputation only. Leave details out to see the card."},
			{"mia in harbor", "/rate_limits set max_open=5", "You may not do this here."},
			{"ada in harbor", "/rate_limits set max_open=501 cooldown_hours=1", "max_open is a whole number from 1 to 500, for example 20."},
			{"ada in harbor", "/rate_limits set cooldown_hours=721", "cooldown_hours is a whole number from 0 to 720, for example 12."},
			{"ada", "/rate_limits set max_open=5", "/rate_limits set works in a group or server only."},
			{"eve in harbor", "/admin backup", "You may not do this here."},
			{"mia", "/admin stats", "You may not do this here."},
			{"mia in harbor", "/admin stats 366", "days is a whole number from 1 to 365, for example 30."},
			{"ada in harbor", "/admin verify test-d:eve", "You may not do this here."},
			{"owner", "/admin unverify test-d:eve", "Eve on Test-d is not verified; nothing changed."},
			{"ada in harbor", "/admin unit GEMS 2", "You may not do this here."},
			{"mia in harbor", "/admin mediator place here", "You may not do this here."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &trial{scene: openScene(t), now: situationOf(name)}
			for _, r := range all {
				s.refuses(r)
			}
		})
	}
}

// Both sides still have their time: a mediator reads from when one can decide.
func TestGraceOfTheOverdue(t *testing.T) {
	t.Parallel()
	s := openScene(t)
	handle := situationOf("overdue").reach(s)
	s.who("mia").Says("/admin resolve "+handle+" defaulted").Shows("both sides still have time to mark it complete", "from 25 Nov 2026")
	s.Clock.Advance(71*time.Hour + 59*time.Minute)
	s.who("mia in harbor").Says("/admin resolve " + handle + " defaulted").Shows(saysGrace)
	s.Clock.Advance(time.Minute)
	s.who("mia").Says("/admin resolve "+handle+" defaulted").Shows("Both sides are told", "defaulted")
}

// TestCooldown: one dispute a day, even if it was withdrawn; a refused one is not
// counted, and other reasons to refuse come first.
func TestCooldown(t *testing.T) {
	t.Parallel()
	c := settingsFor(t, t.TempDir())
	stage := bottest.New(t, house.Apps(c, nil)...)
	s := &trial{scene: &scene{Stage: stage, t: t, log: signed(t, stage)}}
	for _, id := range []string{"eve", "alice", "ben"} {
		s.callers = append(s.callers, caller{role: id, person: s.Person(bottest.D, id)})
		s.who(id + " in harbor").Says("/ping")
		s.who(id).Says("/ping")
	}
	first, second := activeDeal(s.scene), activeDeal(s.scene)
	s.refuses(refused{"alice", "/deal dispute " + first + " no", "reason takes 10 to 500 characters; this has 2."})
	disputes(1)(s.scene, first)
	withdraws(1)(s.scene, first)
	s.Clock.Advance(23 * time.Hour)
	s.last = nil
	got := s.who("alice").Says("/deal dispute " + second + " It was never paid.")
	if !strings.HasPrefix(got.Text(), "One dispute in 24 hours is possible here, and you opened one at 20 Nov 2026, 09:00 UTC. The next is possible from 21 Nov 2026, 09:00 UTC.") {
		t.Errorf("an hour too early: %s", got.Text())
	}
	disputes(2)(s.scene, second)
	s.refuses(refused{"alice", "/deal dispute " + second + " It was never paid.", "Not possible while the deal is 🔴 disputed."})
	s.Clock.Advance(time.Hour)
	disputes(1)(s.scene, first)
}

// A community asks for one backup an hour; another one does not wait for it.
func TestBackupsHaveTheirPace(t *testing.T) {
	t.Parallel()
	h := house.Furnish(settingsFor(t, t.TempDir()), nil, slog.New(slog.DiscardHandler))
	stage := bottest.New(t, h.Apps...)
	h.Store = stage.Store
	s := &trial{scene: &scene{Stage: stage, t: t, log: signed(t, stage)}}
	s.sign()
	ada := s.who("ada in harbor").AsAdmin()
	ada.Says("/admin backup").Shows("A backup is being made")
	ada.Last().Shows(".bak", "Verified: yes")
	s.Clock.Advance(59 * time.Minute)
	mia := s.who("mia in harbor").With("DealMediator")
	mia.Says("/ping")
	before := s.ledger()
	mia.Says("/admin backup").Shows("each community may ask once an hour", "in 1 minute")
	s.last = nil
	if changed := before.changed(s.ledger()); changed != "" {
		t.Errorf("a refused backup changed %s", changed)
	}
	s.who("amy in reef").AsAdmin().Says("/admin backup").Shows("A backup is being made")
	s.Clock.Advance(time.Minute)
	mia.Says("/admin backup").Shows("A backup is being made")
}
