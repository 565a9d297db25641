package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/transcript"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/discord/menu"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// specFolder is where the official specifications are, or "".
func specFolder() string { return os.Getenv("PARLEY_SPECS") }

// realWorld is the cast on the doubles of both platforms.
type realWorld struct {
	discord  *discordtest.Server
	telegram *telegramtest.Server
	people   []realPerson
	places   []realPlace
	waiting  func() bool // somebody wrote to the bot and has no answer yet
}

var _ transcript.World = (*realWorld)(nil)

type realPerson struct {
	name  string
	ref   chat.UserRef
	shown int             // how much of what they saw was looked at
	known map[string]bool // messages seen before
}

type realPlace struct {
	name    string
	place   chat.Place
	members []chat.UserRef
}

// double is what people do on either platform.
type double interface {
	Type(who chat.UserRef, at chat.PlaceRef, line string) error
	Reply(who chat.UserRef, message, line string) error
	Press(who chat.UserRef, message, label string) error
	Choose(who chat.UserRef, message, label string) error
	Submit(who chat.UserRef, fields map[string]string) error
	Close(who chat.UserRef) error
	Seen(who chat.UserRef) []frontendtest.Seen
}

func (w *realWorld) of(who chat.UserRef) double {
	if who.Platform == discordtest.Platform {
		return w.discord
	}
	return w.telegram
}

func (w *realWorld) person(who chat.UserRef) *realPerson {
	i := slices.IndexFunc(w.people, func(p realPerson) bool { return p.ref == who })
	return &w.people[i]
}

func (w *realWorld) Find(name string) (chat.UserRef, bool) {
	i := slices.IndexFunc(w.people, func(p realPerson) bool { return p.name == name })
	if i < 0 {
		return chat.UserRef{}, false
	}
	return w.people[i].ref, true
}

func (w *realWorld) Place(who chat.UserRef, name string) (chat.PlaceRef, bool) {
	if name == "" && who.Platform == discordtest.Platform {
		return w.discord.DirectOf(who), true
	}
	if name == "" {
		return telegramtest.Direct(who), true
	}
	for _, p := range w.places {
		if p.name == name && slices.Contains(p.members, who) {
			return p.place.Ref, true
		}
	}
	return chat.PlaceRef{}, false
}

// Type writes a line. The accounts of the sandbox have other ids here.
func (w *realWorld) Type(who chat.UserRef, at chat.PlaceRef, text string) error {
	option := ""
	if who.Platform == discordtest.Platform && strings.HasPrefix(text, "/") {
		// Discord's picker takes its own people only; others are named beside it.
		option = "user" + menu.Elsewhere + ":"
		if strings.HasPrefix(text, "/deal start ") {
			option = "counterparty" + menu.Elsewhere + ":"
		}
	}
	for _, p := range w.people {
		for _, sandbox := range []string{"sandbox-d:", "sandbox-t:"} {
			text = strings.ReplaceAll(text, sandbox+p.name, option+p.ref.String())
		}
	}
	w.await(who, at, text)
	return refusal(w.of(who).Type(who, at, text))
}

// await expects an answer to words in a direct chat on Discord, where nothing but
// the answer tells that the bot has read them.
func (w *realWorld) await(who chat.UserRef, at chat.PlaceRef, text string) {
	if who.Platform != discordtest.Platform || strings.HasPrefix(text, "/") || at != w.discord.DirectOf(who) {
		return
	}
	before := len(w.discord.Seen(who))
	w.waiting = func() bool { return len(w.discord.Seen(who)) == before }
}

// refusal makes what a double says to a person a part of the conversation.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	_, words, _ := strings.Cut(err.Error(), ": ")
	return transcript.Refusal(words)
}

func (w *realWorld) Reply(who chat.UserRef, at chat.PlaceRef, text string) error {
	for _, s := range slices.Backward(w.of(who).Seen(who)) {
		if s.Place == at && !s.Notice && len(s.Form) == 0 {
			return refusal(w.of(who).Reply(who, s.ID, text))
		}
	}
	return fmt.Errorf("%s sees nothing to reply to", w.person(who).name)
}

