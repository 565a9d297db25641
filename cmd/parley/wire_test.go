package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

// The two platforms at the other end of the wire: one with forms, one that asks
// question by question.
const (
	wireD chat.Platform = "wire-d"
	wireT chat.Platform = "wire-t"
)

// wireDown is a line from the platforms to the bot: something that a person
// did, or the wish to be told when all has come to rest.
type wireDown struct {
	Interaction *chat.Interaction `json:",omitempty"`
	Settle      bool              `json:",omitempty"`
}

// wireUp is a line from the bot to the platforms: the confirmation of an event
// with its answer, an event that was not recorded, or a notification.
type wireUp struct {
	Event   string         `json:",omitempty"`
	Reply   *chat.Reply    `json:",omitempty"`
	Refused string         `json:",omitempty"` // why Event was not recorded; Reply is what the person reads meanwhile
	Sent    *chat.Delivery `json:",omitempty"`
	Settled bool           `json:",omitempty"`
}

// wire joins the bot's two frontends to one pair of streams.
type wire struct {
	in   io.Reader
	both map[chat.Platform]*wireFrontend

	mu  sync.Mutex
	out io.Writer
}

func newWire(in io.Reader, out io.Writer) *wire {
	w := &wire{in: in, out: out, both: map[chat.Platform]*wireFrontend{}}
	w.both[wireD] = newWireFrontend(w, wireD, bottest.Rich())
	plain := bottest.Plain()
	plain.FirstWord = chat.Native // its people are told of a deal before they wrote to the bot
	w.both[wireT] = newWireFrontend(w, wireT, plain)
	return w
}

func (w *wire) frontends() []chat.Frontend { return []chat.Frontend{w.both[wireD], w.both[wireT]} }

// write puts a whole line on the wire with one call, so that a kill cuts it off
// nowhere but at the end.
func (w *wire) write(line wireUp) error {
	raw, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("wire: encode: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err = w.out.Write(append(raw, '\n'))
	return err
}

// read hands what comes in to the frontends, until the other end hangs up.
func (w *wire) read(ctx context.Context, settle func(context.Context) error) error {
	lines := bufio.NewReader(w.in)
	for {
		raw, err := lines.ReadBytes('\n')
		if err != nil {
			return err
		}
		var line wireDown
		if err := json.Unmarshal(raw, &line); err != nil {
			return fmt.Errorf("wire: decode: %w", err)
		}
		if line.Settle {
			if err := settle(ctx); err != nil {
				return err
			}
			if err := w.write(wireUp{Settled: true}); err != nil {
				return err
			}
			continue
		}
		select {
		case w.both[line.Interaction.User.Ref.Platform].events <- *line.Interaction:
		case <-ctx.Done():
			return nil
		}
	}
}
