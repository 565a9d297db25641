package outbox

import (
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// claimed queues a first and a second notification for each of two persons and
// has the first ones under way.
func claimed(t *testing.T, tx *store.Tx) (old, young entry) {
	t.Helper()
	for _, person := range []string{"old", "young", "old", "young"} {
		if _, _, err := Notify(tx, Notification{Person: person, Kind: "test", Subject: "s"}); err != nil {
			t.Fatal(err)
		}
	}
	heads, err := due(tx, "", 10)
	if err != nil || len(heads) != 2 {
		t.Fatalf("heads %v: %v", heads, err)
	}
	for _, e := range heads {
		if err := markSending(tx, e, "d", "me", tx.Now().Add(lease)); err != nil {
			t.Fatal(err)
		}
	}
	return heads[0], heads[1]
}

func expectStates(t *testing.T, tx *store.Tx, want ...State) {
	t.Helper()
	list, err := Status(tx, "s")
	var got []State
	for _, o := range list {
		got = append(got, o.State)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("states %v (%v), want %v", got, err, want)
	}
}

// At the link both persons' first notifications are under way. The one that stays
// out of the common queue comes into it before what was queued after it.
func TestMessagesUnderWayJoinOneQueue(t *testing.T) {
	t.Parallel()
	identity := chat.UserRef{Platform: "t", ID: "young"}
	later := func(tx *store.Tx) time.Time { return tx.Now().Add(time.Minute) }
	for name, run := range map[string]func(t *testing.T, r *Runner, tx *store.Tx, old, young entry) error{
		"one fails, then the other arrives": func(t *testing.T, r *Runner, tx *store.Tx, old, young entry) error {
			if err := again(tx, young, later(tx)); err != nil {
				return err
			}
			expectStates(t, tx, Sending, Behind, Behind, Behind)
			return r.end(tx, old, Sent, chat.MessageRef{}, nil)
		},
		"one arrives, then the other fails": func(t *testing.T, r *Runner, tx *store.Tx, old, young entry) error {
			if err := r.end(tx, old, Sent, chat.MessageRef{}, nil); err != nil {
				return err
			}
			expectStates(t, tx, Sent, Sending, Behind, Behind)
			return again(tx, young, later(tx))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := storetest.Open(t, Migrations())
			err := s.Write(t.Context(), func(tx *store.Tx) error {
				old, young := claimed(t, tx)
				if err := Moved(tx, identity, "young", "old", true); err != nil {
					return err
				}
				expectStates(t, tx, Sending, Sending, Behind, Behind)
				if err := run(t, New(Options{Store: s}), tx, old, young); err != nil {
					return err
				}
				expectStates(t, tx, Sent, Ready, Behind, Behind)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// Whoever is told under an id that has no account any more waits behind the last
// message under way there, and no longer.
func TestQueueThatIsLeftGoesOn(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		old, _ := claimed(t, tx)
		if err := Moved(tx, chat.UserRef{Platform: "t", ID: "young"}, "young", "old", true); err != nil {
			return err
		}
		if _, _, err := Notify(tx, Notification{Person: "young", Kind: "test", Subject: "s"}); err != nil {
			return err
		}
		expectStates(t, tx, Sending, Sending, Behind, Behind, Behind)
		if err := New(Options{Store: s}).end(tx, old, Sent, chat.MessageRef{}, nil); err != nil {
			return err
		}
		expectStates(t, tx, Sent, Sending, Behind, Behind, Ready)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
