package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestPostgresKinds(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]Kind{
		"23505": Unique, "23503": ForeignKey, "23514": Check, "23502": Check, "22003": Check, "22021": Check,
		"P0001": Guard, "42501": Guard, "40001": Busy, "40P01": Busy, "55P03": Busy, "53300": Busy,
		"53100": Full, "25006": ReadOnly, "57P01": IO, "57P03": IO, "25P03": IO, "08006": IO, "58030": IO,
		"XX001": Corrupt, "42601": Other, "25P02": Other,
	} {
		cause := fmt.Errorf("insert: %w", &pgconn.PgError{Code: code})
		err := Mapped(cause)
		var known *Error
		if errors.As(err, &known) != (want != Other) || known != nil && known.Kind != want {
			t.Errorf("%s: %v, want %v", code, err, want)
		}
		if !errors.Is(err, cause) {
			t.Errorf("%s: the driver's error is gone from %v", code, err)
		}
	}
}
