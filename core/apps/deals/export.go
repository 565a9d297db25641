package deals

import (
	"cmp"
	"encoding/base64"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/table"
)

// What a person's archive holds at most: it is made while somebody waits, and
// travels in a message. Beyond that the oldest entries are left out.
const (
	mostDealBytes  = 8 << 20
	mostNoteBytes  = 8 << 20
	mostEventBytes = 16 << 20
	mostReceipts   = 1000
	exportPage     = 500
)

// export adds what is kept of a person's deals to an archive.
func (b *book) export(tx *store.Tx, person string, add app.Adder) error {
	ids, err := accounts.Former(tx, person)
	if err != nil {
		return err
	}
	files := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"deals.csv", func(w io.Writer) error { return writeOwn(tx, w, person) }},
		{"notes.csv", func(w io.Writer) error { return writeTexts(tx, w, append(ids, person)) }},
		{"audit.csv", func(w io.Writer) error { return writeEvents(tx, w, person) }},
	}
	for _, file := range files {
		if err := add(file.name, file.write); err != nil {
			return err
		}
	}
	if b.Receipt == nil {
		return nil
	}
	return b.exportReceipts(tx, person, add)
}

// exportReceipts adds the proofs of the newest events.
func (b *book) exportReceipts(tx *store.Tx, person string, add app.Adder) error {
	left := mostReceipts
	return ofPerson(tx, person, func(d Deal) (more bool, err error) {
		events, err := audit.OfDeal(tx, d.ID)
		for i := len(events) - 1; i >= 0 && err == nil && left > 0; i-- {
			name, data, failed := b.Receipt(tx, events[i].Seq)
			if errors.Is(failed, audit.ErrUnsigned) {
				continue
			}
			if failed != nil {
				return false, failed
			}
			left--
			name = cmp.Or(name, d.Handle+"-"+strconv.Itoa(events[i].DealSeq)+".tlog-proof")
			err = add("receipts/"+name, func(w io.Writer) error { _, err := w.Write(data); return err })
		}
		return left > 0, err
	})
}

// dealHeader is what is told of a deal, to whoever may know it.
func dealHeader() []string {
	return []string{
		"deal_uuid", "network", "party_a", "party_b", "type", "amount", "currency", "due_date", "status", "created_at", "deal_id", "community",
	}
}

// WriteDeals writes the deals of a community, or with all set of everybody, as
// CSV (RFC 4180), the newest first: parties as platform:ID, instants in UTC. Its
// memory does not grow with their number. After most bytes (0 for any number) it
// ends with app.ErrShortened.
func WriteDeals(tx *store.Tx, w io.Writer, community string, all bool, most int64) error {
	out := table.New(w, dealHeader()...)
	places, page := placeNames{}, make([]exportRow, exportPage)
	for before := newest; ; {
		n, err := exportRows(tx, community, all, before, page)
		if err != nil {
			return err
		}
		for i := range page[:n] {
			if most > 0 && out.Size() > most {
				return ended(out, nil, app.ErrShortened)
			}
			if err := places.write(tx, out, &page[i]); err != nil {
				return err
			}
		}
		if n < exportPage {
			return out.Flush()
		}
		before = page[n-1].id
	}
}

// placeNames are the communities met so far.
type placeNames map[string]string

func (p placeNames) of(tx *store.Tx, community string) (string, error) {
	name, known := p[community]
	if known || community == "" {
		return name, nil
	}
	c, err := communities.Get(tx, community)
	p[community] = c.Name
	return c.Name, err
}

func (p placeNames) write(tx *store.Tx, out *table.Writer, r *exportRow, more ...string) error {
	place, err := p.of(tx, r.community)
	if err != nil {
		return err
	}
	row := []string{
		r.id, r.network, table.Words(r.a), table.Words(r.b), r.kind, r.amount.Number(), r.amount.Unit, r.due,
		r.status, instant(store.Time(r.created)), r.handle, table.Words(place),
	}
	return out.Row(append(row, more...)...)
}

// exportRowOf is what an export tells of a deal that is at hand.
func exportRowOf(d Deal) *exportRow {
	return &exportRow{
		id: d.ID, network: d.Network, kind: d.Type, due: d.DueDate.String(), status: string(d.Status), handle: d.Handle,
		community: d.Community, a: partyCell(d.A), b: partyCell(d.B), amount: d.Amount, created: store.Millis(d.CreatedAt),
	}
}

func partyCell(p Party) string {
	switch {
	case p.Person == "":
		return ""
	case p.erased():
		return "erased"
	}
	return p.Identity.String()
}

// instant is a time as tables have it; "" for never.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func bytesCell(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
