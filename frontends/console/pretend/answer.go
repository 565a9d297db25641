package pretend

import "github.com/parleybot/parley/core/chat"

// target is where an answer goes: a place, and the one person in it who sees
// the answer unless everybody may.
type target struct {
	place Place
	only  chat.UserRef
}

// answer shows a reply to whom it is meant for. The world's lock is held.
func (f *Frontend) answer(in chat.Interaction, r chat.Reply) {
	p := f.world.person(in.User.Ref)
	if p == nil {
		return
	}
	if r.Form != nil {
		f.openForm(p, in, *r.Form)
		return
	}
	if len(r.Message.Document)+len(r.Message.Rows)+len(r.Message.Files) == 0 {
		return
	}
	if in.Place.Kind == chat.DirectPlace {
		f.reply(in, r, target{place: direct(p)})
		return
	}
	s := f.world.spaceAt(in.Place.Ref)
	if s == nil {
		return // the place went away while the core was thinking
	}
	f.answerInGroup(p, s.place(), in, r)
}

// answerInGroup never shows others what is meant for the caller.
func (f *Frontend) answerInGroup(p *person, here Place, in chat.Interaction, r chat.Reply) {
	alone := f.profile.Caps.OnlyCaller == chat.Native
	// The order matters: from what costs the caller least to what asks them to
	// do something first.
	switch {
	case r.Audience == chat.Public:
		f.reply(in, r, target{place: here})
	case r.Audience == chat.OnlyCaller && alone, r.Audience == chat.Direct && alone && !f.reachable(p):
		f.reply(in, r, target{place: here, only: p.Ref})
	case in.Kind == chat.Pressed && f.fitsToast(r):
		f.toast(p, here, chat.PlainText(r.Message.Document))
	case f.reachable(p):
		f.reply(in, r, target{place: direct(p)})
		f.note(p, here, alone, f.words(r.Locale, "core.sent_privately"))
	default:
		// The answer is recorded already and would be lost on the person, so it
		// waits; in memory only, as a real frontend would keep it.
		p.held = append(p.held, r)
		f.offerToOpen(p, here, r.Locale)
	}
}

// note tells the caller where the answer went; others learn no more than that.
func (f *Frontend) note(p *person, here Place, alone bool, words string) {
	if alone {
		f.toast(p, here, words)
		return
	}
	f.post(target{place: here}, Message{Text: words}, true)
}

// offerToOpen leaves a public link to the direct chat, where the answer waits.
func (f *Frontend) offerToOpen(p *person, here Place, locale string) {
	link, _ := f.StartLink(privatePayload)
	label := f.words(locale, "core.open_privately")
	f.post(target{place: here}, Message{
		Text: p.Name + ": " + f.words(locale, "core.waits_privately"),
		Rows: [][]Button{{{Label: label, URL: link}}},
	}, true)
}

// release shows what waited for the direct chat to be opened.
func (f *Frontend) release(p *person) {
	held := p.held
	p.held = nil
	for _, r := range held {
		f.postAll(target{place: direct(p)}, r.Message, r.Locale, true)
	}
}

// reply posts, or replaces the message that was pressed where the answer has
// the same readers as that message had.
func (f *Frontend) reply(in chat.Interaction, r chat.Reply, to target) {
	old := f.world.messages[in.Message]
	if !r.Replace || old == nil || old.place.Ref != to.place.Ref || old.only != to.only {
		f.postAll(to, r.Message, r.Locale, true)
		return
	}
	parts := f.layout(to.place.Ref, r.Message, r.Locale)
	f.replace(old, parts[0], true)
	for _, part := range parts[1:] {
		f.post(to, part, true)
	}
}

func (f *Frontend) postAll(to target, m chat.Message, locale string, answer bool) chat.MessageRef {
	var ref chat.MessageRef
	for _, part := range f.layout(to.place.Ref, m, locale) {
		ref = f.post(to, part, answer)
	}
	return ref
}

// post puts one message into a place and gives it a reference.
func (f *Frontend) post(to target, m Message, answer bool) chat.MessageRef {
	w := f.world
	m.Ref = chat.MessageRef{Place: to.place.Ref, ID: w.nextID("m")}
	w.messages[m.Ref] = &message{Message: m, place: to.place, only: to.only}
	w.record(f.entry(Posted, to, m, answer))
	return m.Ref
}

// replace leaves out an edit that changes nothing, as platforms refuse those.
func (f *Frontend) replace(old *message, m Message, answer bool) {
	m.Ref = old.Ref
	if same(old.Message, m) {
		return
	}
	old.Message = m
	f.world.record(f.entry(Edited, target{place: old.place, only: old.only}, m, answer))
}

func (f *Frontend) toast(p *person, here Place, words string) {
	f.world.record(f.entry(Toast, target{place: here, only: p.Ref}, Message{Text: words}, true))
}

// entry notes who can read something at this moment: who joins later has not
// seen it, who leaves has.
func (f *Frontend) entry(kind EntryKind, to target, m Message, answer bool) Entry {
	e := Entry{Kind: kind, Place: to.place, Message: m, Answer: answer}
	e.Readers = f.world.readers(to.place.Ref)
	if !to.only.IsZero() {
		e.Readers = []chat.UserRef{to.only}
	}
	e.Private = !to.only.IsZero() || to.place.Kind == chat.DirectPlace
	return e
}

// fitsToast reports whether a reply is words only, and few enough.
func (f *Frontend) fitsToast(r chat.Reply) bool {
	m := r.Message
	return len(m.Rows)+len(m.Files) == 0 && len([]rune(chat.PlainText(m.Document))) <= f.profile.Toast
}

// openForm puts a form before one person. A second one takes its place, as a
// platform shows one at a time.
func (f *Frontend) openForm(p *person, in chat.Interaction, form chat.Form) {
	if f.profile.Caps.Forms == chat.Absent {
		f.violated("a form, where there are none")
		return
	}
	f.checkToken(form.Token)
	p.form = &openForm{token: form.Token, place: in.Place, message: in.Message}
	shown := Form{Title: chat.PlainText(chat.Document{form.Title})}
	for _, field := range form.Fields {
		shown.Fields = append(shown.Fields, Field{
			Name: field.Name, Label: chat.PlainText(chat.Document{field.Label}), Help: chat.PlainText(chat.Document{field.Help}),
			Placeholder: field.Placeholder, Value: field.Value, MaxLength: field.MaxLength, Long: field.Long,
		})
	}
	if n := len(shown.Fields); n == 0 || n > f.profile.Caps.FormFields {
		f.violated("a form of %d fields", n)
	}
	place := Place{Place: in.Place, Name: f.world.placeName(in.Place.Ref)}
	e := f.entry(Formed, target{place: place, only: p.Ref}, Message{}, true)
	e.Form = &shown
	f.world.record(e)
}

// words returns words of the core that the frontend adds to an answer.
func (f *Frontend) words(locale, key string) string {
	if f.catalog.Text == nil {
		return key
	}
	if locale == "" && len(f.catalog.Locales) > 0 {
		locale = f.catalog.Locales[0]
	}
	return f.catalog.Text(locale, key)
}
