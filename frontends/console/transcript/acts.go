package transcript

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// act carries one line out. It returns who acted, and an error for what the
// line gets wrong; what a person cannot do is returned as a refusal.
func (r *runner) act(ctx context.Context, line string) (chat.UserRef, error) {
	if rest, is := strings.CutPrefix(line, "@ "); is {
		return chat.UserRef{}, r.direct(ctx, rest)
	}
	if who, text, is := strings.Cut(line, "> "); is {
		return r.say(who, text)
	}
	name, rest, _ := strings.Cut(line, " ")
	verb, what, _ := strings.Cut(rest, " ")
	p, known := r.World.Find(name)
	if !known {
		return chat.UserRef{}, fmt.Errorf("nobody is called %q", name)
	}
	switch verb {
	case "presses":
		return p.Ref, r.press(p, what)
	case "chooses":
		return p.Ref, r.choose(p, what)
	case "submits":
		return p.Ref, r.World.Submit(p.Ref, fields(what))
	case "opens":
		return p.Ref, r.World.Open(p.Ref, what)
	case "starts":
		return p.Ref, r.World.Start(p.Ref, what)
	case "closes":
		return p.Ref, r.World.Close(p.Ref)
	case "reopens":
		return p.Ref, r.World.Reopen(p.Ref)
	}
	return p.Ref, fmt.Errorf("no such act: %q", line)
}

// say is "alice> …", "alice in #deals> …" and "alice replies in #deals> …".
func (r *runner) say(who, text string) (chat.UserRef, error) {
	who, place, elsewhere := strings.Cut(who, " in ")
	name, replies := strings.CutSuffix(who, " replies")
	p, known := r.World.Find(name)
	if !known {
		return chat.UserRef{}, fmt.Errorf("nobody is called %q", name)
	}
	at := pretend.DirectRef(p.Ref)
	if elsewhere {
		places := r.World.Places(p.Ref)
		i := slices.IndexFunc(places, func(o pretend.Place) bool { return o.Name == place })
		if i < 0 {
			return p.Ref, fmt.Errorf("%s knows no place %q", name, place)
		}
		at = places[i].Ref
	}
	if !replies {
		return p.Ref, r.World.Type(p.Ref, at, text)
	}
	m, some := r.World.NewestMessage(p.Ref, at)
	if !some {
		return p.Ref, fmt.Errorf("%s sees nothing to reply to", name)
	}
	return p.Ref, r.World.Reply(p.Ref, m.Ref, text)
}

// press finds the newest button with a label, on messages as they stand now.
func (r *runner) press(p pretend.Person, label string) error {
	for m := range r.messages(p.Ref) {
		for i, b := range m.Buttons() {
			if strings.EqualFold(console.Plain(b.Label), label) {
				return r.World.Press(p.Ref, m.Ref, i)
			}
		}
	}
	return fmt.Errorf("%s sees no button %q", p.Handle, label)
}

func (r *runner) choose(p pretend.Person, label string) error {
	for m := range r.messages(p.Ref) {
		for _, s := range m.Selects {
			for _, o := range s.Choices {
				if strings.EqualFold(console.Plain(o.Label), label) {
					return r.World.Choose(p.Ref, m.Ref, o.Value)
				}
			}
		}
	}
	return fmt.Errorf("%s sees no choice %q", p.Handle, label)
}

// messages yields what the bot wrote to somebody, newest first.
func (r *runner) messages(who chat.UserRef) func(func(pretend.Message) bool) {
	return func(yield func(pretend.Message) bool) {
		for _, e := range slices.Backward(r.World.Entries(0, who)) {
			m, visible := r.World.Message(who, e.Message.Ref)
			if visible && !yield(m) {
				return
			}
		}
	}
}

// direct is a stage direction, "@ …".
func (r *runner) direct(ctx context.Context, line string) error {
	words := strings.SplitN(line, " ", 3)
	words = append(words, "", "")
	var p pretend.Person
	if slices.Contains([]string{"redeliver", "locale", "rename", "leave"}, words[0]) {
		var known bool
		if p, known = r.World.Find(words[1]); !known {
			return fmt.Errorf("nobody is called %q", words[1])
		}
	}
	switch words[0] {
	case "advance":
		d, err := duration(words[1])
		if err != nil || r.Advance == nil {
			return errors.Join(fmt.Errorf("cannot advance %q here", words[1]), err)
		}
		return r.Advance(ctx, d)
	case "restart":
		if r.Restart == nil {
			return errors.New("this stage cannot restart")
		}
		return r.Restart(ctx)
	case "redeliver":
		if !r.World.Redeliver(p.Ref) {
			return fmt.Errorf("%s has not done anything", words[1])
		}
		return nil
	case "locale":
		return r.World.SetLocale(p.Ref, words[2])
	case "rename":
		return r.World.Rename(p.Ref, words[2], "")
	case "leave":
		for _, place := range r.World.Places(p.Ref)[1:] {
			return r.World.Leave(place.Space, p.Ref)
		}
	}
	return fmt.Errorf("no such direction: %q", line)
}

// fields reads "amount=250 EUR; due=tomorrow".
func fields(text string) map[string]string {
	values := map[string]string{}
	for pair := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		values[name] = value
	}
	return values
}

// duration reads what time.ParseDuration reads, and whole days: "3d".
func duration(text string) (time.Duration, error) {
	if days, is := strings.CutSuffix(text, "d"); is {
		h, err := time.ParseDuration(days + "h")
		return 24 * h, err
	}
	return time.ParseDuration(text)
}
