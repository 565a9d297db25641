package telegram

import (
	"context"
	"errors"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Send delivers one notification. Telegram does not recognise a repetition, so
// a send without a clear outcome is told as chat.Unknown.
func (f *Frontend) Send(ctx context.Context, d chat.Delivery) (chat.MessageRef, error) {
	if err := ctx.Err(); err != nil {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Retry, Err: err}
	}
	to, known := destination(d)
	if !known {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Invalid, Err: errors.New("telegram: send: neither a user nor a place of ours")}
	}
	l := f.present(to, d.Message, d.Locale)
	done, failure := f.post(ctx, envelope{to: to, rank: botapi.RankNotice, silent: d.Silent}, l)
	if failure != nil {
		return chat.MessageRef{}, failure
	}
	return done.to.message(done.id), nil
}

// destination is the chat of a delivery; a person's direct chat has the number
// of the person.
func destination(d chat.Delivery) (place, bool) {
	if d.User.IsZero() {
		return placeOf(d.Place)
	}
	id, known := userID(d.User)
	return place{chat: id}, known
}
