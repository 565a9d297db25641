package telegram

import (
	"context"
	"errors"
	"slices"

	"github.com/go-telegram/bot"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Edit replaces a message that was sent. A text that needs several messages is
// shown as far as one goes. What is known to be shown already costs no call; where
// updates are delivered, several processes may edit, and nobody knows.
func (f *Frontend) Edit(ctx context.Context, ref chat.MessageRef, m chat.Message) error {
	at, id, known := messageOf(ref)
	if !known {
		return &chat.SendError{Class: chat.Invalid, Err: errors.New("telegram: edit: no such reference")}
	}
	if err := ctx.Err(); err != nil {
		return &chat.SendError{Class: chat.Retry, Err: err}
	}
	sheets := f.present(at, m, "").sheets
	if len(sheets) == 0 {
		return &chat.SendError{Class: chat.Invalid, Err: errors.New("telegram: edit: nothing to show")}
	}
	shown := sheets[0]
	shown.keyboard = sheets[len(sheets)-1].keyboard
	if !f.webhook.set() && f.sent.shows(card{at.chat, id}, shown) {
		return nil
	}
	if failure := f.edit(ctx, at, id, shown, false); failure != nil {
		return failure
	}
	return nil
}

// edit puts a sheet in the place of a message.
func (f *Frontend) edit(ctx context.Context, at place, id int, s sheet, patient bool) *chat.SendError {
	c := botapi.Call{Rank: botapi.RankEdit, Chat: at.chat, Group: !at.direct()}
	failure := f.call(ctx, c, patient, func(ctx context.Context) error {
		p := &bot.EditMessageTextParams{
			ChatID: at.chat, MessageID: id, Text: s.text, Entities: s.entities, LinkPreviewOptions: noPreview(),
		}
		if s.keyboard != nil {
			p.ReplyMarkup = s.keyboard
		}
		return f.client.Send(ctx, "editMessageText", p, nil)
	})
	if failure == nil {
		f.sent.note(card{at.chat, id}, s)
		return nil
	}
	f.sent.forget(card{at.chat, id})
	return failure
}

// remove deletes a message of the bot's.
func (f *Frontend) remove(ctx context.Context, at place, id int, rank botapi.Rank) *chat.SendError {
	c := botapi.Call{Rank: rank, Chat: at.chat, Group: !at.direct()}
	return f.call(ctx, c, false, func(ctx context.Context) error {
		return f.client.Send(ctx, "deleteMessage", &bot.DeleteMessageParams{ChatID: at.chat, MessageID: id}, nil)
	})
}

// fresh reports that an edit failed in a way that a new message does not: the
// old one is gone, too old, or not of a kind that can be changed, or its group
// became a supergroup, where old numbers of messages mean nothing.
func fresh(failure *chat.SendError) bool {
	return failure != nil && slices.Contains([]chat.SendClass{chat.Gone, chat.Invalid, chat.Late, chat.Full, chat.Moved}, failure.Class)
}
