package discord

import (
	"context"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// The pages of the Developer Portal that a Fix leads to.
const portal = "https://discord.com/developers/applications/"

// Check looks at the application behind the token, without changing anything.
func (f *Frontend) Check(ctx context.Context) []chat.Finding {
	app, err := f.api.Meet(ctx)
	if err != nil {
		return []chat.Finding{unmet(err)}
	}
	// What is wrong with the application comes before what is wrong in a server:
	// the second is no use without the first.
	link := discordapi.InviteLink(app.ID, discordapi.Permissions)
	found := []chat.Finding{
		{Good: true, What: fmt.Sprintf("The token belongs to %s (application %s).", app.Name, app.ID)},
	}
	found = append(found, settings(app)...)
	found = append(found, f.checkGuilds(ctx, app, link)...)
	return append(found, chat.Finding{Good: true, What: "Invite the bot to a server, or install it for yourself, with " + link})
}

// unmet says why Discord would not tell who the bot is.
func unmet(err error) chat.Finding {
	if classOf(err) == chat.Fatal {
		return chat.Finding{
			What: "The token is refused.",
			Fix:  "Open " + portal + ", choose the application, then Bot, then Reset Token; put the new token into DISCORD_TOKEN.",
		}
	}
	return chat.Finding{
		What: fmt.Sprintf("Discord cannot be asked now (%v).", err),
		Fix:  "See whether this machine reaches https://discord.com and whether https://discordstatus.com tells of an outage, then check again.",
	}
}

// settings are the switches of the portal that keep the bot from working: first
// those that stop it everywhere, then those for one way of installing it.
func settings(app discordapi.Application) []chat.Finding {
	page := portal + app.ID
	// The first two are older than the installation page and easily forgotten.
	switches := []struct {
		wrong     bool
		good, bad string
		fix       string
	}{
		{
			app.CodeGrant,
			"The invite link needs no code grant.",
			"The invite link fails, because a code grant is required.",
			"Open " + page + "/bot and switch Requires OAuth2 Code Grant off.",
		},
		{
			app.Interactions != "",
			"Commands and presses come to this program.",
			"Commands and presses go to a web address, not to this program.",
			"Open " + page + "/information and empty Interactions Endpoint URL.",
		},
		{
			!installs(app, "0"),
			"Servers can install the bot.",
			"Servers cannot install the bot.",
			"Open " + page + "/installation and tick Guild Install.",
		},
		{
			!installs(app, "1"),
			"People can install the bot for themselves, and use it in direct chats without a common server.",
			"People cannot install the bot for themselves: in direct chats it works for members of its servers only.",
			"Open " + page + "/installation and tick User Install.",
		},
	}
	found := make([]chat.Finding, 0, len(switches)+1)
	for _, s := range switches {
		if s.wrong {
			found = append(found, chat.Finding{What: s.bad, Fix: s.fix})
			continue
		}
		found = append(found, chat.Finding{Good: true, What: s.good})
	}
	return append(found, chat.Finding{Good: true, What: "No privileged intent is needed; leave all three off."})
}

// installs reports whether the application may be installed in that way. An
// application that says nothing has the settings of old: servers only.
func installs(app discordapi.Application, kind string) bool {
	if len(app.Installs) == 0 {
		return kind == "0"
	}
	_, may := app.Installs[kind]
	return may
}
