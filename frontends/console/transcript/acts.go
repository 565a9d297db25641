package transcript

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// act carries one line out. It returns who acted, and an error for what the
// line gets wrong; what a person cannot do is returned as a Refusal.
func (r *runner) act(ctx context.Context, line string) (chat.UserRef, error) {
	if rest, is := strings.CutPrefix(line, "@ "); is {
		return chat.UserRef{}, r.direct(ctx, rest)
	}
	if who, text, is := strings.Cut(line, "> "); is {
		return r.say(who, text)
	}
	name, rest, _ := strings.Cut(line, " ")
	verb, what, _ := strings.Cut(rest, " ")
	who, known := r.World.Find(name)
	if !known {
		return chat.UserRef{}, fmt.Errorf("nobody is called %q", name)
	}
	switch verb {
	case "presses":
		return who, r.World.Press(who, what)
	case "chooses":
		return who, r.World.Choose(who, what)
	case "submits":
		return who, r.World.Submit(who, fields(what))
	case "opens":
		return who, r.World.Open(who, what)
	case "starts":
		return who, r.World.Start(who, what)
	case "closes":
		return who, r.World.Close(who)
	case "reopens":
		return who, r.World.Reopen(who)
	}
	return who, fmt.Errorf("no such act: %q", line)
}

// say is "alice> …", "alice in #deals> …" and "alice replies in #deals> …".
func (r *runner) say(who, text string) (chat.UserRef, error) {
	who, place, _ := strings.Cut(who, " in ")
	name, replies := strings.CutSuffix(who, " replies")
	ref, known := r.World.Find(name)
	if !known {
		return chat.UserRef{}, fmt.Errorf("nobody is called %q", name)
	}
	at, known := r.World.Place(ref, place)
	if !known {
		return ref, fmt.Errorf("%s knows no place %q", name, place)
	}
	if replies {
		return ref, r.World.Reply(ref, at, text)
	}
	return ref, r.World.Type(ref, at, text)
}

// direct is a stage direction, "@ …".
func (r *runner) direct(ctx context.Context, line string) error {
	words := strings.SplitN(line, " ", 3)
	words = append(words, "", "")
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
	}
	about := map[string]func(chat.UserRef) error{
		"redeliver": r.World.Redeliver,
		"locale":    func(who chat.UserRef) error { return r.World.SetLocale(who, words[2]) },
		"rename":    func(who chat.UserRef) error { return r.World.Rename(who, words[2]) },
		"leave":     r.World.Leave,
	}[words[0]]
	if about == nil {
		return fmt.Errorf("no such direction: %q", line)
	}
	who, known := r.World.Find(words[1])
	if !known {
		return fmt.Errorf("nobody is called %q", words[1])
	}
	return about(who)
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
