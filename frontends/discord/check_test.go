package discord_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		portal discordtest.Portal
		fixes  []string // what is to be clicked, in this order
	}{
		{"all is well", discordtest.Portal{Name: "Parley"}, nil},
		{"a code grant", discordtest.Portal{CodeGrant: true}, []string{"Requires OAuth2 Code Grant"}},
		{"no user install", discordtest.Portal{NoUserInstall: true}, []string{"tick User Install"}},
		{"both", discordtest.Portal{CodeGrant: true, NoUserInstall: true}, []string{"Requires OAuth2 Code Grant", "tick User Install"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := pretended(t, discordtest.Options{})
			p.Set(tt.portal)
			bad := unsound(t, p.f.Check(t.Context()))
			if len(bad) != len(tt.fixes) {
				t.Fatalf("got %+v", bad)
			}
			for i, f := range bad {
				if !strings.Contains(f.Fix, tt.fixes[i]) || !strings.Contains(f.Fix, "https://discord.com/developers/applications/"+p.ApplicationID()) {
					t.Errorf("got %+v, want %s", f, tt.fixes[i])
				}
			}
		})
	}
}

// unsound returns what needs to be done, and fails where a finding says nothing.
func unsound(t *testing.T, found []chat.Finding) (bad []chat.Finding) {
	t.Helper()
	for _, f := range found {
		if f.What == "" || f.Good != (f.Fix == "") {
			t.Errorf("got %+v", f)
		}
		if !f.Good {
			bad = append(bad, f)
		}
	}
	return bad
}

func TestCheckGuild(t *testing.T) {
	t.Parallel()
	server := pretended(t, discordtest.Options{})
	group := server.Cast().Group
	for guild, fix := range map[string]string{group.Space.ID: "", "99": "choose that server"} {
		f, err := discord.New(discord.Options{Token: server.Token(), URL: server.URL(), Guild: guild})
		if err != nil {
			t.Fatal(err)
		}
		bad := unsound(t, f.Check(t.Context()))
		if fix == "" && len(bad) > 0 || fix != "" && (len(bad) != 1 || !strings.Contains(bad[0].Fix, fix)) {
			t.Errorf("guild %s: %+v", guild, bad)
		}
	}
}

// Without a guild of choice, those that the bot is in are looked at.
func TestCheckGuilds(t *testing.T) {
	t.Parallel()
	p := pretended(t, discordtest.Options{})
	group := p.Cast().Group
	news := p.AddChannel(group.Space, "news", discordtest.Announcement)
	p.Deny(news, discordtest.EmbedLinks)
	p.AddGuild(discordtest.Guild{Name: "Elsewhere", Absent: true})
	bad := unsound(t, p.f.Check(t.Context()))
	if len(bad) != 1 || !strings.Contains(bad[0].What, "In the server Harbor the bot lacks Embed Links in #news,") {
		t.Errorf("got %+v", bad)
	}
	for n := range 10 {
		p.AddGuild(discordtest.Guild{Name: fmt.Sprint("Dock ", n)})
	}
	told := fmt.Sprint(p.f.Check(t.Context()))
	if !strings.Contains(told, "In the server Dock 8 ") || strings.Contains(told, "Dock 9") || !strings.Contains(told, "10 were looked at") {
		t.Errorf("got %s", told)
	}
	p.Fail(discordtest.Fault{Method: "GET", Route: "/guilds/{guild_id}/roles", Status: 500})
	if bad := unsound(t, p.f.Check(t.Context())); len(bad) != 1 || !strings.Contains(bad[0].What, "cannot be asked now") {
		t.Errorf("got %+v", bad)
	}
}

func TestCheckWithoutGuilds(t *testing.T) {
	t.Parallel()
	p := pretended(t, discordtest.Options{})
	p.Kick(p.Cast().Group.Space)
	found := p.f.Check(t.Context())
	if bad := unsound(t, found); len(bad) > 0 || !strings.Contains(fmt.Sprint(found), "in no server yet") {
		t.Errorf("got %+v", found)
	}
}

func TestInviteLink(t *testing.T) {
	t.Parallel()
	p := pretended(t, discordtest.Options{})
	link, err := p.f.InviteLink(t.Context())
	if err != nil || !strings.HasPrefix(link, "https://discord.com/oauth2/authorize?") || !strings.Contains(link, p.ApplicationID()) {
		t.Errorf("got %q, %v", link, err)
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]discord.Options{
		"no token":       {},
		"a plain URL":    {Token: "x", URL: "http://discord.example"},
		"a guild's name": {Token: "x", Guild: "Harbor"},
	} {
		if _, err := discord.New(o); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	f, err := discord.New(discord.Options{Token: "x"})
	if err != nil || f.Platform() != "discord" {
		t.Errorf("got %v, %v", f, err)
	}
}
