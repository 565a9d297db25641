package telegram

import (
	"context"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// press takes in a pressed button. Telegram shows the person a spinner until the
// press is answered, which happens exactly once: see query.
func (r *run) press(ctx context.Context, u botapi.Update, c *models.CallbackQuery) (func(ctx context.Context), error) {
	q := r.open(c.ID)
	at, id := pressedOn(c)
	if at.chat == 0 || c.Data == "" { // inline mode and games, which are not ours
		return func(ctx context.Context) { r.close(ctx, q) }, nil
	}
	m := c.Message.Message
	in := chatOf(c)
	x := exchange{at: at, query: q, pressed: m, channel: in.Type == models.ChatTypeChannel, in: r.interaction(ctx, u, chat.Pressed, userOf(&c.From), in, at)}
	// A press carries no time of its own.
	x.in.At, x.in.Token, x.in.Message = r.f.now(), c.Data, at.message(id)
	if c.Data == tokenSelf && !r.asSelf(&x, m) {
		return func(ctx context.Context) {
			r.notice(ctx, q, r.f.say(x.in.User.Locale, "core.type_again"))
			r.close(ctx, q)
		}, nil
	}
	send, err := r.handle(ctx, x)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) {
		defer r.close(ctx, q)
		send(ctx)
	}, nil
}

// pressedOn returns where the pressed button stands; the zero place for a
// message that is nowhere. Of a message too old to be shown Telegram tells no
// more than this.
func pressedOn(c *models.CallbackQuery) (place, int) {
	switch {
	case c.Message.Message != nil:
		return standingAt(c.Message.Message), c.Message.Message.ID
	case c.Message.InaccessibleMessage != nil:
		return place{chat: c.Message.InaccessibleMessage.Chat.ID}, c.Message.InaccessibleMessage.MessageID
	}
	return place{}, 0
}

// chatOf is the chat of a message that was pressed on, which is one of the two.
func chatOf(c *models.CallbackQuery) models.Chat {
	if c.Message.Message != nil {
		return c.Message.Message.Chat
	}
	return c.Message.InaccessibleMessage.Chat
}
