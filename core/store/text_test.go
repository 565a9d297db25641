package store_test

import (
	"testing"

	"github.com/parleybot/parley/core/store"
)

func TestStorable(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":             "",
		"سلام":         "سلام",
		"a\x00b":       "ab",
		"latin-1 \xe9": "latin-1 \ufffd",
		"\xff\x00":     "\ufffd",
	} {
		if got := store.Storable(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}
