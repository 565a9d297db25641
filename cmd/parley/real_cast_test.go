package main

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	discordspec "github.com/parleybot/parley/frontends/discord/discordtest/conform"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
	telegramspec "github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

// The cast of the sandbox and its guests, as they are on the platforms.
var (
	realAlice = chat.UserRef{Platform: discordtest.Platform, ID: "900000000000000001"}
	realMia   = chat.UserRef{Platform: discordtest.Platform, ID: "900000000000000002"}
	realOwner = chat.UserRef{Platform: discordtest.Platform, ID: "900000000000000003"}
	realDan   = chat.UserRef{Platform: discordtest.Platform, ID: "900000000000000004"}
	realRobo  = chat.UserRef{Platform: discordtest.Platform, ID: "900000000000000005"}
	realKai   = chat.UserRef{Platform: discordtest.Platform, ID: "900000000000000006"}
	realBob   = chat.UserRef{Platform: telegramtest.Platform, ID: "700001"}
	realOmar  = chat.UserRef{Platform: telegramtest.Platform, ID: "700002"}
	realAlly  = chat.UserRef{Platform: telegramtest.Platform, ID: "700003"}
	realNora  = chat.UserRef{Platform: telegramtest.Platform, ID: "700004"}
)

// openDoubles opens both doubles. With the specifications at hand they judge
// every request and every answer by them.
func openDoubles(t testing.TB) (*discordtest.Server, *telegramtest.Server) {
	t.Helper()
	var ds *discordspec.Spec
	var ts *telegramspec.Spec
	if folder := specFolder(); folder != "" {
		var err error
		if ds, err = discordspec.Load(folder); err != nil {
			t.Fatal(err)
		}
		if ts, err = telegramspec.Load(folder); err != nil {
			t.Fatal(err)
		}
	}
	d, err := discordtest.Open(discordtest.Options{Specs: ds})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Shutdown() })
	tg, err := telegramtest.Open(telegramtest.Options{Specs: ts, Username: "parley_sandbox_bot", HookSecond: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tg.Shutdown() })
	return d, tg
}

// populate puts the cast into both worlds, as the sandbox's is in its own:
// Harbor and Reef on Discord, Dock on Telegram.
func (w *realWorld) populate() {
	add := func(ref chat.UserRef, handle, name string, bot bool) {
		u := chat.User{Ref: ref, Name: name, Handle: handle, Locale: "en", Bot: bot}
		if ref.Platform == discordtest.Platform {
			u = w.discord.AddUser(u)
		} else {
			u = w.telegram.AddUser(u)
		}
		w.people = append(w.people, realPerson{name: handle, ref: u.Ref})
	}
	add(realAlice, "alice", "Alice", false)
	add(realBob, "bob", "Bob", false)
	add(realMia, "mia", "Mia", false)
	add(realOmar, "omar", "Omar", false)
	add(realOwner, "owner", "Owner", false)
	add(realAlly, "ally", "Alice on the go", false)
	add(realNora, "nora", "Nora", false)
	add(realDan, "dan", "Dan", false)
	add(realRobo, "robo", "Robo", true)
	add(realKai, "kai", "Kai", false)
	w.discord.InstallFor(realKai) // he shares no server with the bot

	mediator := chat.Role{Name: "DealMediator"}
	harbor := w.discord.AddGuild(discordtest.Guild{Name: "Harbor", Members: []discordtest.Member{
		{Who: realAlice}, {Who: realMia, Roles: []chat.Role{mediator}}, {Who: realOwner, Admin: true},
	}})
	reef := w.discord.AddGuild(discordtest.Guild{Name: "Reef", Members: []discordtest.Member{
		{Who: realAlice}, {Who: realRobo}, {Who: realDan, Admin: true},
	}})
	dock := w.telegram.AddChat(telegramtest.Chat{Kind: telegramtest.Group, Title: "Dock", Members: []telegramtest.Member{
		{Who: realBob}, {Who: realOmar, Admin: true},
	}})
	w.places = []realPlace{
		{"#deals", harbor, []chat.UserRef{realAlice, realMia, realOwner}},
		{"#bots", reef, []chat.UserRef{realAlice, realDan}},
		{"Dock", dock, []chat.UserRef{realBob, realOmar}},
	}
}
