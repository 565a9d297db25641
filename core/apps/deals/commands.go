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
		suggesting(suggestAny, changes(pathNote, b.note, dealOption(), textOption("note", true, 1000, ""))),
		suggesting(suggestAny, reads(pathView, b.view, dealOption(), chat.Option{Name: "audit", Kind: chat.BooleanOption})),
		suggesting(suggestAny, reads("deal search", b.search, dealOption())),
		reads("deal list", b.list, choiceOption("status", Statuses(), statusNode), choiceOption("network", Networks(), networkNode)),
		changes("deal block", b.block, userOption("user", true)),
		changes("deal unblock", b.unblock, userOption("user", true)),

		reads(pathDone, b.done, dealOption()).Hidden(),
		changes(pathSuggest, b.suggest, dealOption(), textOption("reason", true, 500, "")).Hidden(),
		directly(changes(pathEdit, b.edit, dealOption())).Hidden(),
		changes(pathClaim, b.claim, textOption("code", true, 0, "")).Hidden(),
		reads(pathLog, b.log, dealOption(), pageOption()).Hidden(),
		reads(pathPage, b.list, textOption("status", false, 0, ""), textOption("network", false, 0, ""),
			textOption("before", false, 0, ""), textOption("after", false, 0, "")).Hidden(),
	}
}
