package store

import (
	"database/sql"
	"errors"

	"gorm.io/gorm"
)

var errNoRow = &Error{Kind: NotFound, Err: sql.ErrNoRows}

// Mapped returns err with its Kind where it came from a driver or from gorm,
// and unchanged otherwise. Everything a Tx returns is mapped already; only rows
// that gorm hands out raw need it.
func Mapped(err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, gorm.ErrRecordNotFound) {
		return &Error{Kind: NotFound, Err: err}
	}
	if kind := sqliteKind(err); kind != Other {
		return &Error{Kind: kind, Err: err}
	}
	if kind := postgresKind(err); kind != Other {
		return &Error{Kind: kind, Err: err}
	}
	return err
}
