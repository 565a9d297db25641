package main

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/parleybot/parley/frontends/discord/menu"
)

// killTerms are what a person answers to the questions about a new deal. No two
// deals have the same amount.
type killTerms struct {
	with          *killPerson // nil for an invitation
	network, kind string
	amount        string
	atOnce        bool // [Create and confirm]
}

func (t killTerms) button() string {
	if t.atOnce {
		return "Create and confirm"
	}
	return "Create"
}

// begins is the line that opens the questions.
func (p *killPerson) begins(t killTerms) string {
	switch {
	case t.with == nil:
		return p.command("deal start")
	case p.delivers():
		return p.command("deal start", t.with.user.Ref.String())
	}
	return p.command("deal start", "counterparty"+menu.Elsewhere+":"+t.with.user.Ref.String())
}

// questions are what the questions about a deal say, one of each.
var questions = []string{
	"On which network?", "What is the deal about?", "on one page", "your username on", "username on", "How much, and of what?",
	"Until which day?", "Is everything right?",
}

const alreadyRecorded = "Already recorded; nothing changed."

func (s killSight) over() bool {
	return s.has("No questions are open") || s.has("These questions are over")
}

// asks fits the next question, or that there is none. Where the bot is told again
// what it had not confirmed, what was shown before may be shown again after a
// kill: the questions so far, and the end of those that somebody cancelled.
func asks(before ...string) fits {
	return func(s killSight) bool {
		if s.reader.delivers() && (s.over() || slices.Contains(before, s.Text)) {
			return false
		}
		question := func(q string) bool { return s.has(q) }
		return len(s.Form) > 0 || s.over() || s.label("Start over") != "" || slices.ContainsFunc(questions, question)
	}
}

// creates answers all questions and records a deal. Where the end was cut off,
// the list of deals tells what came of it.
func (p *killPerson) creates(t killTerms) (handle string) {
	end := either(says("Deal #", t.amount), says(alreadyRecorded), killSight.over)
	for {
		p.answers(t)
		if s := p.persists("create", p.pressing(t.button(), says("Is everything right?", t.amount)), end); s.has("Deal #") {
			handle = s.find(crashHandle)
			break
		}
		if handle = p.lists(t.amount); handle != "" {
			break
		}
	}
	p.did(handle, "deal.created")
	if t.atOnce {
		p.did(handle, "deal.confirmed")
	}
	p.world.moment() // what is confirmed later is not confirmed at once
	return handle
}

// lists looks for the deal of an amount in the list of deals.
func (p *killPerson) lists(amount string) string {
	s := p.persists("list", p.typing(p.direct, p.command("deal list")), either(says("Your deals"), says("You have no deals yet")))
	found := regexp.MustCompile(`#([0-9A-F]{8})[^\n]*· ` + regexp.QuoteMeta(amount) + " ").FindStringSubmatch(crashWords(s.Text))
	if found == nil {
		return ""
	}
	return found[1]
}

// answers goes from question to question up to the review. Whoever was cut off
// begins anew.
func (p *killPerson) answers(t killTerms) {
	start := p.typing(p.direct, p.begins(t))
	act, before := start, []string{}
	for {
		s, answered := p.tries("a question", act, asks(before...))
		if !answered {
			act, before = start, nil
			continue
		}
		if s.has("Is everything right?", t.amount) && s.label(t.button()) != "" {
			return
		}
		act, before = p.next(t, s, start), append(before, s.Text)
		if s.label("Start over") != "" {
			before = []string{s.Text}
		}
	}
}

// next is how to answer one question.
func (p *killPerson) next(t killTerms, s killSight, start func() error) func() error {
	on := func(label string) func() error {
		return func() error { return p.acted(p.on.Press(p.user.Ref, s.ID, s.label(label))) }
	}
	switch {
	case s.over():
		return start
	case len(s.Form) > 0:
		return func() error { return p.acted(p.on.Submit(p.user.Ref, t.fields(s.Form))) }
	case s.label("Fill in") != "":
		return on("Fill in")
	case s.label("Start over") != "":
		return on("Start over")
	case s.label(t.network) != "":
		return on(t.network)
	case s.label(t.kind) != "":
		return on(t.kind)
	case s.has("your username on"):
		return p.typing(p.direct, p.user.Handle)
	case s.has("username on"):
		return p.typing(p.direct, "somebody")
	case s.has("How much"):
		return p.typing(p.direct, t.amount)
	case s.has("Until which day"):
		return on("In a week")
	}
	return func() error { return fmt.Errorf("this is no question about a deal: %s", s.Text) }
}

// fields fills in a form that asks for some of the terms.
func (t killTerms) fields(names []string) map[string]string {
	all := map[string]string{"mine": "myself", "theirs": "somebody", "amount": t.amount, "due": dayAhead}
	some := map[string]string{}
	for _, name := range names {
		some[name] = all[name]
	}
	return some
}

// wavers begins a deal and thinks better of it.
func (p *killPerson) wavers(t killTerms) {
	end := either(says("Nothing was recorded."), killSight.over)
	p.persists("a question", p.typing(p.direct, p.begins(t)), asks())
	for {
		if _, answered := p.tries("cancel", p.pressing("Cancel", killSight.asking), end); answered {
			return
		}
	}
}

func (s killSight) asking() bool { return asks()(s) }
