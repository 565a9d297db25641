package outbox

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// A process that was taken for dead between a claim and its sending leaves the
// message to whoever has taken the claim over.
func TestNothingIsSentForTheOthers(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, Migrations())
	s := storetest.OpenOptions(t, store.Options{URL: url, Migrations: []store.Migrations{Migrations()}})
	r := New(Options{Store: s, Frontends: []chat.Frontend{limited{}}}) // whose Send panics
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("DELETE FROM store_processes WHERE id = ?", s.Process())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	<-s.Fenced()
	_, err = r.attempt(t.Context(), claim{to: target{user: chat.UserRef{Platform: "d", ID: "bob"}}, limit: sendTime})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Retry || !errors.Is(err, store.ErrFenced) {
		t.Errorf("the attempt ended with %v", err)
	}
}
