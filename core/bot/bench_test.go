package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

// The engine alone: from an interaction to its localised answer, with a command
// that only reads, one that writes, and a wizard's answer. Run with
// "go test -run ^$ -bench Handle -benchmem ./core/bot".
func BenchmarkHandle(b *testing.B) {
	for _, c := range []struct{ name, line string }{{"read", "ping"}, {"write", "demo echo words=hello"}} {
		for _, people := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/people=%d", c.name, people), func(b *testing.B) { benchmarkHandle(b, c.line, people) })
		}
	}
}

func benchmarkHandle(b *testing.B, line string, people int) {
	s := bottest.New(b, (&demo{}).app())
	var words []chat.Value
	for _, w := range strings.Fields(line) {
		words = append(words, chat.Value{Text: w})
	}
	var serial atomic.Int64
	one := func(p *bottest.Person) {
		in := chat.Interaction{
			Kind: chat.Invoke, EventID: fmt.Sprint("bench", serial.Add(1)), User: p.User, Place: p.Place, At: s.Clock.Now(), Words: words,
		}
		if _, err := s.Bot.Handle(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
	crowd := make([]*bottest.Person, people)
	for i := range crowd {
		crowd[i] = s.Person(bottest.T, fmt.Sprintf("p%d", i))
		one(crowd[i])
	}
	b.ReportAllocs()
	b.ResetTimer()
	b.SetParallelism((people + 1) / 2)
	var next atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		p := crowd[int(next.Add(1))%people]
		for pb.Next() {
			one(p)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "interactions/s")
}
