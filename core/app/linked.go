package app

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Linked joins what several apps say to persons being linked and unlinked. The
// first refusal counts.
type Linked []App

// MayLink asks every app.
func (l Linked) MayLink(tx *store.Tx, a, b string) error {
	for _, each := range l {
		if each.MayLink == nil {
			continue
		}
		if err := each.MayLink(tx, a, b); err != nil {
			return err
		}
	}
	return nil
}

// MayUnlink asks every app.
func (l Linked) MayUnlink(tx *store.Tx, person string, since time.Time) error {
	for _, each := range l {
		if each.MayUnlink == nil {
			continue
		}
		if err := each.MayUnlink(tx, person, since); err != nil {
			return err
		}
	}
	return nil
}

// Moved tells every app.
func (l Linked) Moved(tx *store.Tx, identity chat.UserRef, from, to string) error {
	for _, each := range l {
		if each.Moved == nil {
			continue
		}
		if err := each.Moved(tx, identity, from, to); err != nil {
			return err
		}
	}
	return nil
}
