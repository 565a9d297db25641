package main

import (
	"testing"

	"github.com/parleybot/parley/core/outbox"
)

// What was given up may be missing or be there, at its place, once; nothing else may.
func TestGivenUpNewsKeepTheOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		came, queued []string
		want         bool
	}{
		{[]string{"a", "b"}, []string{"a", "b"}, true},
		{[]string{"b", "a"}, []string{"a", "b"}, false},
		{[]string{"a"}, []string{"a", "b"}, false},
		{[]string{"a", "x"}, []string{"a"}, false},
		{[]string{"a", "b"}, []string{"a", anyNews, "b"}, true},
		{[]string{"a", "x", "b"}, []string{"a", anyNews, "b"}, true},
		{[]string{"x", "a", "b"}, []string{"a", anyNews, "b"}, false},
		{[]string{"a", "x", "y", "b"}, []string{"a", anyNews, "b"}, false},
		{[]string{"a", "x", "y"}, []string{"a", anyNews, anyNews}, true},
		{nil, []string{anyNews}, true},
	} {
		if got := inOrder(c.came, c.queued); got != c.want {
			t.Errorf("%q of %q: %v", c.came, c.queued, got)
		}
	}
	cut := crashLetter{state: outbox.Unknown, repeatable: true, attempts: crashTries, unsure: crashTries}
	if !cut.givenUp() {
		t.Errorf("%+v is not given up", cut)
	}
	early := cut
	early.attempts, early.unsure = 1, 1
	if early.givenUp() {
		t.Errorf("%+v was given up too early", early)
	}
}
