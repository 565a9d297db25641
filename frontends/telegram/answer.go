package telegram

import (
	"context"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// answer shows a reply to whom it is meant for. It does not fail: what cannot be
// shown one way is shown another, and the core has recorded it anyway.
func (r *run) answer(ctx context.Context, x exchange, reply chat.Reply) {
	if x.closing {
		r.thank(ctx, x, reply.Locale)
	}
	m := reply.Message
	if len(m.Document)+len(m.Rows)+len(m.Files) == 0 {
		return
	}
	if x.at.direct() || reply.Audience == chat.Public {
		defer r.dismiss(ctx, x.query)()
		failure := r.show(ctx, x, x.at, reply)
		if failure != nil && !x.at.direct() && silenced(failure) {
			failure = r.show(ctx, x, r.home(x), reply)
		}
		r.report(x, failure)
		return
	}
	r.answerAlone(ctx, x, reply)
}

// answerAlone never shows others what is meant for the caller. The order
// matters: from what costs the caller least to what asks them to do something.
func (r *run) answerAlone(ctx context.Context, x exchange, reply chat.Reply) {
	if reply.Audience == chat.OnlyCaller {
		if words, fits := noticeOf(reply.Message); fits && r.notice(ctx, x.query, words) {
			return
		}
		if r.whisper(ctx, x, reply) {
			return
		}
	}
	failure := r.show(ctx, x, r.home(x), reply)
	switch {
	case failure == nil:
		r.tell(ctx, x, reply.Locale)
	case failure.Class == chat.Unreachable:
		r.hold(ctx, x, reply.Locale)
	default:
		r.report(x, failure)
	}
}

// home is the caller's direct chat.
func (r *run) home(x exchange) place {
	id, _ := userID(x.in.User.Ref)
	return place{chat: id}
}

// show posts a reply, or puts it in the place of the message that was pressed
// where both have the same readers.
func (r *run) show(ctx context.Context, x exchange, to place, reply chat.Reply) *chat.SendError {
	l := r.f.present(to, reply.Message, reply.Locale)
	numbered := numbers(l)
	if len(numbered) == 0 {
		r.endChoices(ctx, to)
	}
	e := r.envelope(ctx, x, to)
	switch {
	case to.direct() && r.withdraw(ctx, to):
		e.markup = &models.ReplyKeyboardRemove{RemoveKeyboard: true}
	case to == x.at && !to.direct() && reply.Message.Asks != "":
		e.markup = &models.ForceReply{ForceReply: true, Selective: true}
	}
	rest, stands := l, 0
	if reply.Replace && x.query != nil && to == x.at && len(l.sheets) > 0 {
		_, id, known := messageOf(x.in.Message)
		if known { // an ephemeral message has no number
			failure := r.replace(ctx, x, id, l.sheets[0])
			if failure != nil && !fresh(failure) {
				return failure
			}
			if failure == nil {
				rest.sheets, stands = l.sheets[1:], id
			}
		}
	}
	done, failure := r.f.post(ctx, e, rest)
	if failure != nil {
		return failure
	}
	if done.id == 0 {
		done.id = stands
	}
	if len(numbered) > 0 {
		r.offerChoices(ctx, done, numbered)
	}
	if reply.Message.Asks == chat.UserOption && to.direct() {
		r.offerPicker(ctx, to, reply.Locale)
	}
	return nil
}

// replace leaves out an edit that changes nothing, as Telegram refuses those.
func (r *run) replace(ctx context.Context, x exchange, id int, s sheet) *chat.SendError {
	if s.shows(x.pressed) {
		return nil
	}
	return r.f.edit(ctx, x.at, id, s, true)
}

func (r *run) envelope(ctx context.Context, x exchange, to place) envelope {
	e := envelope{to: to, rank: botapi.RankReply, patient: true, moved: r.follow(ctx, to.chat)}
	if to == x.at {
		e.anchor = x.anchor
	}
	return e
}

// noticeOf returns a message as the answer to a press, if it is words only, and
// few enough.
func noticeOf(m chat.Message) (string, bool) {
	words := chat.PlainText(m.Document)
	return words, words != "" && len(m.Rows)+len(m.Files) == 0 && chat.UTF16.Len(words) <= noticeLimit
}

// silenced reports that a group does not let the bot write.
func silenced(failure *chat.SendError) bool {
	return failure.Class == chat.Forbidden || failure.Class == chat.Gone
}

// report logs an answer that found no way.
func (r *run) report(x exchange, failure *chat.SendError) {
	if failure != nil {
		r.f.log.Warn("telegram: an answer was not shown", "id", x.in.Reference(), "event", x.in.EventID, "class", failure.Class, "cause", failure.Err)
	}
}
