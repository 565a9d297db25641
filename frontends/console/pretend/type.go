package pretend

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Type is somebody writing in a place. A line that begins with "/" is a
// command. Other words are an answer in a direct chat; in a group the bot does
// not read them: see Reply.
func (w *World) Type(who chat.UserRef, at chat.PlaceRef, text string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, place, err := w.stand(who, at)
	if err != nil {
		return err
	}
	f := w.frontend(who.Platform)
	line, command := strings.CutPrefix(strings.TrimSpace(text), "/")
	words := w.values(who, line)
	// Where Start comes first, typing "/start" is pressing it, and nothing else
	// can be written before.
	if f.profile.StartFirst && place.Kind == chat.DirectPlace {
		if command && len(words) > 0 && strings.EqualFold(words[0].Text, "start") {
			payload := strings.TrimSpace(line[len(words[0].Text):])
			return w.start(f, p, payload)
		}
		if !p.Started {
			return ErrNotStarted
		}
	}
	w.say(p, place, text)
	if command {
		f.invoke(p, place, words)
		return nil
	}
	if place.Kind != chat.DirectPlace {
		return nil
	}
	if m := w.newest(who, place.Ref); m != nil && w.byNumber(p, m, text) {
		return nil
	}
	w.act(p, place, chat.Interaction{Kind: chat.Answer, Text: w.answerValue(who, text)})
	return nil
}

// Reply is somebody answering one of the bot's messages.
func (w *World) Reply(who chat.UserRef, to chat.MessageRef, text string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, place, err := w.stand(who, to.Place)
	if err != nil {
		return err
	}
	m := w.visible(who, to)
	if m == nil {
		return ErrNoMessage
	}
	w.say(p, place, text)
	if w.byNumber(p, m, text) {
		return nil
	}
	w.act(p, place, chat.Interaction{Kind: chat.Answer, Text: w.answerValue(who, text), Message: to})
	return nil
}

// invoke hands a typed command over, with its options bound where the platform
// knows them. What it does not know is the core's to judge.
func (f *Frontend) invoke(p *person, place Place, words []chat.Value) {
	in := chat.Interaction{Kind: chat.Invoke, Words: words}
	if f.profile.Bound {
		if cmd, rest, known := f.catalog.Match(words); known {
			if args, fits := bind(cmd, rest); fits {
				in.Path, in.Args, in.Words = cmd.Path, args, nil
			}
		}
	}
	f.world.act(p, place, in)
}

// stand returns who and where, if that person can write there now.
func (w *World) stand(who chat.UserRef, at chat.PlaceRef) (*person, Place, error) {
	p := w.person(who)
	if p == nil {
		return nil, Place{}, ErrNobody
	}
	if at == DirectRef(who) {
		if p.Closed {
			return nil, Place{}, ErrClosed
		}
		return p, direct(p), nil
	}
	s := w.spaceAt(at)
	if s == nil {
		return nil, Place{}, ErrNoPlace
	}
	if _, in := s.member(who); !in || s.gone {
		return nil, Place{}, ErrNoPlace
	}
	return p, s.place(), nil
}

// say puts a person's words before everybody who is there.
func (w *World) say(p *person, place Place, text string) {
	ref := chat.MessageRef{Place: place.Ref, ID: w.nextID("m")}
	w.record(Entry{
		Kind: Typed, Place: place, From: p.Ref, Readers: w.readers(place.Ref),
		Private: place.Kind == chat.DirectPlace, Message: Message{Ref: ref, Text: text},
	})
}

// byNumber presses the button that a message lists under a number.
func (w *World) byNumber(p *person, m *message, text string) bool {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 || n > len(m.Numbered) {
		return false
	}
	w.act(p, m.place, chat.Interaction{Kind: chat.Pressed, Token: m.Numbered[n-1].Token, Message: m.Ref})
	return true
}

// act completes an interaction with who, where and when, and queues it.
func (w *World) act(p *person, place Place, in chat.Interaction) {
	in.EventID = w.nextID("e")
	in.User = p.User
	in.Place = place.Place
	in.At = w.opt.Now()
	if s := w.spaceAt(place.Ref); s != nil {
		m, _ := s.member(p.Ref)
		in.Roles, in.Admin = m.Roles, m.Admin
	}
	w.frontend(p.Ref.Platform).queue.add(event{lane: p.Ref.String(), in: &in})
	w.touch()
}

// observe completes an event and queues it for its platform.
func (w *World) observe(lane string, ev chat.Event) {
	ev.Platform = ev.User.Ref.Platform
	if ev.Platform == "" {
		ev.Platform = ev.Space.Platform
	}
	ev.EventID = w.nextID("e")
	ev.At = w.opt.Now()
	w.frontend(ev.Platform).queue.add(event{lane: lane, ev: &ev})
	w.touch()
}
