package deals

import (
	"cmp"
	"strconv"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// receiptsSent is how many receipts come with one answer: platforms allow ten
// files with a message.
const receiptsSent = 10

// receipt is /deal receipt: proofs of the deal's newest events, as files in
// private. Notes change nothing and prove nothing, so they are left out while
// there is anything else.
func (b *book) receipt(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, _, err := b.find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if b.Receipt == nil {
		return app.Response{}, fault.New(fault.Status, "deals.refuse.receipts")
	}
	events, err := audit.OfDeal(tx, d.ID)
	if err != nil {
		return app.Response{}, err
	}
	var files []chat.File
	for i := len(events) - 1; i >= 0 && len(files) < receiptsSent; i-- {
		if events[i].Type == EventNoted {
			continue
		}
		name, data, err := b.Receipt(tx, events[i].Seq)
		if err != nil {
			return app.Response{}, err
		}
		usual := d.Handle + "-" + strconv.Itoa(events[i].DealSeq) + ".tlog-proof"
		files = append(files, chat.File{Name: cmp.Or(name, usual), Media: "text/plain", Data: data})
	}
	out := app.Say("deals.receipt.files", chat.Args{"deal": handleNode(d), "count": chat.Number(len(files))})
	out.Message.Files = files
	return out, nil
}
