// Package line is the smallest frontend there is: each line of its input is one
// thing somebody writes in one room, "name: words", and answers are lines too.
package line

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Platform is the platform's name in every reference.
const Platform chat.Platform = "line"

// Frontend reads and writes lines. Make one with New.
type Frontend struct {
	in  io.Reader
	end func() // called when the input is over

	mu  sync.Mutex
	out io.Writer
}

var _ chat.Frontend = (*Frontend)(nil)

// New returns a frontend on a pair of streams; end is called once the input is over.
func New(in io.Reader, out io.Writer, end func()) *Frontend {
	return &Frontend{in: in, out: out, end: end}
}

// Platform names the platform.
func (f *Frontend) Platform() chat.Platform { return Platform }

// Capabilities: words, and nothing but words.
func (f *Frontend) Capabilities(chat.PlaceRef) chat.Capabilities {
	return chat.Capabilities{TextUnit: chat.Runes, TextLimit: 2000, Parts: 10, TokenBytes: 64, FirstWord: chat.Native}
}

// Run hands each line over and writes the answer, until the input ends.
func (f *Frontend) Run(ctx context.Context, _ chat.Catalog, core chat.Core) error {
	start := strconv.FormatInt(time.Now().UnixNano(), 36) // ids never repeat
	lines := bufio.NewScanner(f.in)
	for n := 0; lines.Scan() && ctx.Err() == nil; n++ {
		name, words, ok := strings.Cut(lines.Text(), ":")
		if !ok {
			continue
		}
		reply, err := core.Handle(ctx, interaction(start+"-"+strconv.Itoa(n), strings.TrimSpace(name), strings.TrimSpace(words)))
		if err != nil {
			return err
		}
		f.write(name, reply.Message)
	}
	f.end()
	<-ctx.Done()
	return lines.Err()
}

// Send writes a notification.
func (f *Frontend) Send(_ context.Context, d chat.Delivery) (chat.MessageRef, error) {
	if d.User.IsZero() {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Gone, Err: errors.New("there is one room only")}
	}
	f.write(d.User.ID, d.Message)
	return chat.MessageRef{Place: chat.PlaceRef{Platform: Platform, ID: "room"}, ID: d.ID}, nil
}

func (f *Frontend) write(to string, m chat.Message) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, part := range chat.Render(m, f.Capabilities(chat.PlaceRef{}), chat.Words{}).Parts {
		_, _ = fmt.Fprintf(f.out, "→ %s: %s\n", to, part.Text)
	}
}

func interaction(event, name, words string) chat.Interaction {
	in := chat.Interaction{
		Kind: chat.Answer, EventID: event, At: time.Now(), Text: chat.Value{Text: words},
		User:  chat.User{Ref: chat.UserRef{Platform: Platform, ID: name}, Name: name, Handle: name, Locale: "en"},
		Place: chat.Place{Ref: chat.PlaceRef{Platform: Platform, ID: "room"}, Kind: chat.DirectPlace},
	}
	if rest, command := strings.CutPrefix(words, "/"); command {
		in.Kind = chat.Invoke
		for word := range strings.FieldsSeq(rest) {
			in.Words = append(in.Words, chat.Value{Text: word})
		}
	}
	return in
}
