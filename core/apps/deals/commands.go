package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
)

// commands is the list of all there is: first what people type, then what only
// buttons do.
func (b *book) commands() []app.Command {
	return []app.Command{
		directly(changes(pathStart, b.start, userOption("counterparty", false))),
		changes(pathAccept, b.accept, textOption("code", true, 0, "K7QM-2Z9X-41BD")),
		suggesting(suggestFor(ActConfirm), changes(pathConfirm, b.confirm, dealOption())),
		suggesting(suggestFor(ActCancel), changes(pathCancel, b.cancel, dealOption(), textOption("reason", false, 500, ""))),
		suggesting(suggestFor(ActComplete), changes(pathComplete, b.complete, dealOption())),
		suggesting(suggestFor(ActDispute), changes(pathDispute, b.dispute, dealOption(), disputeOption())),
		suggesting(suggestFor(ActWithdraw), changes(pathWithdraw, b.withdraw, dealOption())),
		suggesting(suggestAny, changes(pathNote, b.note, dealOption(), textOption("note", true, 1000, ""))),
		suggesting(suggestAny, reads(pathView, b.view, dealOption(), chat.Option{Name: "audit", Kind: chat.BooleanOption})),
		suggesting(suggestAny, reads("deal search", b.search, dealOption())),
		reads("deal list", b.list, choiceOption("status", Statuses(), statusNode), choiceOption("network", Networks(), networkNode)),
		directly(suggesting(suggestAny, reads(pathReceipt, b.receipt, dealOption()))),
		changes("deal block", b.block, userOption("user", true)),
		changes("deal unblock", b.unblock, userOption("user", true)),
		forStaff(changes(pathResolve, b.resolve, dealOption(), required(choiceOption("result", results(), resultNode)),
			choiceOption("at_fault", faults(), faultNode), chat.Option{Name: "due", Kind: chat.DateOption, Example: "2026-09-30"},
			textOption("note", false, 500, ""))),

		reads(pathDone, b.done, dealOption()).Hidden(),
		changes(pathSuggest, b.suggest, dealOption(), textOption("reason", true, 500, "")).Hidden(),
		directly(changes(pathEdit, b.edit, dealOption())).Hidden(),
		changes(pathClaim, b.claim, textOption("code", true, 0, "")).Hidden(),
		reads(pathSettle, b.settle, dealOption(), textOption("result", false, 0, ""), textOption("at_fault", false, 0, "")).Hidden(),
		reads(pathLog, b.log, dealOption(), pageOption()).Hidden(),
		reads(pathPage, b.list, textOption("status", false, 0, ""), textOption("network", false, 0, ""),
			textOption("before", false, 0, ""), textOption("after", false, 0, "")).Hidden(),
	}
}

// forStaff is for menus only: who may is a question of the deal's community, not
// of the one where the command is typed.
func forStaff(c app.Command) app.Command {
	c.Shown = chat.ShownToStaff
	return c
}
