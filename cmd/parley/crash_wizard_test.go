package main

import (
	"regexp"
	"strconv"
)

// crashTerms are what a person answers to the questions about a new deal.
type crashTerms struct {
	network, kind, amount, due string
	with                       *crashPerson // nil for an invitation
	atOnce                     bool         // [Create and confirm]
	abandon                    bool         // leaves the questions once, and comes back to them
}

func (p *crashPerson) terms(with *crashPerson) crashTerms {
	pick := func(from ...string) string { return from[p.rng.IntN(len(from))] }
	return crashTerms{
		network: pick("BigoLive", "TikTok", "Tango", "YouTube"), kind: pick("hosting", "gifting", "collab"),
		amount: strconv.Itoa(1+p.rng.IntN(90)) + pick(" USD", " EUR", " diamonds"), due: "2026-04-15",
		with: with, atOnce: with != nil && p.rng.IntN(2) == 0, abandon: p.rng.IntN(6) == 0,
	}
}

func (t crashTerms) button() string {
	if t.atOnce {
		return "Create and confirm"
	}
	return "Create"
}

var (
	crashHandle = regexp.MustCompile(`#([0-9A-F]{8})`)
	crashCode   = regexp.MustCompile(`([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})`)
)

// creates answers all questions that begin asks and records the deal. It begins
// anew where the clock ended the questions meanwhile.
func (p *crashPerson) creates(t crashTerms, begin func() *crashScreen) (handle string, card *crashScreen) {
	for {
		review := p.answers(t, begin())
		if review == nil {
			continue
		}
		if card = review.pressesImpatiently(t.button()); card.over() {
			continue
		}
		handle = card.find(crashHandle)
		p.did(handle, "deal.created")
		if t.atOnce {
			p.did(handle, "deal.confirmed")
		}
		return handle, card
	}
}

// start types /deal start.
func (p *crashPerson) start(t crashTerms) *crashScreen {
	if t.with == nil {
		return p.types("deal start")
	}
	return p.types("deal start", "counterparty", t.with.user.Ref.String())
}

// over reports whether questions ended because they waited too long.
func (s *crashScreen) over() bool {
	return s.has("The time for your answer ran out") || s.has("No questions are open") || s.has("These questions are over")
}

// answers goes from question to question up to the review, or to nil where they
// are over.
func (p *crashPerson) answers(t crashTerms, s *crashScreen) *crashScreen {
	for {
		switch {
		case s.over():
			return nil
		case s.offers(t.button()):
			return s
		case s.form != nil:
			s = s.submits(map[string]string{"mine": p.user.Ref.ID, "theirs": "somebody", "amount": t.amount, "due": t.due})
		case s.offers("Fill in"):
			s = s.presses("Fill in")
		case s.offers("Start over"):
			s = s.presses("Start over")
		case s.offers(t.network):
			s = s.presses(t.network)
			if t.abandon {
				t.abandon = false
				s = p.start(t)
			}
		case s.offers(t.kind):
			s = s.presses(t.kind)
		case s.has("your username on"):
			s = p.writes(p.user.Ref.ID)
		case s.has("username on"):
			s = p.writes("somebody")
		case s.has("How much"):
			s = p.writes(t.amount)
		case s.has("Until which day"):
			s = p.writes(t.due)
		default:
			p.giveUp("this is no question about a deal:\n%s", s)
		}
	}
}
