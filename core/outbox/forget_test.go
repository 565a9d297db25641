package outbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// said returns the words of every message that is kept.
func (w *world) said() (all []string) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error {
		all = nil
		return outbox.Redact(tx, func(string) bool { return true }, func(n chat.Node) (chat.Node, bool) {
			if n.Kind == chat.KindText || n.Kind == chat.KindSaid {
				all = append(all, n.Text)
			}
			return n, false
		})
	})
	slices.Sort(all)
	return all
}

// TestForget ends what waits for a person, in every state, and leaves the rest.
func TestForget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.d.fails(failure(chat.Invalid))
	w.notify(to("bob", "a dead letter"))
	w.idle()
	w.runner.Pause("d")
	later := to("bob", "later")
	later.NotBefore = w.clock.Now().Add(1 << 40)
	about := to("eve", "for eve")
	about.Sender, about.Undelivered = "bob", chat.Document{chat.Paragraph(chat.Text("bob is told"))}
	w.notify(to("bob", "head"), to("bob", "behind"), later, about)
	if got := w.said(); len(got) != 6 {
		t.Fatalf("kept: %q", got)
	}
	w.write(func(tx *store.Tx) error { return outbox.Forget(tx, "bob") })
	if got := w.said(); !slices.Equal(got, []string{"for eve"}) {
		t.Errorf("still kept: %q", got)
	}
	w.d.fails()
	w.runner.Resume("d")
	w.idle()
	w.expectSaid(w.d, "bob a dead letter", "eve for eve")
}

// TestRedact takes words out of what waits and of what was given up.
func TestRedact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.d.fails(failure(chat.Invalid))
	w.notify(to("bob", "secret, given up"))
	w.idle()
	w.runner.Pause("d")
	told := to("carl", "harmless")
	told.Sender, told.Undelivered = "bob", chat.Document{chat.Paragraph(chat.Text("secret of the sender"))}
	other := to("carl", "secret of another matter")
	other.Subject = "other"
	w.notify(to("bob", "secret head"), to("bob", "secret behind"), told, other)
	w.write(func(tx *store.Tx) error {
		return outbox.Redact(tx, func(subject string) bool { return subject == "s" }, func(n chat.Node) (chat.Node, bool) {
			return chat.Text("gone"), strings.HasPrefix(n.Text, "secret")
		})
	})
	if got := w.said(); !slices.Equal(got, []string{"gone", "gone", "gone", "gone", "harmless", "secret of another matter"}) {
		t.Errorf("kept: %q", got)
	}
	w.d.fails()
	w.runner.Resume("d")
	w.idle()
	w.expectSaid(w.d, "bob secret, given up", "bob gone", "carl harmless", "bob gone", "carl secret of another matter")
}

// TestForgetAccount: that something was sent stays known, to whom does not.
func TestForgetAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.notify(to("bob", "1"), to("eve", "2"))
	w.idle()
	w.d.fails(failure(chat.Invalid))
	w.notify(to("bob", "3"))
	w.idle()
	before := w.states("s")
	w.write(func(tx *store.Tx) error { return outbox.ForgetAccount(tx, chat.UserRef{Platform: "d", ID: "bob"}) })
	if after := w.states("s"); !slices.Equal(after, before) {
		t.Errorf("states were %v, are %v", before, after)
	}
	left := map[string]int{}
	w.write(func(tx *store.Tx) error {
		return tx.SQL().Rows(`SELECT target FROM outbox UNION ALL SELECT target FROM outbox_attempts`, nil, func(scan func(...any) error) error {
			var target string
			err := scan(&target)
			left[target]++
			return err
		})
	})
	if left["user:d:bob"] != 0 || left["user:d:eve"] != 2 || left[""] != 4 {
		t.Errorf("targets %v", left)
	}
}
