package telegram

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// privatePayload is the payload of "Open privately": the frontend's own. The
// core's payloads have a "-" in them.
const privatePayload = "private"

// heldLife is how long an answer waits to be read. The core forgets after 30
// days what it answered: handled again then, a command would act a second time.
const heldLife = 7 * 24 * time.Hour

// tell says in the group that the answer is in the direct chat; others learn no
// more than that. A command that seems to do nothing is typed again.
func (r *run) tell(ctx context.Context, x exchange, locale string) {
	words := r.f.say(locale, "core.sent_privately")
	if r.notice(ctx, x.query, words) || x.channel {
		return
	}
	e := r.envelope(ctx, x, x.at)
	e.silent = true
	done, failure := r.f.post(ctx, e, letter{sheets: []sheet{{text: words}}})
	if failure != nil {
		return // a group that forbids the bot to write: the answer itself has come
	}
	r.expire(done)
}

// hold leaves a public link to the direct chat, where the answer waits. What is
// kept is the interaction, for the core keeps the answer to it; of several, the
// newest.
func (r *run) hold(ctx context.Context, x exchange, locale string) {
	raw, err := json.Marshal(x.in)
	if err == nil {
		err = r.core.Remember(ctx, r.held(x.in.User.Ref), string(raw))
	}
	link, known := r.f.StartLink(privatePayload)
	if err != nil || !known {
		r.f.log.Error("telegram: a private answer could not be kept", "id", x.in.Reference(), "event", x.in.EventID, "cause", err)
		return
	}
	if x.channel {
		// Who reads a channel is nobody else's business: the press itself leads on.
		r.settle(ctx, x.query, &bot.AnswerCallbackQueryParams{URL: link})
		return
	}
	defer r.dismiss(ctx, x.query)()
	s := addressedTo(x.in.User, r.f.say(locale, "core.waits_privately"))
	s.keyboard = &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
		{Text: r.f.say(locale, "core.open_privately"), URL: link},
	}}}
	_, failure := r.f.post(ctx, r.envelope(ctx, x, x.at), letter{sheets: []sheet{s}})
	r.report(x, failure)
}

func (r *run) held(who chat.UserRef) string { return r.f.fact("held:" + who.ID) }

// release shows what waited for the direct chat to be opened: the interaction is
// handled again under its own event id, and the core answers as it did. Without
// anything waiting it is a plain Start.
func (r *run) release(ctx context.Context, u botapi.Update, m *models.Message) (func(ctx context.Context), error) {
	x := r.exchange(ctx, u, m, chat.Invoke)
	raw, err := r.core.Recall(ctx, r.held(x.in.User.Ref))
	if err != nil {
		return nil, err
	}
	var kept chat.Interaction
	if raw == "" || json.Unmarshal([]byte(raw), &kept) != nil || kept.User.Ref != x.in.User.Ref || x.in.At.Sub(kept.At) > heldLife {
		x.in.Words = []chat.Value{{Text: "start"}}
		return r.handle(ctx, x)
	}
	err = r.core.Observe(ctx, chat.Event{
		Kind: chat.Started, EventID: u.EventID, Platform: Platform, User: x.in.User, Place: x.in.Place, At: x.in.At,
	})
	if err != nil {
		return nil, err
	}
	x.in = kept
	send, err := r.handle(ctx, x)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) {
		send(ctx)
		if ctx.Err() != nil {
			return
		}
		if err := r.released(ctx, kept.User.Ref, raw); err != nil {
			r.f.log.Warn("telegram: a private answer was shown and may be again", "event", kept.EventID, "cause", err)
		}
	}, nil
}

// released forgets what waited, unless something newer waits by now.
func (r *run) released(ctx context.Context, who chat.UserRef, raw string) error {
	now, err := r.core.Recall(ctx, r.held(who))
	if err != nil || now != raw {
		return err
	}
	return r.core.Remember(ctx, r.held(who), "")
}
