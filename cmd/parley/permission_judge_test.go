package main

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
)

// plot is somebody who would decide a dispute of Alice's, by whatever way. It
// makes what it needs before the deal, after it, and says who tries.
type plot struct {
	before func(s *scene)
	after  func(s *scene)
	judge  func(s *scene) *bottest.Person
	want   string // in which words it is refused; "" is allowed
}

// TestI6NoPartyJudges lets parties try to settle their own dispute: through a
// server of their own, a second account, somebody they appointed.
func TestI6NoPartyJudges(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]plot{
		"in a server of one's own": {
			before: func(s *scene) { s.who("alice in cove").AsAdmin().Says("/ping") },
			judge:  func(s *scene) *bottest.Person { return s.who("alice in cove").AsAdmin() },
			want:   saysOwnJudge,
		},
		"by the staff of one's own server": {
			before: func(s *scene) { s.who("cora in cove").AsAdmin().Says("/ping") },
			judge:  func(s *scene) *bottest.Person { return s.who("cora in cove").AsAdmin() },
			want:   saysMissing,
		},
		"as an administrator of the deal's community": {
			judge: func(s *scene) *bottest.Person { return s.who("ben in harbor").AsAdmin() },
			want:  saysOwnJudge,
		},
		"as a mediator of the deal's community": {
			after: appoint("ada", "ben"),
			judge: func(s *scene) *bottest.Person { return s.who("ben") },
			want:  saysOwnJudge,
		},
		"by a second account that administers": {
			before: func(s *scene) { s.link(s.who("alice"), s.twin()); s.quay() },
			judge:  func(s *scene) *bottest.Person { return s.twin().In("quay").AsAdmin() },
			want:   saysOwnJudge,
		},
		"by a mediator's account, linked when the dispute is open": {
			before: func(s *scene) { s.twin().Says("/ping"); appoint("ada", "test-t:twin")(s) },
			after:  func(s *scene) { s.link(s.who("alice"), s.twin()) },
			judge:  func(s *scene) *bottest.Person { return s.twin() },
			want:   saysOwnJudge,
		},
		"by somebody appointed by a party": {
			after: appoint("alice", "alt"),
			judge: func(s *scene) *bottest.Person { return s.who("alt") },
			want:  saysAppointed,
		},
		"by somebody appointed by a party, who has the role too": {
			after: appoint("ben", "alt"),
			judge: func(s *scene) *bottest.Person { return s.who("alt in harbor").With("DealMediator") },
			want:  saysAppointed,
		},
		"by somebody appointed by a party's second account": {
			before: func(s *scene) { s.link(s.who("alice"), s.twin()); s.quay() },
			after:  func(s *scene) { s.twin().In("quay").AsAdmin().Says("/admin mediator add test-d:alt").Shows("mediat") },
			judge:  func(s *scene) *bottest.Person { return s.who("alt") },
			want:   saysAppointed,
		},
		"by somebody appointed by a second account, linked after that": {
			before: func(s *scene) { s.Clock.Advance(time.Minute); s.quay() },
			after: func(s *scene) {
				s.twin().In("quay").AsAdmin().Says("/admin mediator add test-d:alt").Shows("mediat")
				s.link(s.who("alice"), s.twin())
			},
			judge: func(s *scene) *bottest.Person { return s.who("alt") },
			want:  saysAppointed,
		},
		"by somebody appointed by a party who then becomes one with an older account": {
			after: func(s *scene) { appoint("alice", "alt")(s); s.link(s.elder(), s.who("alice")) },
			judge: func(s *scene) *bottest.Person { return s.who("alt") },
			want:  saysAppointed,
		},
		"by the second account of somebody appointed": {
			after: func(s *scene) { appoint("alice", "alt")(s); s.link(s.who("alt"), s.twin()) },
			judge: func(s *scene) *bottest.Person { return s.twin() },
			want:  saysAppointed,
		},
		"by somebody appointed before the deal was made": {
			before: func(s *scene) { appoint("alice", "alt")(s); s.Clock.Advance(time.Minute) },
			judge:  func(s *scene) *bottest.Person { return s.who("alt") },
		},
		"by somebody appointed by another administrator": {
			after: appoint("ada", "alt"),
			judge: func(s *scene) *bottest.Person { return s.who("alt") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openScene(t)
			s.plays(p)
		})
	}
}

func (s *scene) plays(p plot) {
	s.t.Helper()
	s.who("alt").Says("/ping")
	if p.before != nil {
		p.before(s)
	}
	handle := then(activeDeal, disputes(1))(s)
	if p.after != nil {
		p.after(s)
	}
	who := p.judge(s)
	who.Says("/ping")
	for _, result := range []string{"active", "completed", "defaulted b"} {
		s.Settle()
		before := take(s.t, s.Store)
		got := who.Says("/admin resolve " + handle + " " + result)
		s.Settle()
		changed := before.changed(take(s.t, s.Store))
		if problem := judge(p.want, got.Text(), changed, false); problem != "" {
			s.t.Errorf("%s: %s; the answer was:\n%s", result, problem, got.Text())
		}
		if p.want == "" {
			return
		}
	}
}

// TestNoButtonLeadsAPartyToJudge: nor are they, or whom they appointed, told to
// mediate, or shown a way to.
func TestNoButtonLeadsAPartyToJudge(t *testing.T) {
	t.Parallel()
	s := openScene(t)
	s.who("alt").Says("/ping")
	handle := activeDeal(s)
	appoint("alice", "alt")(s)
	appoint("ada", "ben")(s)
	told := len(s.who("alt").Inbox())
	disputes(1)(s, handle)
	if got := len(s.who("alt").Inbox()); got != told {
		t.Errorf("who was appointed by a party is asked to mediate:\n%s", s.news("alt").Text())
	}
	s.news("mia").Shows(handle)
	for _, id := range []string{"alice", "ben", "alt"} {
		card := s.who(id).Says("/deal view " + handle)
		if _, offered := card.Buttons()["Resolve…"]; offered {
			t.Errorf("%s is offered to resolve:\n%s", id, card.Text())
		}
	}
}

// appoint has an administrator of Harbor name a mediator, on the same platform
// unless it says otherwise.
func appoint(by, whom string) func(s *scene) {
	if !strings.Contains(whom, ":") {
		whom = "test-d:" + whom
	}
	return func(s *scene) {
		s.t.Helper()
		s.who(by + " in harbor").AsAdmin().Says("/admin mediator add " + whom).Shows("mediate")
	}
}

// twin is the second account of somebody, on the other platform, who administers
// a group there.
func (s *scene) twin() *bottest.Person { return s.Person(bottest.T, "twin") }

// elder is an account that was there before all others.
func (s *scene) elder() *bottest.Person { return s.Person(bottest.T, "elder") }

// quay makes that group a part of Harbor's community.
func (s *scene) quay() {
	s.t.Helper()
	code := s.code(s.who("ada in harbor").AsAdmin().Says("/community link"))
	s.twin().In("quay").AsAdmin().Says("/community join " + code).Presses("Join").Shows("belongs to")
}
