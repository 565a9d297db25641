package deals

import (
	"strconv"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// eventsPerPage of a history.
const eventsPerPage = 10

// log turns the pages of a deal's history.
func (b *book) log(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, _, err := b.look(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	return b.history(tx, d, int(r.Int("page", 1)))
}

// history shows every event of a deal, oldest first, a page at a time.
func (b *book) history(tx *store.Tx, d Deal, page int) (app.Response, error) {
	events, err := audit.OfDeal(tx, d.ID)
	if err != nil {
		return app.Response{}, err
	}
	s, err := b.sheetOf(tx, d, events)
	if err != nil {
		return app.Response{}, err
	}
	pages := max(1, (len(events)+eventsPerPage-1)/eventsPerPage)
	page = min(max(page, 1), pages)
	doc := chat.Document{
		chat.Title(chat.T("deals.history.title", chat.Args{"deal": handleNode(d)})),
		chat.Paragraph(chat.T("deals.history.page", chat.Args{
			"count": chat.Number(len(events)), "page": chat.Number(page), "pages": chat.Number(pages),
		})),
	}
	first := (page - 1) * eventsPerPage
	for _, e := range events[first:min(first+eventsPerPage, len(events))] {
		doc = append(doc, chat.Paragraph(s.eventNode(e)))
		for _, text := range e.Texts {
			doc = append(doc, chat.Quote(chat.T("deals.history.text."+text.Kind), chat.Text(" "), chat.Said(text.Text)))
		}
	}
	var row chat.Row
	if page > 1 {
		row.Buttons = append(row.Buttons, turn("◀", d, page-1))
	}
	if page < pages {
		row.Buttons = append(row.Buttons, turn("▶", d, page+1))
	}
	if len(row.Buttons) == 0 {
		return app.Answer(doc), nil
	}
	return app.Answer(doc, row), nil
}

// turn carries the page, not a position in the log, so that the same button shows
// what has been added since.
func turn(label string, d Deal, page int) chat.Button {
	return chat.Press(chat.Text(label), chat.StyleSecondary, pathLog, "deal_id", d.Handle, "page", strconv.Itoa(page))
}

// historyButton opens the first page.
func historyButton(d Deal) chat.Button {
	return chat.Press(chat.T("deals.button.history"), chat.StyleSecondary, pathLog, "deal_id", d.Handle, "page", "1")
}

// eventNode is one event in a line: number, instant, who, what, and the status
// it led to.
func (s *sheet) eventNode(e audit.Record) chat.Node {
	who := chat.T("deals.history.clock")
	switch e.As {
	case asPartyA:
		who = s.called(SideA)
	case asPartyB:
		who = s.called(SideB)
	case asSystem:
	default:
		who = called(s.staff[e.Actor])
	}
	return chat.T("deals.history.event", chat.Args{
		"number": chat.Number(e.DealSeq), "when": chat.Time(e.At, chat.StyleDateTime), "who": who,
		"what": deed(e), "status": statusNode(Status(e.To)),
	})
}

// deed is what an event says that somebody did. A deal that becomes overdue
// again (row 11) penalises nobody: by that it is told from the first time, when
// the due date passed.
func deed(e audit.Record) chat.Node {
	if e.Type == EventOverdue && e.Detail("penalty") == "" {
		return chat.T("deals.history.overdue_again", chat.Args{"hours": graceHours()})
	}
	if e.Type == EventResolved {
		return chat.T("deals.history.resolved." + e.Detail("result"))
	}
	return chat.T("deals.history." + e.Type)
}
