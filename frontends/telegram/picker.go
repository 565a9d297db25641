package telegram

import (
	"context"
	"strings"
	"sync"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// pickersKept bounds what is remembered of open pickers. One that is forgotten
// stays below its chat until it is used: untidy, and nothing worse.
const pickersKept = 10_000

// pickers are the keyboards that let somebody pick a person from their contacts:
// which message brought the one that is open in a direct chat.
type pickers struct {
	mu   sync.Mutex
	open map[int64]int
}

// offerPicker shows such a keyboard, below a question that asks for a person. It
// takes a message of its own, for a message has one kind of buttons only; in a
// group everybody would see it.
func (r *run) offerPicker(ctx context.Context, to place, locale string) {
	e := envelope{to: to, rank: botapi.RankReply, patient: true, silent: true, markup: &models.ReplyKeyboardMarkup{
		Keyboard: [][]models.KeyboardButton{{{
			Text:         r.f.say(locale, "core.pick_person"),
			RequestUsers: &models.KeyboardButtonRequestUsers{RequestID: 1, RequestName: true, RequestUsername: true},
		}}},
		ResizeKeyboard: true, OneTimeKeyboard: true,
	}}
	done, failure := r.f.post(ctx, e, letter{sheets: []sheet{{text: r.f.say(locale, "core.pick_person_hint")}}})
	if failure != nil {
		r.f.log.Debug("telegram: no picker was offered", "class", failure.Class, "cause", failure.Err)
		return
	}
	r.pickers.mu.Lock()
	defer r.pickers.mu.Unlock()
	if r.pickers.open == nil || len(r.pickers.open) >= pickersKept {
		r.pickers.open = map[int64]int{}
	}
	r.pickers.open[to.chat] = done.id
}

// withdraw deletes the message of an open picker, since the question was
// answered another way. It reports whether a keyboard is still to be removed.
func (r *run) withdraw(ctx context.Context, to place) bool {
	id := r.pickers.take(to.chat)
	if id == 0 {
		return false
	}
	if failure := r.f.remove(ctx, to, id, botapi.RankEdit); failure != nil {
		r.f.log.Debug("telegram: a picker was not deleted", "class", failure.Class, "cause", failure.Err)
	}
	return true
}

func (p *pickers) take(chat int64) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := p.open[chat]
	delete(p.open, chat)
	return id
}

// thank says whom somebody picked, and takes the keyboard away with that.
func (r *run) thank(ctx context.Context, x exchange, locale string) {
	r.pickers.take(x.at.chat)
	words := strings.ReplaceAll(r.f.say(locale, "core.picked_person"), "{name}", shownName(nobodyOr(x.in.Text.User)))
	e := r.envelope(ctx, x, x.at)
	e.markup = &models.ReplyKeyboardRemove{RemoveKeyboard: true}
	_, failure := r.f.post(ctx, e, letter{sheets: []sheet{{text: words}}})
	r.report(x, failure)
}

func nobodyOr(u *chat.User) chat.User {
	if u == nil {
		return chat.User{}
	}
	return *u
}
