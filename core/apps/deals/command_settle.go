package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// settle is [Resolve]: it asks a mediator step by step for what /admin resolve
// takes, and once more before anything is recorded.
func (b *book) settle(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, _, err := b.judged(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	d = asOf(d, tx.Now())
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	result := Status(r.Text("result"))
	c := Command{Act: ActResolve, Result: result, AtFault: readFault(r.Text("at_fault"))}
	if result == "" {
		c.Result = Defaulted // the one that is possible wherever any is
	}
	after, _, err := Apply(d, c, tx.Now())
	if err != nil {
		return app.Response{}, err
	}
	switch {
	case result == "":
		return s.askResult(tx), nil
	case result == Defaulted && !r.Has("at_fault"):
		return s.askFault(), nil
	}
	return s.askOnceMore(after, c), nil
}

func (s *sheet) askResult(tx *store.Tx) app.Response {
	var row chat.Row
	for _, result := range decisions(tx, s.Deal) {
		row.Buttons = append(row.Buttons, chat.Press(resultNode(result), chat.StyleSecondary, pathSettle,
			"deal_id", s.Handle, "result", string(result)))
	}
	return app.Answer(chat.Say("deals.settle.result", chat.Args{"deal": handleNode(s.Deal)}), row)
}

func (s *sheet) askFault() app.Response {
	choose := func(label chat.Node, fault string) chat.Button {
		return chat.Press(label, chat.StyleSecondary, pathSettle,
			"deal_id", s.Handle, "result", string(Defaulted), "at_fault", fault)
	}
	return app.Answer(chat.Say("deals.settle.fault", chat.Args{"deal": handleNode(s.Deal)}), chat.Buttons(
		choose(s.called(SideA), string(SideA)), choose(s.called(SideB), string(SideB)),
		choose(faultNode(atBoth), atBoth)))
}

// askOnceMore says what would be recorded, with the end that a deal would get
// which goes on.
func (s *sheet) askOnceMore(after Deal, c Command) app.Response {
	args := chat.Args{"deal": handleNode(s.Deal), "a": s.called(SideA), "b": s.called(SideB)}
	key := "deals.settle.sure." + string(c.Result)
	pairs := []string{"deal_id", s.Handle, "result", string(c.Result)}
	switch c.Result {
	case Active:
		args["due"] = dueNode(after.Terms)
	case Defaulted:
		at := c.AtFault
		if at == Both {
			at = atBoth
		}
		key += "." + at
		pairs = append(pairs, "at_fault", at)
	}
	return app.Answer(
		chat.Document{chat.Paragraph(chat.T(key, args)), chat.Paragraph(chat.T("deals.settle.note", chat.Args{
			"command": chat.Code("/" + pathResolve + " " + s.Handle),
		}))},
		chat.Buttons(chat.Press(chat.T("deals.button.decide"), chat.StylePrimary, pathResolve, pairs...)))
}

// settleRows are what a mediator can do with a deal.
func (s *sheet) settleRows() []chat.Row {
	return []chat.Row{chat.Buttons(
		button(s.Deal, "resolve", chat.StylePrimary, pathSettle),
		button(s.Deal, "view", chat.StyleSecondary, pathView),
		historyButton(s.Deal),
	)}
}

func resultNode(result Status) chat.Node { return chat.T("deals.result." + string(result)) }

func faultNode(fault string) chat.Node { return chat.T("deals.fault." + fault) }
