package rep

import (
	"github.com/parleybot/parley/core/chat"
)

// shown is how many contributions the details list.
const shown = 5

// details list what moves a person's score most today.
func (l ledger) details(person string) (chat.Document, error) {
	v, err := l.view(person, allNetworks)
	if err != nil {
		return nil, err
	}
	all, err := l.top(person, shown)
	if err != nil {
		return nil, err
	}
	doc := chat.Document{chat.Title(chat.T("rep.details.title")), chat.Paragraph(chat.Bold(v.line()))}
	if len(all) == 0 {
		return append(doc, chat.Paragraph(chat.T("rep.details.none"))), nil
	}
	today := dayOf(l.tx.Now())
	var items []chat.Node
	for _, c := range all {
		items = append(items, c.node(today))
	}
	notes, err := l.notes()
	return append(append(doc, chat.Paragraph(chat.T("rep.details.how")), chat.List(items...)), notes...), err
}

// value is what a contribution counts for or against a person.
func (m Mass) value() int64 { return m.Est + m.New - m.Neg }

// node is one line, as in "#3F9A2B01 +2.71 on time, 500.00 USD, partner
// verified, 1st with this partner, 12 days ago → +2.59".
func (c contribution) node(today int64) chat.Node {
	parts := []chat.Node{
		chat.Code("#" + c.Handle), chat.Text(" " + massText(c.mass.value()) + " "), chat.T("rep.outcome." + c.outcome),
		comma(), c.Amount,
	}
	if c.partner != "" {
		parts = append(parts, comma(), chat.T("rep.partner."+c.partner))
	}
	if c.mass.Neg == 0 {
		parts = append(parts, comma(), nth(c.k))
	}
	return chat.Span(append(parts, comma(), chat.T("rep.details.ago", chat.Args{"count": number(today - c.day)}),
		chat.Text(" → "+massText(c.mass.faded(c.day, today).value())))...)
}

func comma() chat.Node { return chat.T("rep.details.comma") }

// nth says which of the pair's recent deals it was.
func nth(k int64) chat.Node {
	switch k {
	case 1:
		return chat.T("rep.nth.1")
	case 2:
		return chat.T("rep.nth.2")
	case 3:
		return chat.T("rep.nth.3")
	}
	return chat.T("rep.nth.more", chat.Args{"number": number(k)})
}
