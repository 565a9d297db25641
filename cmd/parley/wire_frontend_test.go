package main

import (
	"context"
	"errors"
	"sync"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/lane"
)

// wireFrontend is a frontend as the contract asks for: it keeps the order of
// each person, and confirms an event only after it was handled.
type wireFrontend struct {
	wire     *wire
	platform chat.Platform
	caps     chat.Capabilities
	events   chan chat.Interaction
}

var _ chat.Frontend = (*wireFrontend)(nil)

func newWireFrontend(w *wire, p chat.Platform, caps chat.Capabilities) *wireFrontend {
	const ahead = 1024 // what may come in before the engine runs
	return &wireFrontend{wire: w, platform: p, caps: caps, events: make(chan chat.Interaction, ahead)}
}

// Platform returns the platform's name.
func (f *wireFrontend) Platform() chat.Platform { return f.platform }

// Capabilities are the same everywhere. No repetition is recognised.
func (f *wireFrontend) Capabilities(chat.PlaceRef) chat.Capabilities { return f.caps }

// Run hands interactions over until ctx ends, those of one person in order.
func (f *wireFrontend) Run(ctx context.Context, _ chat.Catalog, core chat.Core) error {
	var lanes lane.Lanes
	var work sync.WaitGroup
	defer work.Wait()
	for {
		select {
		case <-ctx.Done():
			return nil
		case in := <-f.events:
			turn := lanes.Enter(in.User.Ref.String())
			work.Go(func() { _ = turn(ctx, func() { f.handle(ctx, core, in) }) })
		}
	}
}

// handle confirms what was recorded. What was not is left to be redelivered.
func (f *wireFrontend) handle(ctx context.Context, core chat.Core, in chat.Interaction) {
	reply, err := core.Handle(ctx, in)
	line := wireUp{Event: in.EventID, Reply: &reply}
	if errors.Is(err, chat.ErrNotRecorded) {
		line.Refused = err.Error()
	}
	_ = f.wire.write(line) // who does not hear it will ask again
}

// Send has delivered a notification once its line is on the wire.
func (f *wireFrontend) Send(_ context.Context, d chat.Delivery) (chat.MessageRef, error) {
	if err := f.wire.write(wireUp{Sent: &d}); err != nil {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Unknown, Err: err}
	}
	return chat.MessageRef{Place: chat.PlaceRef{Platform: f.platform, ID: d.User.ID}, ID: d.ID}, nil
}
