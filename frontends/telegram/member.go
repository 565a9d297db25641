package telegram

import (
	"context"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// standing takes in what became of the bot itself: a person blocked it or
// opened it again, a group took it out.
func (r *run) standing(ctx context.Context, u botapi.Update, c *models.ChatMemberUpdated) error {
	r.admins.forget(c.Chat.ID)
	ev := r.event(u, c, c.From)
	inside := inChat(c.NewChatMember)
	switch {
	case c.Chat.ID > 0 && inside:
		ev.Kind = chat.Started
	case c.Chat.ID > 0:
		ev.Kind = chat.Blocked
	case !inside:
		ev.Kind = chat.SpaceClosed
	default:
		return nil // where the bot came in it is met by the first command
	}
	return r.core.Observe(ctx, ev)
}

// member takes in who came or went. Telegram tells administrators only.
func (r *run) member(ctx context.Context, u botapi.Update, c *models.ChatMemberUpdated) error {
	if administers(c.OldChatMember) || administers(c.NewChatMember) {
		r.admins.forget(c.Chat.ID)
	}
	who := memberOf(c.NewChatMember)
	before, after := inChat(c.OldChatMember), inChat(c.NewChatMember)
	if who == nil || before == after {
		return nil
	}
	ev := r.event(u, c, *who)
	ev.Kind = chat.MemberLeft
	if after {
		ev.Kind = chat.MemberJoined
	}
	return r.core.Observe(ctx, ev)
}

func (r *run) event(u botapi.Update, c *models.ChatMemberUpdated, who models.User) chat.Event {
	at := place{chat: c.Chat.ID}
	ev := chat.Event{
		EventID: u.EventID, Platform: Platform, User: userOf(&who), At: when(c.Date),
		Place: chat.Place{Ref: at.ref(), Kind: chat.DirectPlace},
	}
	if !at.direct() {
		ev.Space = spaceRef(c.Chat.ID)
		ev.Place.Kind, ev.Place.Space, ev.Place.SpaceName = chat.GroupPlace, ev.Space, c.Chat.Title
	}
	return ev
}

// inChat reports whether somebody of this status is in the chat; who is
// restricted may be either.
func inChat(m models.ChatMember) bool {
	switch m.Type {
	case models.ChatMemberTypeLeft, models.ChatMemberTypeBanned:
		return false
	case models.ChatMemberTypeRestricted:
		return m.Restricted != nil && m.Restricted.IsMember
	default:
		return true
	}
}

// administers reports whether somebody of this status is on the list of
// administrators: where a crowd joins, the list stays as it is.
func administers(m models.ChatMember) bool { return m.Owner != nil || m.Administrator != nil }

// memberOf returns whom a status is about, or nil.
func memberOf(m models.ChatMember) *models.User {
	switch {
	case m.Owner != nil:
		return m.Owner.User
	case m.Administrator != nil:
		return &m.Administrator.User
	case m.Member != nil:
		return m.Member.User
	case m.Restricted != nil:
		return m.Restricted.User
	case m.Left != nil:
		return m.Left.User
	case m.Banned != nil:
		return m.Banned.User
	}
	return nil
}
