package discord

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// flagOnlyCaller marks a message that its reader alone sees.
const flagOnlyCaller = 1 << 6

// promise tells Discord that the answer will come. Who will see it is fixed
// here for good, so the command's declaration decides, and the caller alone
// where it says nothing.
func (t *turn) promise() {
	r := discordapi.Response{Kind: discordapi.DeferAnswer}
	t.stage, t.hidden = thinking, t.onlyCaller(t.command.Audience)
	r.Message.OnlyCaller = t.hidden
	if t.wire.Message != nil {
		t.stage, r = noted, discordapi.Response{Kind: discordapi.DeferUpdate}
	}
	id, err := t.api.Respond(t.out, t.act, r)
	t.original = id
	if err != nil {
		t.log.Warn("discord: a promise failed", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err), "cause", err)
	}
}

// onlyCaller reports whether an answer of this audience must be hidden from
// others. A direct chat has no others; in a group that the bot is not in,
// nobody expects it to speak to all.
func (t *turn) onlyCaller(a chat.Audience) bool {
	switch t.wire.where() {
	case contextDirect:
		return false
	case contextGuild:
		return a != chat.Public
	}
	return true
}

// answer shows a reply.
func (t *turn) answer(r chat.Reply) {
	switch {
	case r.Form != nil && t.formable():
		t.show(discordapi.Response{Kind: discordapi.Form, Form: modal(*r.Form)})
	case r.Form != nil:
		t.apologise(r)
	case blank(r):
		t.nothing()
	default:
		t.deliver(r)
	}
}

// formable reports whether a form can still open: as the first answer, and not
// to another form.
func (t *turn) formable() bool { return t.stage == silent && t.in.Kind != chat.Submit }

// apologise stands in for a form that came too late to open, with a button that
// asks for it again.
func (t *turn) apologise(r chat.Reply) {
	key := "core.form_late"
	if t.in.Kind == chat.Invoke { // there is no button to press
		key = "core.form_late_command"
	}
	m := t.words(r.Locale, key)
	if t.in.Kind == chat.Pressed {
		label := chat.Text(chat.Line(r.Form.Title))
		m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: label, Style: chat.StylePrimary, Token: t.in.Token})}
	}
	t.deliver(chat.Reply{Message: m, Locale: r.Locale})
}

// nothing answers where there is nothing to say. Discord shows a failure unless
// it is told something: a press is noted, and for a command a place is kept and
// given up again.
func (t *turn) nothing() {
	if t.stage == silent {
		t.promise()
	}
	if t.stage != thinking {
		return
	}
	if err := t.api.DeleteAnswer(t.out, t.act); err != nil {
		t.log.Warn("discord: a kept place stays", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err), "cause", err)
	}
}

// show gives a first answer that is no message.
func (t *turn) show(r discordapi.Response) {
	id, err := t.api.Respond(t.out, t.act, r)
	if err != nil {
		t.log.Warn("discord: an answer failed", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err), "cause", err)
		return
	}
	t.stage, t.original = answered, id
}

// deliver shows a message to whom it is meant for. Where the interaction can no
// longer be answered, it goes another way.
func (t *turn) deliver(r chat.Reply) {
	only := t.onlyCaller(r.Audience)
	all := pages(r.Message, t.catalog.Words(r.Locale))
	t.offerPicker(all, r)
	replace := r.Replace && t.replaceable(only)
	for i, page := range all {
		if t.now().Sub(t.act.At) >= tokenEnd {
			t.afterwards(all[i:], only, replace && i == 0)
			return
		}
		page.OnlyCaller = only
		err := t.place(page, only, replace && i == 0)
		if err == nil {
			continue
		}
		class := classOf(err)
		t.log.Warn("discord: an answer failed", "id", t.in.Reference(), "event", t.in.EventID, "class", class, "cause", err)
		switch class {
		case chat.Late, chat.Retry, chat.Gone, chat.Wait: // it was not shown
			t.afterwards(all[i:], only, replace && i == 0)
		}
		// Any other failure may have had its effect, or would fail again.
		return
	}
}

// replaceable reports whether the pressed message has the readers that the
// answer is meant for: a replacement neither widens nor hides anything.
func (t *turn) replaceable(only bool) bool {
	if t.wire.Message == nil {
		return false
	}
	return t.in.Place.Kind == chat.DirectPlace || (t.wire.Message.Flags&flagOnlyCaller != 0) == only
}

// place puts one message where the interaction has got to.
func (t *turn) place(m discordapi.Message, only, replace bool) (err error) {
	switch {
	case t.stage == silent:
		kind := discordapi.Answer
		if replace {
			kind = discordapi.Update
		}
		t.original, err = t.api.Respond(t.out, t.act, discordapi.Response{Kind: kind, Message: m})
	case t.stage == thinking && t.hidden == only, t.stage == noted && replace:
		t.original, err = t.api.EditAnswer(t.out, t.act, m)
	case t.stage == thinking:
		// The kept place has other readers than the answer. A first follow-up
		// would take it over with them, so it goes before.
		if err = t.api.DeleteAnswer(t.out, t.act); err == nil {
			_, err = t.api.Followup(t.out, t.act, m)
		}
	default:
		_, err = t.api.Followup(t.out, t.act, m)
	}
	if err == nil {
		t.stage = answered
	}
	return err
}

// suggest answers somebody who is typing.
func (t *turn) suggest(choices []chat.Choice) {
	t.show(discordapi.Response{Kind: discordapi.Choices, Choices: offers(choices)})
}
