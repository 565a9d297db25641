package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

const (
	wizardName = "deals.terms"
	formTerms  = "terms" // the open text questions, asked together where they can be
	formDue    = "due"   // asked alone, beside the days that can be picked
)

// wizard asks for the terms of a new deal. Raise Version when the steps change.
func (b *book) wizard() app.Wizard {
	return app.Wizard{
		Name: wizardName, Version: 2, Title: chat.T("deals.wizard.title"), Path: pathStart,
		Steps: []app.Step{
			{Name: stepCommunity, Skip: communityIsKnown, Ask: askCommunity, Take: takeCommunity},
			{Name: stepNetwork, Ask: askNetwork, Take: takeNamed(stepNetwork, ParseNetwork, "deals.refuse.network", Networks())},
			{Name: stepMine, Form: formTerms, Literal: true, Ask: askMine, Take: takeUsername(stepMine)},
			{Name: stepTheirs, Form: formTerms, Literal: true, Ask: askTheirs, Take: takeUsername(stepTheirs)},
			{Name: stepType, Ask: askType, Take: takeNamed(stepType, ParseType, "deals.refuse.type", Types())},
			{Name: stepAmount, Form: formTerms, Ask: askAmount, Take: b.takeAmount},
			{Name: stepDue, Form: formDue, Ask: askDue, Take: takeDue},
			{Name: stepReview, Ask: b.askReview, Take: takeReview},
		},
		Finish: b.finish,
	}
}

// communityIsKnown skips a question whose answer start has found already, so
// that it is not offered for changing either.
func communityIsKnown(s *app.State) bool { return s.Get(factAsked) == "" }

// takeCommunity takes communities in which the person was seen, and no others:
// an id from elsewhere would lend a deal the name of somebody else's community.
func takeCommunity(tx *store.Tx, r *app.Request, s *app.State, v chat.Value) error {
	all, err := communityChoices(tx, r.Person.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Value == v.Text {
			s.Set(stepCommunity, c.Value)
			return nil
		}
	}
	return fault.New(fault.Input, "deals.refuse.community")
}

type take = func(tx *store.Tx, r *app.Request, s *app.State, v chat.Value) error

// takeNamed takes one of a list of names, in any case.
func takeNamed(step string, parse func(string) (string, bool), refusal string, valid []string) take {
	return func(_ *store.Tx, _ *app.Request, s *app.State, v chat.Value) error {
		name, ok := parse(v.Text)
		if !ok {
			return fault.New(fault.Input, refusal, chat.Args{"valid": codes(valid)})
		}
		s.Set(step, name)
		return nil
	}
}

// takeUsername keeps the name for this deal alone. People change names, and an
// old deal must go on saying what was agreed under the old one.
func takeUsername(step string) take {
	return func(_ *store.Tx, _ *app.Request, s *app.State, v chat.Value) error {
		name, err := readUsername(v.Text)
		if err == nil {
			s.Set(step, name)
		}
		return err
	}
}

// takeAmount keeps the plain form, which has one reading. Where the person's
// words have two, they are asked which one was meant.
func (b *book) takeAmount(tx *store.Tx, _ *app.Request, s *app.State, v chat.Value) error {
	amounts, err := b.readAmount(tx, v.Text)
	if err != nil {
		return err
	}
	if len(amounts) > 1 {
		choose := &app.Choose{Document: chat.Say("deals.ask.which_amount")}
		for _, a := range amounts {
			choose.Choices = append(choose.Choices, chat.Choice{Value: a.Plain(), Label: chat.Amount(a.Minor, a.Unit, a.Scale)})
		}
		return choose
	}
	s.Set(stepAmount, amounts[0].Plain())
	return nil
}

// takeDue checks the day where the community is, not where the person sits.
func takeDue(tx *store.Tx, _ *app.Request, s *app.State, v chat.Value) error {
	today, err := todayOf(tx, s)
	if err != nil {
		return err
	}
	due, err := readDue(v.Text, today)
	if err == nil {
		s.Set(stepDue, due.String())
	}
	return err
}

// takeReview takes what the buttons say. An invitation cannot be confirmed yet,
// whatever an old button or a typed word claims.
func takeReview(_ *store.Tx, _ *app.Request, s *app.State, v chat.Value) error {
	if v.Text != reviewCreate && (v.Text != reviewConfirm || s.Get(factWith) == "") {
		return fault.New(fault.Input, "deals.refuse.review")
	}
	s.Set(stepReview, v.Text)
	return nil
}
