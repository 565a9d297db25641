package deals

import (
	"time"

	"github.com/parleybot/parley/core/chat"
)

// The paths behind buttons, from pathSuggest on those that no menu shows.
const (
	pathStart    = "deal start"
	pathAccept   = "deal accept"
	pathConfirm  = "deal confirm"
	pathCancel   = "deal cancel"
	pathComplete = "deal complete"
	pathDispute  = "deal dispute"
	pathWithdraw = "deal withdraw"
	pathNote     = "deal note"
	pathView     = "deal view"
	pathReceipt  = "deal receipt"
	pathResolve  = "admin resolve"

	pathSuggest = "deal suggest"
	pathEdit    = "deal edit"
	pathDone    = "deal done"
	pathClaim   = "deal claim"
	pathLog     = "deal log"
	pathSettle  = "deal settle"
	pathPage    = "deal page"
)

// buttons are what makes sense for this reader now. None of them would be
// refused if it were pressed at once, but for a limit, which says when it frees.
func (s *sheet) buttons(reader Side, now time.Time) []chat.Row {
	row := chat.Row{Buttons: s.actionButtons(reader, now)}
	if reader != Neither && s.Status != Pending && s.written(reader) < NoteCap {
		row.Buttons = append(row.Buttons, button(s.Deal, "note", chat.StyleSecondary, pathNote))
	}
	if len(row.Buttons) == 0 {
		return nil
	}
	return []chat.Row{row}
}

// withView adds the way to the whole deal, for messages that show less.
func withView(rows []chat.Row, d Deal) []chat.Row {
	return withButton(rows, button(d, "view", chat.StyleSecondary, pathView))
}

// withReceipt adds the proof of what was just recorded, where there are any.
func (s *sheet) withReceipt(rows []chat.Row) []chat.Row {
	if !s.receipts {
		return rows
	}
	return withButton(rows, button(s.Deal, "receipt", chat.StyleSecondary, pathReceipt))
}

func withButton(rows []chat.Row, b chat.Button) []chat.Row {
	if len(rows) == 0 {
		return []chat.Row{chat.Buttons(b)}
	}
	last := &rows[len(rows)-1]
	last.Buttons = append(last.Buttons, b)
	return rows
}

// actionButtons are the acts of the state machine. While a sweep is due there
// are none: the first press would meet another status than the card shows.
func (s *sheet) actionButtons(reader Side, now time.Time) []chat.Button {
	d := s.Deal
	switch {
	case reader == Neither || d.SweepDue(now):
		return nil
	case d.Status == Pending:
		return pendingButtons(d, reader)
	case d.Status == Active || d.Status == Marked || d.Status == Overdue:
		dispute := button(d, "dispute", chat.StyleDanger, pathDispute)
		if d.Party(reader).Done {
			return []chat.Button{dispute}
		}
		return []chat.Button{button(d, "complete", chat.StylePrimary, pathDone), dispute}
	case d.Status == Disputed && reader == d.Dispute.By && d.Party(reader).Withdrawals < MaxWithdrawals:
		return []chat.Button{button(d, "withdraw", chat.StyleSecondary, pathWithdraw)}
	case d.Status == Cancelled && reader == SideA && !s.barred:
		return []chat.Button{button(d, "edit", chat.StylePrimary, pathEdit)}
	}
	return nil
}

// pendingButtons differ by who may still say no: who has not confirmed declines,
// who has takes back.
func pendingButtons(d Deal, reader Side) []chat.Button {
	var row []chat.Button
	if d.Claimed() && !d.Party(reader).Confirmed {
		row = append(row, button(d, "confirm", chat.StylePrimary, pathConfirm))
	}
	if reader == SideB && !d.B.Confirmed {
		return append(row,
			button(d, "suggest", chat.StyleSecondary, pathSuggest),
			button(d, "decline", chat.StyleDanger, pathCancel))
	}
	return append(row, button(d, "cancel", chat.StyleDanger, pathCancel))
}

// button carries the handle, which fits into the smallest token there is.
func button(d Deal, label string, style chat.ButtonStyle, path string) chat.Button {
	return chat.Press(chat.T("deals.button."+label), style, path, "deal_id", d.Handle)
}
