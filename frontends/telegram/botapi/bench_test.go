package botapi_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/go-telegram/bot"

	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// BenchmarkPoll takes updates of many chats in and answers them at once: what
// the way in costs without a network and without a core.
func BenchmarkPoll(b *testing.B) {
	d, h := newDesk(), &hands{}
	for i := range b.N {
		d.post(int64(i%50), "hello")
	}
	client, err := botapi.New(botapi.Options{Token: token, Transport: &wire{answer: d.serve}})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	d.fault = func(a ask, after bool) (*http.Response, error) {
		if after && d.left() == 0 {
			stop()
		}
		return nil, nil
	}
	b.ReportAllocs()
	b.ResetTimer()
	if err := client.Poll(ctx, frontendtest.NewCore(nil), h); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkSend is one message through the library and the gate.
func BenchmarkSend(b *testing.B) {
	w := &unlogged{}
	client, err := botapi.New(botapi.Options{Token: token, Transport: w, Pace: botapi.Pace{PerSecond: -1, ChatEvery: -1}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := text(b.Context(), client, botapi.Call{Chat: 42, Create: true}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSendPlain is one message as JSON through the gate.
func BenchmarkSendPlain(b *testing.B) {
	client, err := botapi.New(botapi.Options{Token: token, Transport: &unlogged{}, Pace: botapi.Pace{PerSecond: -1, ChatEvery: -1}})
	if err != nil {
		b.Fatal(err)
	}
	ctx := botapi.With(b.Context(), botapi.Call{Chat: 42, Create: true})
	b.ReportAllocs()
	for b.Loop() {
		if err := client.Send(ctx, "sendMessage", &bot.SendMessageParams{ChatID: 42, Text: "hello"}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// unlogged is a wire that keeps nothing.
type unlogged struct{}

func (unlogged) RoundTrip(r *http.Request) (*http.Response, error) {
	_ = r.Body.Close()
	return fine(message)
}
