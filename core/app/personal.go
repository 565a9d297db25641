package app

import (
	"errors"
	"io"

	"github.com/parleybot/parley/core/store"
)

// Adder takes one file of an archive of personal data: its name, perhaps with a
// folder, and what writes it. It has written when it returns.
type Adder func(name string, write func(io.Writer) error) error

// ErrShortened is returned by what writes a file of an archive and had to leave
// out the oldest entries. What was written stays; the reader is told.
var ErrShortened = errors.New("app: the oldest entries were left out")

// Personal joins what several apps keep of a person.
type Personal []App

// Export has every app add what it keeps of a person.
func (p Personal) Export(tx *store.Tx, person string, add Adder) error {
	for _, each := range p {
		if each.Export == nil {
			continue
		}
		if err := each.Export(tx, person, add); err != nil {
			return err
		}
	}
	return nil
}

// MayErase asks every app. The first refusal counts.
func (p Personal) MayErase(tx *store.Tx, person string) error {
	for _, each := range p {
		if each.MayErase == nil {
			continue
		}
		if err := each.MayErase(tx, person); err != nil {
			return err
		}
	}
	return nil
}

// Erase has every app remove what may be removed.
func (p Personal) Erase(tx *store.Tx, person string) error {
	for _, each := range p {
		if each.Erase == nil {
			continue
		}
		if err := each.Erase(tx, person); err != nil {
			return err
		}
	}
	return nil
}
