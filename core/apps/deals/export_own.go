package deals

import (
	"errors"
	"io"
	"strconv"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/table"
)

// ofPerson hands over a person's deals, the newest first, until each wants no more.
func ofPerson(tx *store.Tx, person string, each func(Deal) (more bool, err error)) error {
	var f filter
	for {
		page, err := listDeals(tx, person, f, exportPage)
		if err != nil {
			return err
		}
		for _, d := range page {
			if more, err := each(d); err != nil || !more {
				return err
			}
		}
		if len(page) < exportPage {
			return nil
		}
		f.Before = page[len(page)-1].ID
	}
}

// writeOwn writes a person's deals as that person sees them.
func writeOwn(tx *store.Tx, w io.Writer, person string) error {
	out := table.New(w, append(dealHeader(),
		"role", "my_username", "their_username", "points", "zone", "due_at", "closed_at", "outcome")...)
	places, cut := placeNames{}, error(nil)
	err := ofPerson(tx, person, func(d Deal) (bool, error) {
		if out.Size() > mostDealBytes {
			cut = app.ErrShortened
			return false, nil
		}
		texts, err := audit.TextsOf(tx, d.ID, 1)
		if err != nil {
			return false, err
		}
		var names [2]string
		for _, t := range texts {
			switch t.Kind {
			case textUsernameA:
				names[0] = t.Text
			case textUsernameB:
				names[1] = t.Text
			}
		}
		side, points := d.SideOf(person), ""
		if d.Rated {
			points = strconv.FormatInt(d.Points/100, 10) + "." + strconv.FormatInt(100+d.Points%100, 10)[1:]
		}
		return true, places.write(tx, out, exportRowOf(d), "party_"+string(side), table.Words(pick(names, side)), table.Words(pick(names, side.Other())),
			points, d.Zone, instant(d.DueAt), instant(d.ClosedAt), string(d.Party(side).Outcome))
	})
	return ended(out, err, cut)
}

// writeTexts writes what a person wrote, with what lets anybody check that the log
// commits to it: SHA-256 of salt and text is what stands in the event.
func writeTexts(tx *store.Tx, w io.Writer, ids []string) error {
	out := table.New(w, "deal_id", "at", "kind", "text", "salt", "commitment")
	for _, id := range ids {
		for last := (*audit.Written)(nil); ; {
			page, err := audit.TextsBy(tx, id, last, exportPage)
			if err != nil {
				return err
			}
			for _, text := range page {
				if out.Size() > mostNoteBytes {
					return ended(out, nil, app.ErrShortened)
				}
				handle, err := handleOf(tx, text.Deal)
				if err != nil {
					return err
				}
				err = out.Row(handle, instant(text.At), text.Kind, table.Words(text.Text), bytesCell(text.Salt), text.Commitment)
				if err != nil {
					return err
				}
			}
			if len(page) < exportPage {
				break
			}
			last = &page[len(page)-1]
		}
	}
	return out.Flush()
}

// writeEvents writes every event of a person's deals, with the bytes that are
// hashed.
func writeEvents(tx *store.Tx, w io.Writer, person string) error {
	out := table.New(w, "seq", "at", "deal_id", "type", "from", "to", "as", "leaf_hash", "event")
	var cut error
	err := ofPerson(tx, person, func(d Deal) (bool, error) {
		events, err := audit.OfDeal(tx, d.ID)
		for _, e := range events {
			if out.Size() > mostEventBytes {
				cut = app.ErrShortened
				return false, nil
			}
			err := out.Row(strconv.FormatInt(e.Seq, 10), instant(e.At), d.Handle, e.Type, e.From, e.To, e.As, bytesCell(e.LeafHash), string(e.Payload))
			if err != nil {
				return false, err
			}
		}
		return true, err
	})
	return ended(out, err, cut)
}

// ended is how a table ends: with what went wrong, else with whether it was cut.
func ended(out *table.Writer, err, cut error) error {
	if err = errors.Join(err, out.Flush()); err != nil {
		return err
	}
	return cut
}
