package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

func TestErrorSpeaks(t *testing.T) {
	t.Parallel()
	cause := errors.New("no room")
	err := fmt.Errorf("deals: insert: %w", &store.Error{Kind: store.Full, Err: cause})
	if got := err.Error(); got != "deals: insert: full: no room" {
		t.Errorf("the error reads %q", got)
	}
	if !errors.Is(err, store.ErrFull) || !errors.Is(err, cause) || errors.Is(err, store.ErrBusy) {
		t.Errorf("%v is full: %t, its cause: %t, busy: %t", err,
			errors.Is(err, store.ErrFull), errors.Is(err, cause), errors.Is(err, store.ErrBusy))
	}
	if got := store.ErrReadOnly.Error(); got != "store: read-only" {
		t.Errorf("the sentinel reads %q", got)
	}
	if got := store.Kind(99).String(); got != "kind 99" {
		t.Errorf("an unknown kind reads %q", got)
	}
}

func TestMapped(t *testing.T) {
	t.Parallel()
	plain := errors.New("nothing to do with a database")
	known := fmt.Errorf("wrapped: %w", &store.Error{Kind: store.Unique, Err: plain})
	for _, err := range []error{nil, plain, known} {
		if got := store.Mapped(err); got != err {
			t.Errorf("Mapped(%v) is %v", err, got)
		}
	}
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	for kind := store.Other; kind <= store.Corrupt; kind++ {
		want := strings.Contains(" busy full read-only input or output ", " "+kind.String()+" ")
		if got := store.Unavailable(&store.Error{Kind: kind, Err: errors.New("x")}); got != want {
			t.Errorf("%v counts as unavailable: %t", kind, got)
		}
	}
}
