package telegram

import (
	"context"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// message takes in what somebody wrote, or what Telegram says of a chat.
func (r *run) message(ctx context.Context, u botapi.Update, m *models.Message) (func(ctx context.Context), error) {
	if from, to, moved := migration(m); moved {
		return nil, r.moved(ctx, u.EventID, from, to)
	}
	if m.IsAutomaticForward { // its channel's post was an update of its own
		return nil, nil
	}
	c, is := lineOf(m).command()
	if !is || borrowed(m) {
		return r.talk(ctx, u, m)
	}
	channel, direct := m.Chat.Type == models.ChatTypeChannel, standingAt(m).direct()
	if !r.f.addressed(c) || c.bot == "" && (channel || !direct && !r.f.ours(c)) {
		return nil, nil
	}
	if asGroup(m) {
		return r.offerSelf(m), nil
	}
	if direct && len(c.words) == 2 && strings.EqualFold(c.words[0].Text, "start") && c.words[1].Text == privatePayload {
		return r.release(ctx, u, m)
	}
	return r.handle(ctx, r.invocation(ctx, u, m, c))
}

// borrowed reports words that the sender did not write: forwarded ones, and
// those that another bot put into their mouth by inline mode. Whoever shows a
// command around, or taps on what a bot offers, does not order it.
func borrowed(m *models.Message) bool { return m.ForwardOrigin != nil || m.ViaBot != nil }

// invocation is a command of a person's.
func (r *run) invocation(ctx context.Context, u botapi.Update, m *models.Message, c command) exchange {
	x := r.exchange(ctx, u, m, chat.Invoke)
	x.in.Words, x.in.ReplyTo = c.words, answered(m)
	if file := attached(m); file != nil {
		x.in.Words = append(x.in.Words, chat.Value{Text: file.Name, File: file})
	}
	return x
}

func (r *run) exchange(ctx context.Context, u botapi.Update, m *models.Message, kind chat.InteractionKind) exchange {
	at := standingAt(m)
	x := exchange{at: at, in: r.interaction(ctx, u, kind, userOf(m.From), m.Chat, at), private: m.EphemeralMessageID != 0}
	x.in.At = when(m.Date)
	if !at.direct() && !x.private {
		x.anchor = m.ID
	}
	return x
}

// talk takes in what is no command: an answer, if it was said to the bot. What
// bots say is never one: two bots could talk for ever.
func (r *run) talk(ctx context.Context, u botapi.Update, m *models.Message) (func(ctx context.Context), error) {
	at := standingAt(m)
	to := m.ReplyToMessage
	toBot := to != nil && to.From != nil && to.From.ID == r.f.client.BotID() && to.ForumTopicCreated == nil
	value, says := answerOf(m)
	if !says || !at.direct() && !toBot {
		return nil, nil
	}
	if asGroup(m) {
		return r.offerSelf(m), nil
	}
	if m.From.IsBot {
		return nil, nil
	}
	x := r.exchange(ctx, u, m, chat.Answer)
	x.in.Text, x.closing = value, m.UsersShared != nil
	if toBot {
		x.in.Message = at.message(to.ID)
	}
	if token, chosen := r.chosen(ctx, at, to, toBot, value.Text); chosen {
		x.in.Kind, x.in.Token, x.in.Text = chat.Pressed, token, chat.Value{}
	}
	return r.handle(ctx, x)
}

// answered returns whose message a command answers, or nil: bots and groups are
// nobody to deal with. In a topic every message seems to answer the one that
// opened the topic.
func answered(m *models.Message) *chat.User {
	to := m.ReplyToMessage
	if to == nil || to.From == nil || to.From.IsBot || to.SenderChat != nil || to.ForumTopicCreated != nil {
		return nil
	}
	user := userOf(to.From)
	return &user
}

// asGroup reports messages that no person stands behind openly: of anonymous
// administrators, of channels, of groups that speak as themselves.
func asGroup(m *models.Message) bool { return m.SenderChat != nil || m.From == nil }

// migration reads the two service messages of a group that became a supergroup.
func migration(m *models.Message) (from, to int64, moved bool) {
	switch {
	case m.MigrateToChatID != 0:
		return m.Chat.ID, m.MigrateToChatID, true
	case m.MigrateFromChatID != 0:
		return m.MigrateFromChatID, m.Chat.ID, true
	}
	return 0, 0, false
}

// moved tells the core that a group has a new number. It may hear so several
// times, by both service messages and by refused sends.
func (r *run) moved(ctx context.Context, event string, from, to int64) error {
	r.admins.forget(from)
	return r.core.Observe(ctx, chat.Event{
		Kind: chat.SpaceMoved, EventID: event, Platform: Platform, Space: spaceRef(from), NewSpace: spaceRef(to),
		Place: chat.Place{Ref: place{chat: to}.ref(), Kind: chat.GroupPlace, Space: spaceRef(to)}, At: r.f.now(),
	})
}

// follow is moved for a send that was refused because of it.
func (r *run) follow(ctx context.Context, from int64) func(to place) {
	return func(to place) {
		event := r.f.bot + ":moved:" + strconv.FormatInt(from, 10) + ":" + strconv.FormatInt(to.chat, 10)
		if err := r.moved(ctx, event, from, to.chat); err != nil {
			r.f.log.Warn("telegram: a group has moved, and the core was not told", "cause", err)
		}
	}
}
