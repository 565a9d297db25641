package telegram

import (
	"context"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// tokenSelf is what "Go on as yourself" carries. The core's tokens are base64url,
// some after a "~": none begins with "!".
const tokenSelf = "!self"

// offerSelf answers what was said in the name of a group or channel: nobody
// knows who said it, so nothing is recorded. The press of the button tells.
func (r *run) offerSelf(m *models.Message) func(ctx context.Context) {
	return func(ctx context.Context) {
		at := standingAt(m)
		e := envelope{to: at, rank: botapi.RankReply, patient: true, anchor: m.ID, moved: r.follow(ctx, at.chat)}
		_, failure := r.f.post(ctx, e, letter{sheets: []sheet{{
			text: r.f.say("", "core.as_group"),
			keyboard: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
				{Text: r.f.say("", "core.as_yourself"), CallbackData: tokenSelf},
			}}},
		}}})
		if failure != nil {
			r.f.log.Debug("telegram: an anonymous administrator was not answered", "class", failure.Class, "cause", failure.Err)
		}
	}
}

// asSelf makes of a press of that button what was said, now by the presser. It
// reports false when the message that was answered can no longer be read.
func (r *run) asSelf(x *exchange, m *models.Message) bool {
	if m == nil || m.ReplyToMessage == nil || m.ReplyToMessage.ForumTopicCreated != nil {
		return false
	}
	said := m.ReplyToMessage
	x.in.Token, x.in.Message = "", chat.MessageRef{}
	if c, is := lineOf(said).command(); is && r.f.addressed(c) {
		x.in.Kind, x.in.Words = chat.Invoke, c.words
		return true
	}
	value, says := answerOf(said)
	x.in.Kind, x.in.Text = chat.Answer, value
	return says
}
