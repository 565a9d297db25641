package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// probes are all the ways to name a deal by its number.
func probes() []string {
	return []string{
		"/deal confirm {deal}", "/deal cancel {deal}", "/deal complete {deal}", "/deal dispute {deal} It was never paid.",
		"/deal withdraw {deal}", "/deal note {deal} Hello.", "/deal view {deal}", "/deal view {deal} yes", "/deal search #{deal}",
		"/deal receipt {deal}", "/admin resolve {deal} completed", "/admin resolve {deal} active", "/rep deal_id={deal}",
		"/rep deal:{deal}", "/deal start deal:{deal}", "/deal block deal:{deal}", "/deal unblock deal:{deal}",
	}
}

// TestI29HandlesAreToldToNobody has strangers, and staff of other communities, name
// a deal that there is and one that there is not, in every way and in every state:
// the answers do not differ.
func TestI29HandlesAreToldToNobody(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"pending", "invitation", "active", "overdue for long", "disputed by A", "completed", "decided to be defaulted", "expired"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openScene(t)
			handle := situationOf(name).reach(s)
			s.sign()
			s.Settle()
			before := take(t, s.Store)
			for _, line := range append(probes(), "/admin mediator add deal:{deal}") {
				forget(t, s.Store)
				for _, prober := range []string{"eve in harbor", "eve", "max in reef", "amy in reef"} {
					s.alike(prober, line, handle)
				}
			}
			s.Settle()
			if changed := before.changed(take(t, s.Store)); changed != "" {
				t.Errorf("probing changed %s", changed)
			}
		})
	}
}

// alike compares the whole answer about a deal with that about none.
func (s *scene) alike(prober, line, handle string) {
	s.t.Helper()
	who := s.who(prober)
	foreign := who.Says(strings.ReplaceAll(line, "{deal}", handle))
	unknown := who.Says(strings.ReplaceAll(line, "{deal}", noDeal))
	if foreign.Text() != unknown.Text() || len(foreign.Buttons()) != len(unknown.Buttons()) || foreign.Reply.Audience != unknown.Reply.Audience {
		s.t.Errorf("%s> %s\nof a deal of others:\n%s\nof none:\n%s", prober, line, foreign.Text(), unknown.Text())
	}
	if !foreign.Has(saysMissing) && !foreign.Has(saysRole) && !foreign.Has(saysSpace) {
		s.t.Errorf("%s> %s\n%s", prober, line, foreign.Text())
	}
}

const noDeal = "00000000"

// TestI29GuessingEnds: twenty tries an hour over all commands and places, whether
// there is such a deal or not. One's own deals stay within reach.
func TestI29GuessingEnds(t *testing.T) {
	t.Parallel()
	s := openScene(t)
	handle := activeDeal(s)
	_, own := s.proposes("eve", "test-d:mia")
	lines := probes()
	for n := range 24 {
		named := []string{handle, noDeal}[n%2]
		line := strings.ReplaceAll(lines[n%len(lines)], "{deal}", named)
		place := []string{"eve", "eve in harbor", "eve in reef"}[n%3]
		want := saysMissing
		if n >= 20 {
			want = saysTries
		}
		if got := s.who(place).Says(line); !got.Has(want) {
			t.Errorf("try %d, %s: %s", n+1, line, got.Text())
		}
	}
	for _, line := range []string{"/deal view " + own, "/deal note " + own + " Hello.", "/rep deal:" + own} {
		if got := s.who("eve").Says(line); judge("", got.Text(), "", true) != "" {
			t.Errorf("of her own deal, %s: %s", line, got.Text())
		}
	}
	s.who("max").Says("/deal view " + handle).Shows(saysMissing)
	s.who("ben").Says("/deal view " + handle).Shows("active")
	s.Clock.Advance(time.Hour + time.Second)
	s.who("eve").Says("/deal view " + handle).Shows(saysMissing)
}

// TestI29NothingIsSuggested: while somebody types a number, only deals of their
// own are offered, staff or not.
func TestI29NothingIsSuggested(t *testing.T) {
	t.Parallel()
	s := openScene(t)
	handle := then(activeDeal, late, late, late)(s)
	var offered []string
	for _, c := range s.Bot.Catalog().Commands {
		i := slices.IndexFunc(c.Options, func(o chat.Option) bool { return o.Name == "deal_id" })
		if i < 0 || c.Shown == chat.ShownToNobody {
			continue
		}
		for n, id := range []string{"ben", "eve", "mia", "ada", "max", "owner"} {
			who := s.who(id + " in harbor")
			reply := who.Act(chat.Interaction{
				Kind: chat.Complete, EventID: "suggest" + c.Path + id, User: who.User, Place: who.Place, Roles: who.Roles, Admin: who.Admin,
				At: s.Clock.Now(), Path: c.Path, Option: "deal_id",
			}).Reply
			for _, choice := range reply.Choices {
				if choice.Value != handle {
					continue
				}
				offered = append(offered, id)
				if n > 0 {
					t.Errorf("/%s offers %s to %s", c.Path, handle, id)
				}
			}
		}
	}
	if !slices.Contains(offered, "ben") {
		t.Error("not even a party is offered the deal")
	}
}
