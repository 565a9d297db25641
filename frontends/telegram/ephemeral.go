package telegram

import (
	"context"
	"time"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// whisperTime is how long after a press the bot may answer it by an ephemeral
// message without being an administrator (Bot API 10.2).
const whisperTime = 15 * time.Second

// whisper answers in the group by a message that only the caller sees, where
// that is wanted and the bot is able to. It reports whether it was sent; then
// it may still not arrive, for Telegram does not promise that.
func (r *run) whisper(ctx context.Context, x exchange, reply chat.Reply) bool {
	id, known := userID(x.in.User.Ref)
	if !r.f.ephemeral || !known || x.channel || len(reply.Message.Files) > 0 {
		return false
	}
	only := &models.EphemeralMessageParameters{ReceiverUserID: id}
	switch {
	case x.query != nil && r.f.now().Sub(x.query.opened) < whisperTime:
		only.CallbackQueryID = x.query.id
		r.notice(ctx, x.query, "")
	case x.private:
	case r.admin(ctx, x.at.chat, r.f.client.BotID()):
	default:
		return false
	}
	l := r.f.present(x.at, reply.Message, reply.Locale)
	if len(l.files) > 0 { // a long text became a file, which could be lost
		return false
	}
	e := r.envelope(ctx, x, x.at)
	e.only = only
	_, failure := r.f.post(ctx, e, l)
	return failure == nil
}
