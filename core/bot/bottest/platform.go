package bottest

import (
	"context"
	"errors"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// Platform is a chat app without a wire: it records what is sent, and can be
// told to fail. It implements chat.Frontend and chat.StartLinker.
type Platform struct {
	name chat.Platform
	caps chat.Capabilities

	mu     sync.Mutex
	sent   []chat.Delivery
	closed map[chat.UserRef]bool
	fail   func(d chat.Delivery) error
}

// Rich is a platform with forms, selects and private answers; Plain is one that
// has none of them, and whose buttons carry 64 bytes.
func Rich() chat.Capabilities {
	return chat.Capabilities{
		Forms: chat.Native, Buttons: chat.Native, Selects: chat.Native, OnlyCaller: chat.Native, Edits: chat.Native,
		Files: chat.Native, Completion: chat.Native, Fields: chat.Native, Mentions: chat.Native, Times: chat.Native,
		FirstWord: chat.Native, TextUnit: chat.UTF16, TextLimit: 2000, Parts: 3, FieldLimit: 25, ButtonsPerRow: 5, Rows: 5,
		ButtonLabel: 80, TokenBytes: 100, SelectChoices: 25, FormFields: 5, FormLabel: 45, FileBytes: 10 << 20,
	}
}

// Plain is described at Rich.
func Plain() chat.Capabilities {
	c := Rich()
	c.Forms, c.Selects, c.OnlyCaller, c.Fields, c.Completion = chat.Absent, chat.Emulated, chat.Emulated, chat.Emulated, chat.Absent
	c.StartLinks, c.FirstWord = chat.Native, chat.Absent
	c.TextLimit, c.ButtonsPerRow, c.Rows, c.TokenBytes, c.SelectChoices, c.FormFields = 4096, 3, 8, 64, 0, 0
	return c
}

// Platform returns the platform's name.
func (p *Platform) Platform() chat.Platform { return p.name }

// Capabilities are the same everywhere.
func (p *Platform) Capabilities(chat.PlaceRef) chat.Capabilities { return p.caps }

// Run waits to be stopped: people act through the Stage.
func (p *Platform) Run(ctx context.Context, _ chat.Catalog, _ chat.Core) error {
	<-ctx.Done()
	return nil
}

// StartLink returns a link of the platform, where it has any.
func (p *Platform) StartLink(payload string) (string, bool) {
	return "https://t.me/parley_test_bot?start=" + payload, p.caps.StartLinks == chat.Native
}

// Send records a notification, unless its reader closed the direct chat or a
// fault was set.
func (p *Platform) Send(_ context.Context, d chat.Delivery) (chat.MessageRef, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed[d.User] {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Unreachable, Err: errors.New("the direct chat is closed")}
	}
	if p.fail != nil {
		if err := p.fail(d); err != nil {
			return chat.MessageRef{}, err
		}
	}
	p.sent = append(p.sent, d)
	return chat.MessageRef{Place: chat.PlaceRef{Platform: p.name, ID: d.User.ID}, ID: d.ID}, nil
}

// Close makes a person unreachable, as when they block the bot.
func (p *Platform) Close(user chat.UserRef) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed == nil {
		p.closed = map[chat.UserRef]bool{}
	}
	p.closed[user] = true
}

// FailWith sets what Send returns before it records; nil ends it.
func (p *Platform) FailWith(fail func(d chat.Delivery) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = fail
}

// Sent returns what a person was sent, oldest first.
func (p *Platform) Sent(user chat.UserRef) []chat.Delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	var mine []chat.Delivery
	for _, d := range p.sent {
		if d.User == user {
			mine = append(mine, d)
		}
	}
	return mine
}