func (w *realWorld) Press(who chat.UserRef, label string) error {
	return w.newest(who, "button", label, func(s frontendtest.Seen) []string { return s.Buttons }, w.of(who).Press)
}

func (w *realWorld) Choose(who chat.UserRef, label string) error {
	return w.newest(who, "choice", label, func(s frontendtest.Seen) []string { return s.Choices }, w.of(who).Choose)
}

// newest acts on the newest message that offers a label as it stands now.
func (w *realWorld) newest(who chat.UserRef, what, label string, offers func(frontendtest.Seen) []string, act func(chat.UserRef, string, string) error) error {
	older := map[string]bool{}
	for _, s := range slices.Backward(w.of(who).Seen(who)) {
		if older[s.ID] || s.Notice {
			continue
		}
		older[s.ID] = true
		for _, offered := range offers(s) {
			if strings.EqualFold(console.Plain(offered), label) {
				return refusal(act(who, s.ID, offered))
			}
		}
	}
	seen := w.of(who).Seen(who)
	return fmt.Errorf("%s sees no %s %q; the latest: %+v", w.person(who).name, what, label, seen[max(0, len(seen)-3):])
}

func (w *realWorld) Submit(who chat.UserRef, fields map[string]string) error {
	return refusal(w.of(who).Submit(who, fields))
}

func (w *realWorld) Open(who chat.UserRef, link string) error {
	if who.Platform == discordtest.Platform {
		return transcript.Refusal("Discord has no such links")
	}
	return refusal(w.telegram.OpenLink(who, link))
}

func (w *realWorld) Start(who chat.UserRef, payload string) error {
	if who.Platform == discordtest.Platform {
		return transcript.Refusal("Discord has no Start")
	}
	return refusal(w.telegram.PressStart(who, payload))
}

func (w *realWorld) Close(who chat.UserRef) error { return refusal(w.of(who).Close(who)) }

func (w *realWorld) Reopen(who chat.UserRef) error {
	if who.Platform == discordtest.Platform {
		return refusal(w.discord.Reopen(who))
	}
	return refusal(w.telegram.Unblock(who))
}

// Redeliver repeats the last act where a platform would: Discord never does.
func (w *realWorld) Redeliver(who chat.UserRef) error {
	if who.Platform == discordtest.Platform {
		return transcript.Refusal("Discord delivers once")
	}
	return refusal(w.telegram.Redeliver(who))
}

func (w *realWorld) SetLocale(who chat.UserRef, locale string) error {
	if who.Platform == discordtest.Platform {
		w.discord.SetLocale(who, locale)
		return nil
	}
	return refusal(w.telegram.SetLocale(who, locale))
}

func (w *realWorld) Rename(who chat.UserRef, name string) error {
	if who.Platform == discordtest.Platform {
		w.discord.Rename(who, name, w.person(who).name)
		return nil
	}
	return refusal(w.telegram.Rename(who, name, w.person(who).name))
}

func (w *realWorld) Leave(who chat.UserRef) error {
	for i, p := range w.places {
		if !slices.Contains(p.members, who) {
			continue
		}
		w.places[i].members = slices.DeleteFunc(slices.Clone(p.members), func(m chat.UserRef) bool { return m == who })
		if who.Platform == discordtest.Platform {
			w.discord.Leave(who, p.place.Space)
			return nil
		}
		return refusal(w.telegram.Leave(who, p.place.Ref))
	}
	return fmt.Errorf("%s is nowhere to leave", w.person(who).name)
}

func (w *realWorld) Idle(ctx context.Context) error {
	for {
		changed := w.discord.Changed()
		if w.waiting == nil || !w.waiting() {
			break
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	w.waiting = nil
	if err := w.discord.Idle(ctx); err != nil {
		return err
	}
	return w.telegram.Idle(ctx)
}

// Violations leaves out what a correct client learns by being refused: on a slow
// machine it may answer an interaction again that was answered already.
func (w *realWorld) Violations() []string {
	return slices.Concat(w.discord.Mistakes(), w.telegram.ViolationsBut(neverStarted))
}

// neverStarted is the double's rule of writing to who never pressed Start. An
// answer to somebody in a group tries it once: many did so long ago.
const neverStarted = 11
