package store_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// An address is refused without a word of its password.
func TestOpenRefusesAddresses(t *testing.T) {
	t.Parallel()
	for _, o := range []store.Options{
		{URL: "postgres://ann:secret@host:port/ledger"},
		{URL: "postgres://ann:secret@127.0.0.1:1/ledger"},
		{URL: "postgres://ann:secret@host/ledger", Path: "parley.db"},
	} {
		s, err := store.Open(t.Context(), o)
		if err == nil {
			t.Error(s.Close())
		}
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
