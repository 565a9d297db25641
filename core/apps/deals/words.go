package deals

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
)

// statusNode says a status in the reader's words, with its sign.
func statusNode(s Status) chat.Node {
	return chat.Span(chat.Text(s.Emoji()+" "), chat.T("deals.status."+string(s)))
}

// typeNode is a type in the reader's words; lists and filters use its identifier.
func typeNode(t string) chat.Node { return chat.T("deals.type." + t) }

// networkNode names a network; only "Other" is a word that languages differ in.
func networkNode(network string) chat.Node {
	if network == "Other" {
		return chat.T("deals.network.other")
	}
	return chat.Text(network)
}

// amountNode keeps the exact amount until the reader's language is known.
func amountNode(t Terms) chat.Node {
	return chat.Amount(t.Amount.Minor, t.Amount.Unit, t.Amount.Scale)
}

func dateNode(d civil.Date) chat.Node { return chat.Date(d.String()) }

// graceHours is Grace as people count it.
func graceHours() chat.Node { return chat.Number(int(Grace.Hours())) }

// condition says what a party has done so far, in a sign and in words.
func condition(d Deal, s Side) chat.Node {
	p := d.Party(s)
	switch {
	case p.Outcome == OnTime:
		return chat.T("deals.condition.on_time")
	case p.Outcome == Late:
		return chat.T("deals.condition.late")
	case p.Outcome == AtFault:
		return chat.T("deals.condition.at_fault")
	case p.Outcome == NotAtFault:
		return chat.T("deals.condition.not_at_fault")
	case p.Done:
		return chat.T("deals.condition.marked")
	case d.Status == Pending || d.Status == Cancelled:
		if p.Confirmed {
			return chat.T("deals.condition.confirmed")
		}
		if d.Status == Cancelled {
			return chat.T("deals.condition.never")
		}
		return chat.T("deals.condition.unconfirmed")
	}
	return chat.T("deals.condition.unmarked")
}
