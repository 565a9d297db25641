package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
)

// card shows a deal to one reader: a party, or somebody (Neither) who is none.
// Scripts and screen readers rely on what it holds: the handle, network, amount
// with unit, both usernames, both conditions in words, and the identifier of the
// status as plain text.
func card(s sheet, reader Side) chat.Document {
	fields := []chat.Node{
		chat.Field(chat.T("deals.card.status"), statusNode(s.Status), chat.Text(" · "+string(s.Status))),
		chat.Field(chat.T("deals.card.network"), networkNode(s.Network)),
		chat.Field(chat.T("deals.card.type"), typeNode(s.Type)),
		chat.Field(chat.T("deals.card.amount"), amountNode(s.Terms)),
		chat.Field(chat.T("deals.card.due"), dueNode(s.Terms)),
		s.partyField(SideA, reader),
		s.partyField(SideB, reader),
	}
	if s.Status == Pending {
		fields = append(fields, s.scoreFields(reader)...)
		fields = append(fields, s.communityFields(reader)...)
	}
	doc := chat.Document{
		chat.Title(chat.T("deals.card.title", chat.Args{"deal": handleNode(s.Deal)})),
		chat.Fields(fields...),
	}
	if s.Late {
		key := "deals.card.was_late"
		if s.Status == Overdue {
			key = "deals.card.late"
		}
		doc = append(doc, chat.Paragraph(chat.T(key, chat.Args{"when": chat.Time(s.OverdueAt, chat.StyleDateTime)})))
	}
	if s.Status == Disputed {
		doc = append(doc, chat.Paragraph(chat.T("deals.card.disputed", chat.Args{
			"name": s.called(s.Dispute.By), "when": chat.Time(s.Dispute.At, chat.StyleDateTime),
		})))
	}
	if s.Status == Pending {
		doc = append(doc, chat.Paragraph(chat.T("deals.card.expires", chat.Args{"when": chat.Time(s.ExpiresAt(), chat.StyleDateTime)})))
	}
	return doc
}

// dueNode says until when: the day in the deal's zone, and the instant at which
// it is over in the reader's.
func dueNode(t Terms) chat.Node {
	return chat.T("deals.card.due_value", chat.Args{
		"date": dateNode(t.DueDate), "zone": chat.Text(t.Zone), "end": chat.Time(t.DueAt, chat.StyleDateTime),
	})
}

// partyField names a party, its username and what it has done.
func (s *sheet) partyField(side, reader Side) chat.Node {
	party := s.Party(side)
	username := chat.Said(s.username(side))
	if s.username(side) == "" {
		username = chat.T("deals.card.erased")
	}
	if party.Person == "" {
		return chat.Field(chat.T("deals.card.unclaimed"), username, chat.Text(" · "), condition(s.Deal, side))
	}
	return chat.Field(s.partyName(side, reader), username, chat.Text(" · "), condition(s.Deal, side))
}

func (s *sheet) partyName(side, reader Side) chat.Node {
	if side == reader {
		return chat.T("deals.card.you")
	}
	if s.Party(side).erased() {
		return s.called(side)
	}
	return chat.T("deals.card.party", chat.Args{
		"name": s.called(side), "platform": app.PlatformName(s.Party(side).Identity.Platform),
	})
}

// scoreFields tell a party what is known of the other one.
func (s *sheet) scoreFields(reader Side) []chat.Node {
	score := pick(s.scores, reader.Other())
	if reader == Neither || score.Kind == "" {
		return nil
	}
	return []chat.Node{chat.Field(chat.T("deals.card.score", chat.Args{"name": s.called(reader.Other())}), score)}
}

// communityFields say whose rules hold, which somebody should know before
// agreeing.
func (s *sheet) communityFields(reader Side) []chat.Node {
	if s.community == "" {
		return []chat.Node{chat.Field(chat.T("deals.card.community"), chat.T("deals.card.no_community"))}
	}
	name := []chat.Node{chat.Said(s.community)}
	if s.adminA && reader != SideA {
		name = append(name, chat.Text(" · "), chat.T("deals.card.administers", chat.Args{"name": s.called(SideA)}))
	}
	role := chat.Said(s.role)
	mediators := chat.T("deals.card.no_mediators", chat.Args{"role": role})
	if len(s.mediators) > 0 {
		mediators = chat.T("deals.card.mediators_and_role", chat.Args{"names": names(s.mediators), "role": role})
	}
	return []chat.Node{
		chat.Field(chat.T("deals.card.community"), name...),
		chat.Field(chat.T("deals.card.mediators"), mediators),
	}
}

func names(all []string) chat.Node {
	var list []chat.Node
	for i, name := range all {
		if i > 0 {
			list = append(list, chat.Text(", "))
		}
		list = append(list, called(name))
	}
	return chat.Span(list...)
}
