package reminders

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const (
	// most is how many deals a message lists; nobody has more than that due at once
	// unless everything was set up to be.
	most = 200
	// mostRows is how many deals get buttons: more rows than that do not fit
	// everywhere.
	mostRows = 4
)

// message is what a party reads: what is due, the most urgent first, with the
// buttons that act on it.
func (s *Service) message(tx *store.Tx, person string, items []item) (chat.Message, error) {
	slices.SortStableFunc(items, func(a, b item) int { return a.DueAt.Compare(b.DueAt) })
	m := chat.Message{Document: chat.Document{chat.Title(chat.T("reminders.title", count(len(items))))}}
	for _, kind := range []Kind{KindUrgent, KindDue} {
		lines, err := linesOf(tx, person, items, kind)
		if err != nil {
			return m, err
		}
		if len(lines) > 0 {
			m.Document = append(m.Document, chat.Paragraph(chat.T("reminders."+string(kind))), chat.List(lines...))
		}
	}
	m.Document = append(m.Document, chat.Paragraph(chat.T("reminders.what")))
	for _, one := range items[:min(len(items), mostRows)] {
		m.Rows = append(m.Rows, chat.Buttons(
			labelled(one, len(items), "complete", chat.StylePrimary, one.Complete),
			labelled(one, len(items), "view", chat.StyleSecondary, one.View),
			labelled(one, len(items), "snooze", chat.StyleSecondary, chat.Do(pathSnooze, "deal_id", one.Handle))))
	}
	m.Rows = s.withList(m.Rows, len(items) > mostRows)
	return m, nil
}

// withList adds the way to all of somebody's deals.
func (s *Service) withList(rows []chat.Row, needed bool) []chat.Row {
	if s.List == nil || !needed {
		return rows
	}
	return append(rows, chat.Buttons(chat.Button{Label: chat.T("reminders.button.list"), Action: s.List}))
}

// linesOf are the deals of a kind, one line each, for a person or for a place.
func linesOf(tx *store.Tx, person string, items []item, kind Kind) (lines []chat.Node, err error) {
	for _, one := range items {
		if one.kind != kind {
			continue
		}
		line, err := one.Line(tx, person)
		if err != nil {
			return nil, err
		}
		args := chat.Args{"deal": line, "when": chat.Time(one.DueAt, chat.StyleDateTime)}
		key := "reminders.ends"
		if kind == KindDisputed || kind == KindOverdue {
			key, args["when"] = "reminders.since", chat.Time(one.Since, chat.StyleDateTime)
		}
		lines = append(lines, chat.T(key, args))
	}
	return lines, nil
}

// labelled is a button for one of several deals, which it then names.
func labelled(one item, of int, label string, style chat.ButtonStyle, action *chat.Action) chat.Button {
	text := chat.T("reminders.button." + label)
	if of > 1 {
		text = chat.T("reminders.button."+label+"_deal", chat.Args{"deal": handle(one.Deal)})
	}
	return chat.Button{Label: text, Style: style, Action: action}
}

func handle(d Deal) chat.Node { return chat.Text("#" + d.Handle) }

func count(n int) chat.Args { return chat.Args{"count": chat.Number(n)} }
