package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// note is /deal note: words that stay on the record for ever, whatever the
// deal's status.
func (b *book) note(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	if err := checkNotes(s.written(side)); err != nil {
		return app.Response{}, err
	}
	words := r.Text("note")
	after, event, err := b.act(tx, originOf(r), d, Command{Act: ActNote, By: side},
		audit.Text{Kind: textNote, Text: words, Author: r.Person.ID})
	if err != nil {
		return app.Response{}, err
	}
	s.Deal, s.notes = after, append(s.notes, note{by: side, at: tx.Now(), text: words})
	if err := tellOther(tx, s, event, words); err != nil {
		return app.Response{}, err
	}
	return answer(tx, s, side, acknowledge(s, event)), nil
}

// written counts the notes of one side; erased ones no longer count.
func (s *sheet) written(side Side) int {
	n := 0
	for _, one := range s.notes {
		if one.by == side {
			n++
		}
	}
	return n
}
