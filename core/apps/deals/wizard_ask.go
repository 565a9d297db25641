package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// askCommunity is asked in a direct chat only, of people who are in several.
func askCommunity(tx *store.Tx, r *app.Request, _ *app.State) (app.Prompt, error) {
	choices, err := communityChoices(tx, r.Person.ID)
	return app.Prompt{
		Document: chat.Say("deals.ask.community"), Choices: choices, Closed: true, Label: chat.T("deals.card.community"),
	}, err
}

// communityChoices are the communities in which somebody was seen acting.
func communityChoices(tx *store.Tx, person string) ([]chat.Choice, error) {
	all, err := communities.Of(tx, person)
	if err != nil {
		return nil, err
	}
	choices := make([]chat.Choice, len(all))
	for i, c := range all {
		choices[i] = chat.Choice{Value: c.ID, Label: chat.Said(c.Name)}
	}
	return choices, nil
}

// askNetwork and askType take nothing but their choices: a free word here would
// split the same network into several in every list and count.
func askNetwork(*store.Tx, *app.Request, *app.State) (app.Prompt, error) {
	p := app.Prompt{Document: chat.Say("deals.ask.network"), Closed: true, Label: chat.T("deals.card.network")}
	for _, network := range Networks() {
		p.Choices = append(p.Choices, chat.Choice{Value: network, Label: networkNode(network)})
	}
	return p, nil
}

func askType(*store.Tx, *app.Request, *app.State) (app.Prompt, error) {
	p := app.Prompt{Document: chat.Say("deals.ask.type"), Closed: true, Label: chat.T("deals.card.type")}
	for _, name := range Types() {
		p.Choices = append(p.Choices, chat.Choice{Value: name, Label: typeNode(name)})
	}
	return p, nil
}

// askMine asks for one's own username and offers the last one used there.
func askMine(tx *store.Tx, r *app.Request, s *app.State) (app.Prompt, error) {
	network := s.Get(stepNetwork)
	p := app.Prompt{
		Document: chat.Say("deals.ask.mine", chat.Args{"network": networkNode(network)}),
		Label:    chat.T("deals.form.mine"), Placeholder: "luna_live", MaxLength: usernameMax,
	}
	last, err := lastUsername(tx, r.Person.ID, network)
	if err != nil || last == "" {
		return p, err
	}
	p.Choices = []chat.Choice{{Value: last, Label: chat.Said(last)}}
	p.Value = last
	return p, nil
}

// lastUsername reads the name from where it was recorded. No copy is kept for
// convenience, because it would be one more place to erase it from.
func lastUsername(tx *store.Tx, person, network string) (string, error) {
	deal, side, err := lastOn(tx, person, network)
	if err != nil || deal == "" {
		return "", err
	}
	events, err := audit.OfDeal(tx, deal)
	if err != nil {
		return "", err
	}
	var s sheet
	for _, e := range events {
		for _, text := range e.Texts {
			s.read(e, text)
		}
	}
	return s.username(side), nil
}

// askTheirs names the counterparty where there is one. The name typed here is
// shown to them before they confirm, so a wrong one comes out.
func askTheirs(tx *store.Tx, _ *app.Request, s *app.State) (app.Prompt, error) {
	with, err := counterpartyOf(tx, s)
	if err != nil {
		return app.Prompt{}, err
	}
	network := networkNode(s.Get(stepNetwork))
	p := app.Prompt{
		Document: chat.Say("deals.ask.theirs_invited", chat.Args{"network": network}),
		Label:    chat.T("deals.form.theirs"), Placeholder: "orion_7", MaxLength: usernameMax,
	}
	if with.PersonID != "" {
		p.Document = chat.Say("deals.ask.theirs", chat.Args{"network": network, "name": chat.Said(app.NameOf(with))})
	}
	return p, nil
}

// askAmount shows a currency and a unit of the network side by side: that both
// are possible is what people do not guess.
func askAmount(*store.Tx, *app.Request, *app.State) (app.Prompt, error) {
	return app.Prompt{
		Document: chat.Say("deals.ask.amount", chat.Args{"example": chat.Code("1500 USD"), "other": chat.Code("20k diamonds")}),
		Label:    chat.T("deals.form.amount"), Placeholder: "1500 USD", MaxLength: 64,
	}, nil
}

// askDue offers days, not hours: a deal is due with the end of a civil day in
// its community, wherever the parties live.
func askDue(tx *store.Tx, _ *app.Request, s *app.State) (app.Prompt, error) {
	today, err := todayOf(tx, s)
	if err != nil {
		return app.Prompt{}, err
	}
	example := today.AddDays(14).String()
	return app.Prompt{
		Document: chat.Say("deals.ask.due", chat.Args{"example": chat.Code(example)}), Choices: quickDates(today),
		Label: chat.T("deals.form.due"), Placeholder: example, MaxLength: 32,
	}, nil
}

// todayOf is the civil day in the community of a session.
func todayOf(tx *store.Tx, s *app.State) (civil.Date, error) {
	_, loc, err := communityOf(tx, s)
	if err != nil {
		return civil.Date{}, err
	}
	return civil.Of(tx.Now(), loc), nil
}
