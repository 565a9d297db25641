package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

const perPage = 8

// list is /deal list, and the buttons that turn its pages.
func (b *book) list(tx *store.Tx, r *app.Request) (app.Response, error) {
	f, err := readFilter(r)
	if err != nil {
		return app.Response{}, err
	}
	// One more than a page tells whether there is another.
	found, err := listDeals(tx, r.Person.ID, f, perPage+1)
	if err != nil {
		return app.Response{}, err
	}
	newer, older := f.Before != "", len(found) > perPage
	if f.After != "" {
		newer, older = len(found) > perPage, true
		found = found[max(0, len(found)-perPage):]
	}
	found = found[:min(len(found), perPage)]
	if len(found) == 0 {
		return emptyList(f), nil
	}
	items, choices := make([]chat.Node, len(found)), make([]chat.Choice, len(found))
	for i, d := range found {
		d = asOf(d, tx.Now())
		label, err := labelOf(tx, d, r.Person.ID)
		if err != nil {
			return app.Response{}, err
		}
		items[i] = chat.Span(chat.Bold(handleNode(d)), chat.Text(" "), statusNode(d.Status), chat.Text(" · "), label)
		choices[i] = chat.Choice{Value: d.Handle, Label: chat.Span(chat.Text("#"+d.Handle+" · "), label)}
	}
	rows := []chat.Row{{Select: &chat.Select{
		Placeholder: chat.T("deals.list.view"), Option: "deal_id", Action: chat.Do(pathView), Choices: choices,
	}}}
	if turn := f.turns(found, newer, older); len(turn.Buttons) > 0 {
		rows = append(rows, turn)
	}
	return app.Answer(chat.Document{chat.Title(chat.T("deals.list.title")), chat.List(items...)}, rows...), nil
}

// readFilter reads what was typed, and what the buttons of a page carry: both
// end in the same command, and neither is trusted.
func readFilter(r *app.Request) (filter, error) {
	f := filter{Before: r.Text("before"), After: r.Text("after")}
	if typed := r.Text("status"); typed != "" {
		status, ok := ParseStatus(typed)
		if !ok {
			return f, fault.New(fault.Input, "deals.refuse.status_name", chat.Args{"valid": codes(Statuses())})
		}
		f.Status = status
	}
	if typed := r.Text("network"); typed != "" {
		network, ok := ParseNetwork(typed)
		if !ok {
			return f, fault.New(fault.Input, "deals.refuse.network", chat.Args{"valid": codes(Networks())})
		}
		f.Network = network
	}
	return f, nil
}

// turns are the buttons to the pages beside this one.
func (f filter) turns(page []Deal, newer, older bool) chat.Row {
	var row chat.Row
	add := func(label, edge, id string) {
		args := []string{edge, id}
		if f.Status != "" {
			args = append(args, "status", string(f.Status))
		}
		if f.Network != "" {
			args = append(args, "network", f.Network)
		}
		row.Buttons = append(row.Buttons, chat.Press(chat.Text(label), chat.StyleSecondary, pathPage, args...))
	}
	if newer {
		add("◀", "after", page[0].ID)
	}
	if older {
		add("▶", "before", page[len(page)-1].ID)
	}
	return row
}

// emptyList tells "none yet" from "none like that", and offers the next step.
func emptyList(f filter) app.Response {
	key := "deals.list.none"
	if f.Status != "" || f.Network != "" {
		key = "deals.list.no_match"
	}
	return app.Answer(chat.Say(key), chat.Buttons(chat.Press(chat.T("deals.button.start"), chat.StylePrimary, pathStart)))
}

// labelOf tells somebody's deals apart: network, amount, and with whom.
func labelOf(tx *store.Tx, d Deal, person string) (chat.Node, error) {
	party := d.Party(d.SideOf(person).Other())
	other, err := nameOf(tx, party)
	if err != nil {
		return chat.Node{}, err
	}
	with := called(other)
	if party.Person == "" {
		with = chat.T("deals.card.unclaimed")
	}
	return chat.Span(networkNode(d.Network), chat.Text(" · "), amountNode(d.Terms), chat.Text(" · "), with), nil
}

// codes lists identifiers, to be typed exactly so.
func codes[S ~string](all []S) chat.Node {
	var list []chat.Node
	for i, one := range all {
		if i > 0 {
			list = append(list, chat.Text(", "))
		}
		list = append(list, chat.Code(string(one)))
	}
	return chat.Span(list...)
}
