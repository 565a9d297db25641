package discord

import (
	"github.com/parleybot/parley/core/chat"
)

// wordTurn is a message to the bot on its way to the core and back. Nothing but
// a message can answer it.
type wordTurn struct {
	*session
	in chat.Interaction
}

func (t *wordTurn) run(enter enterLane) {
	err := enter(t.work, func() {
		t.guarded("words", func() { t.answer(t.ask(t.in)) })
	})
	if err != nil {
		t.refuse()
	}
}

// refuse tells somebody who writes while the bot stops.
func (t *wordTurn) refuse() {
	t.guarded("refuse", func() {
		t.answer(chat.Reply{Message: t.words(t.in.User.Locale, "core.restarting")})
	})
}

// answer sends a reply: where it was asked if that is a direct chat or everybody
// may read it, else to the direct chat, with a note that says so.
func (t *wordTurn) answer(r chat.Reply) {
	if blank(r) {
		return
	}
	if r.Form != nil {
		t.log.Error("discord: a form cannot answer a message", "id", t.in.Reference(), "event", t.in.EventID)
		return
	}
	if t.in.Place.Kind == chat.DirectPlace || r.Audience == chat.Public {
		t.say(r.Message, r.Locale)
		return
	}
	err := t.sendDirect(t.out, t.in, r)
	if err == nil {
		t.say(t.words(r.Locale, "core.sent_privately"), r.Locale)
		return
	}
	t.log.Info("discord: an answer waits for its reader", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err))
	// Everybody sees this note, so that it names whom it is for and nothing else.
	m := t.words(r.Locale, "core.waits_privately")
	name := chat.Paragraph(chat.Mention(t.in.User.Ref, t.in.User.Name), chat.Text(": "))
	name.Nodes = append(name.Nodes, m.Document[0].Nodes...)
	m.Document[0] = name
	label := t.words(r.Locale, "core.open_privately").Document[0]
	m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: label, Style: chat.StylePrimary, Token: t.held.keep(t.in, r)})}
	t.say(m, r.Locale)
}

// say answers in the place of the question.
func (t *wordTurn) say(m chat.Message, locale string) {
	all := pages(m, t.catalog.Words(locale))
	if t.in.Place.Kind != chat.DirectPlace {
		all[0].ReplyTo = t.in.EventID // a message's event has the message's id
	}
	if err := t.post(t.out, t.in, t.in.Place.Ref.ID, all); err != nil {
		t.log.Error("discord: an answer is lost", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err), "cause", err)
	}
}
