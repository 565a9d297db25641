package deals

import (
	"cmp"
	"errors"
	"slices"
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
// private. Notes are left out: they change nothing.
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
	files, waiting, err := b.receipts(tx, d, events)
	if err != nil {
		return app.Response{}, err
	}
	if len(files) == 0 {
		return app.Response{}, fault.New(fault.Status, "deals.refuse.receipt_soon")
	}
	out := app.Say("deals.receipt.files", chat.Args{"deal": handleNode(d), "count": chat.Number(len(files))})
	if waiting {
		out.Message.Document = append(out.Message.Document, chat.Paragraph(chat.T("deals.receipt.soon")))
	}
	out.Message.Files = files
	return out, nil
}

// receipts are those of a deal's newest events, newest first. What was recorded
// within the last second may be waiting for the log's signature.
func (b *book) receipts(tx *store.Tx, d Deal, events []audit.Record) (files []chat.File, waiting bool, err error) {
	for _, e := range slices.Backward(events) {
		if e.Type == EventNoted {
			continue
		}
		if len(files) == receiptsSent {
			break
		}
		name, data, err := b.Receipt(tx, e.Seq)
		if errors.Is(err, audit.ErrUnsigned) {
			waiting = true
			continue
		}
		if err != nil {
			return nil, false, err
		}
		usual := d.Handle + "-" + strconv.Itoa(e.DealSeq) + ".tlog-proof"
		files = append(files, chat.File{Name: cmp.Or(name, usual), Media: "text/plain", Data: data})
	}
	return files, waiting, nil
}
