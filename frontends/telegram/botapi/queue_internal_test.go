package botapi

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A chat is remembered only while it matters, however many there are.
func TestChatsAtRestAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(Pace{PerSecond: -1}, time.Now, time.After)
		q.pause(-1, 24*time.Hour)
		for i := range int64(20_000) {
			if err := q.enter(t.Context(), Call{Chat: i + 1, Group: i%2 == 0}, "sendMessage"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(100 * time.Millisecond) // 610 chats within the minute of a group
			if len(q.chats) > 2048 {
				t.Fatalf("%d chats are remembered", len(q.chats))
			}
		}
		if q.chats[-1] == nil {
			t.Error("a paused chat is forgotten")
		}
	})
}

// What the usual call costs: nothing to collect.
func BenchmarkEnter(b *testing.B) {
	q := newQueue(Pace{PerSecond: -1, ChatEvery: -1, GroupPerMinute: -1}, time.Now, time.After)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		if err := q.enter(ctx, Call{Chat: 42}, "sendMessage"); err != nil {
			b.Fatal(err)
		}
	}
}
