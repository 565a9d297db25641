package pretend

import (
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Press is somebody pressing the n-th button of a message, from 0.
func (w *World) Press(who chat.UserRef, ref chat.MessageRef, n int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, m, err := w.touched(who, ref)
	if err != nil {
		return err
	}
	buttons := m.Buttons()
	if n < 0 || n >= len(buttons) {
		return ErrNoButton
	}
	if url := buttons[n].URL; url != "" {
		return w.open(p, url)
	}
	w.act(p, m.place, chat.Interaction{Kind: chat.Pressed, Token: buttons[n].Token, Message: ref})
	return nil
}

// Choose is somebody picking a value from the select of a message.
func (w *World) Choose(who chat.UserRef, ref chat.MessageRef, value string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, m, err := w.touched(who, ref)
	if err != nil {
		return err
	}
	for _, s := range m.Selects {
		if slices.ContainsFunc(s.Choices, func(o Option) bool { return o.Value == value }) {
			w.act(p, m.place, chat.Interaction{Kind: chat.Chose, Token: s.Token, Choice: value, Message: ref})
			return nil
		}
	}
	return ErrNoButton
}

// touched returns who and what, if that person can press it now.
func (w *World) touched(who chat.UserRef, ref chat.MessageRef) (*person, *message, error) {
	p := w.person(who)
	if p == nil {
		return nil, nil, ErrNobody
	}
	m := w.visible(who, ref)
	if m == nil {
		return nil, nil, ErrNoMessage
	}
	return p, m, nil
}

// Submit is somebody sending the form that is open before them. Fields that
// are not given are empty.
func (w *World) Submit(who chat.UserRef, fields map[string]string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return ErrNobody
	}
	if p.form == nil {
		return ErrNoForm
	}
	form := p.form
	p.form = nil
	values := make(map[string]chat.Value, len(fields))
	for name, text := range fields {
		values[name] = chat.Value{Text: text}
	}
	w.act(p, Place{Place: form.place}, chat.Interaction{
		Kind: chat.Submit, Token: form.token, Fields: values, Message: form.message,
	})
	return nil
}

// Dismiss is somebody closing the open form; the core never learns of it.
func (w *World) Dismiss(who chat.UserRef) error {
	return w.change(who, func(p *person) { p.form = nil })
}

// Open is somebody following a link. A start link opens the direct chat on the
// platform that it belongs to; any other leads out of the world and does
// nothing.
func (w *World) Open(who chat.UserRef, url string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return ErrNobody
	}
	return w.open(p, url)
}

func (w *World) open(p *person, url string) error {
	for _, f := range w.platforms {
		payload, ours := strings.CutPrefix(url, f.profile.StartURL)
		if f.profile.StartURL == "" || !ours {
			continue
		}
		if f.profile.Platform != p.Ref.Platform {
			return ErrElsewhere
		}
		return w.start(f, p, payload)
	}
	return nil
}
