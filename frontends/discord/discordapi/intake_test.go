package discordapi

import (
	"context"
	"encoding/json"
	"strconv"
	"testing"
)

// A full queue slows the connection down; it loses and reorders nothing.
func TestD4TakesAllInOrder(t *testing.T) {
	t.Parallel()
	const events = queueLength + 1000
	written := make(chan struct{})
	g := newGate(t, func(_ int, p *peer) {
		p.up(p.begin())
		for i := range events {
			p.dispatch(10+i, "SOME_EVENT", strconv.Itoa(i))
		}
		close(written)
		p.stay()
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	next := 0
	err := g.client(t, nil).Run(ctx, func(ev Event) {
		if ev.Type == "READY" {
			<-written
			return
		}
		if string(ev.Data) != strconv.Itoa(next) || ev.Seq != int64(10+next) || ev.At.IsZero() {
			t.Errorf("event %d is %s, sequence %d", next, ev.Data, ev.Seq)
		}
		if next++; next == events {
			cancel()
		}
	})
	if err != nil || next != events {
		t.Fatalf("%d of %d events: %v", next, events, err)
	}
}

// Where discordgo's own decoding fails the event is there as it came.
func TestD4KeepsWhatDiscordgoCannotRead(t *testing.T) {
	t.Parallel()
	const message = `{"id":"5","author":{"id":"8"},"content":"hi","timestamp":7,"components":[{"type":99}]}`
	g := newGate(t, func(_ int, p *peer) {
		p.up(p.begin())
		p.dispatch(2, "MESSAGE_CREATE", message)
		p.stay()
	})
	seen := g.run(t, g.client(t, nil), "MESSAGE_CREATE")
	var got struct {
		ID      string `json:"id"`
		Content string `json:"content"`
		Author  struct {
			ID string `json:"id"`
		} `json:"author"`
	}
	if err := json.Unmarshal(seen[len(seen)-1].Data, &got); err != nil || got.ID != "5" || got.Content != "hi" || got.Author.ID != "8" {
		t.Errorf("%+v, %v", got, err)
	}
}
