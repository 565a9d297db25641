package telegram

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Lane names the lane of an update: what is said in a chat stays in order, and
// so do one person's presses in a group, but a thousand people who press a
// button of a group at once do not wait for each other.
func (r *run) Lane(u botapi.Update) string {
	switch {
	case u.CallbackQuery != nil:
		at, _ := pressedOn(u.CallbackQuery)
		if at.direct() || at.chat == 0 {
			return strconv.FormatInt(u.CallbackQuery.From.ID, 10)
		}
		return strconv.FormatInt(at.chat, 10) + " " + strconv.FormatInt(u.CallbackQuery.From.ID, 10)
	case u.MyChatMember != nil:
		return strconv.FormatInt(u.MyChatMember.Chat.ID, 10)
	case u.ChatMember != nil:
		return strconv.FormatInt(u.ChatMember.Chat.ID, 10)
	}
	if m := messageIn(u); m != nil {
		return strconv.FormatInt(m.Chat.ID, 10)
	}
	return ""
}

// messageIn returns the message that an update is about, or nil.
func messageIn(u botapi.Update) *models.Message {
	for _, m := range []*models.Message{u.Message, u.ChannelPost, u.EditedMessage, u.EditedChannelPost} {
		if m != nil {
			return m
		}
	}
	return nil
}

// Take hands an update to the core and returns what to send for it, or nil. An
// edit is nothing new: a command that was carried out is not carried out again
// because somebody mended its spelling.
func (r *run) Take(ctx context.Context, _ chat.Core, u botapi.Update) (func(ctx context.Context), error) {
	switch {
	case u.Message != nil:
		return r.message(ctx, u, u.Message)
	case u.ChannelPost != nil:
		return r.message(ctx, u, u.ChannelPost)
	case u.CallbackQuery != nil:
		return r.press(ctx, u, u.CallbackQuery)
	case u.MyChatMember != nil:
		return nil, r.standing(ctx, u, u.MyChatMember)
	case u.ChatMember != nil:
		return nil, r.member(ctx, u, u.ChatMember)
	}
	return nil, nil
}

// exchange is an interaction with what is needed to answer it.
type exchange struct {
	in      chat.Interaction
	at      place
	anchor  int             // the message that an answer in a group is tied to, or 0
	query   *query          // of a press, else nil
	pressed *models.Message // the message pressed on, as it is now; nil where Telegram does not say
	private bool            // the person's message was ephemeral
	channel bool            // it happened in a channel, whose readers do not know of each other
	closing bool            // a keyboard of ours was used and is to be taken away
}

// handle hands an interaction over. Any failure but ErrNotRecorded comes with an
// answer that says so: to hand it over again would change nothing.
func (r *run) handle(ctx context.Context, x exchange) (func(ctx context.Context), error) {
	reply, err := r.core.Handle(ctx, x.in)
	if errors.Is(err, chat.ErrNotRecorded) {
		return nil, err
	}
	if err != nil {
		r.f.log.Error("telegram: the core failed", "id", x.in.Reference(), "event", x.in.EventID, "cause", err)
	}
	return func(ctx context.Context) { r.answer(ctx, x, reply) }, nil
}

// interaction fills in who, where and when.
func (r *run) interaction(ctx context.Context, u botapi.Update, kind chat.InteractionKind, who chat.User, in models.Chat, at place) chat.Interaction {
	i := chat.Interaction{
		Kind: kind, EventID: u.EventID, User: who,
		Place: chat.Place{Ref: at.ref(), Kind: chat.DirectPlace},
	}
	if at.direct() {
		return i
	}
	i.Place.Kind, i.Place.Space, i.Place.SpaceName = chat.GroupPlace, spaceRef(in.ID), in.Title
	if id, known := userID(who.Ref); known && !who.Bot {
		i.Admin = r.admin(ctx, in.ID, id)
	}
	return i
}

// when reads Telegram's clock: Unix seconds, UTC.
func when(seconds int) time.Time { return time.Unix(int64(seconds), 0).UTC() }

// standingAt is where a message stands. Only forums have topics: elsewhere the
// thread of a message is the row of answers it belongs to.
func standingAt(m *models.Message) place {
	p := place{chat: m.Chat.ID}
	if m.IsTopicMessage && !p.direct() {
		p.topic = m.MessageThreadID
	}
	return p
}
