package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// double is a pretended platform with people in direct chats with the bot.
type double interface {
	Platform() chat.Platform
	// Settings lead a bot to the double, as NAME=value.
	Settings() []string
	// Ready waits until a bot listens, or ctx ends.
	Ready(ctx context.Context) error
	// Meet adds somebody who may talk to the bot, and returns the direct chat. Known
	// is the account they have; zero makes one up.
	Meet(name string, known chat.UserRef) (chat.UserRef, chat.PlaceRef)
	// Script is what people do there.
	Script() script
	Type(who chat.UserRef, at chat.PlaceRef, line string) error
	Press(who chat.UserRef, message, label string) error
	Submit(who chat.UserRef, fields map[string]string) error
	Seen(who chat.UserRef) []frontendtest.Seen
	Down(down bool)
	// Idle waits until everything that was sent to the bot is dealt with.
	Idle(ctx context.Context) error
	Violations() []string
	Shutdown() error
}

// shown is told what somebody sees of the bot, the moment they do.
type shown func(who chat.UserRef, message string)

// open opens the double of a platform.
func open(p chat.Platform, tell shown) (double, error) {
	if p == discordtest.Platform {
		// What somebody has before them must not be forgotten while everybody else
		// has their turns.
		s, err := discordtest.Open(discordtest.Options{Shown: tell, History: 1 << 17})
		return onDiscord{s}, err
	}
	// A person looks at the newest messages only, or waits a while with a button, and
	// so many chats with long memories would fill the memory of the double.
	s, err := telegramtest.Open(telegramtest.Options{Shown: tell, History: 64})
	return onTelegram{s}, err
}

type onTelegram struct{ *telegramtest.Server }

func (onTelegram) Platform() chat.Platform { return telegramtest.Platform }

func (d onTelegram) Settings() []string {
	return []string{"TELEGRAM_TOKEN=" + d.Token(), "TELEGRAM_API_URL=" + d.URL()}
}

// Ready waits for a long poll. Updates would wait for who polls, but Koishi skips
// those that it finds at its start.
func (d onTelegram) Ready(ctx context.Context) error { return d.Polled(ctx) }

func (d onTelegram) Meet(name string, known chat.UserRef) (chat.UserRef, chat.PlaceRef) {
	who := d.AddUser(chat.User{Ref: known, Name: name, Locale: "en"}).Ref
	if err := d.Arrive(who); err != nil { // only strangers cannot arrive
		panic(err)
	}
	return who, telegramtest.Direct(who)
}

func (onTelegram) Script() script { return telegramScript() }

type onDiscord struct{ *discordtest.Server }

func (onDiscord) Platform() chat.Platform { return discordtest.Platform }

func (d onDiscord) Settings() []string {
	return []string{"DISCORD_TOKEN=" + d.Token(), "DISCORD_API_URL=" + d.URL()}
}

func (d onDiscord) Meet(name string, known chat.UserRef) (chat.UserRef, chat.PlaceRef) {
	who := d.AddUser(chat.User{Ref: known, Name: name, Locale: "en"}).Ref
	d.InstallFor(who)
	return who, d.DirectOf(who)
}

func (onDiscord) Script() script { return discordScript() }

// sound fails where the bot did what the platform would refuse.
func sound(d double) error {
	for _, v := range d.Violations() {
		if excused := d.Script().excused; excused == "" || !strings.HasPrefix(v, excused) {
			return fmt.Errorf("%s would have refused: %s", d.Platform(), v)
		}
	}
	return nil
}
