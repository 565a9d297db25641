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
	before, err := loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	if err := checkNotes(before.written(side)); err != nil {
		return app.Response{}, err
	}
	words := r.Text("note")
	after, event, err := b.act(tx, originOf(r), d, Command{Act: ActNote, By: side},
		audit.Text{Kind: textNote, Text: words, Author: r.Person.ID})
	if err != nil {
		return app.Response{}, err
	}
	before.Deal = after
	if err := tellOther(tx, before, event, words); err != nil {
		return app.Response{}, err
	}
	return answer(tx, before, side, acknowledge(before, event)), nil
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
