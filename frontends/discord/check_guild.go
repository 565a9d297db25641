package discord

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

const (
	// mostChecked bounds the guilds that are looked at where none is named: each
	// costs four requests, and a check is waited for.
	mostChecked = 10
	// mostNamed bounds the channels that are named for one permission.
	mostNamed = 5
)

// checkGuilds looks at the guild that is to get the commands at once or, where
// none is named, at some of those that the bot is in.
func (f *Frontend) checkGuilds(ctx context.Context, app discordapi.Application, link string) []chat.Finding {
	if f.guild != "" {
		return f.checkNamed(ctx, app, link)
	}
	found := []chat.Finding{{Good: true, What: "DISCORD_GUILD_ID is not set: new commands may take a while to show in servers."}}
	guilds, err := f.api.Guilds(ctx, mostChecked+1)
	if err != nil {
		return append(found, unmet(err))
	}
	if len(guilds) == 0 {
		return append(found, chat.Finding{Good: true, What: "The bot is in no server yet; the link below adds it."})
	}
	for _, g := range guilds[:min(len(guilds), mostChecked)] {
		standing, err := f.api.Standing(ctx, g.ID, app.UserID)
		if err != nil {
			return append(found, unmet(err)) // the next one would hardly do better
		}
		found = append(found, permitted(standing)...)
	}
	if len(guilds) > mostChecked {
		found = append(found, chat.Finding{Good: true, What: fmt.Sprintf(
			"The bot is in more servers; %d were looked at. Set DISCORD_GUILD_ID to look at another one.", mostChecked)})
	}
	return found
}

// checkNamed looks at the guild of DISCORD_GUILD_ID.
func (f *Frontend) checkNamed(ctx context.Context, app discordapi.Application, link string) []chat.Finding {
	standing, err := f.api.Standing(ctx, f.guild, app.UserID)
	switch classOf(err) {
	case chat.Gone, chat.Forbidden:
		return []chat.Finding{{
			What: "The bot is not in the server " + f.guild + " of DISCORD_GUILD_ID.",
			Fix:  "Open " + link + " and choose that server, or correct the id: right click on the server, Copy Server ID.",
		}}
	}
	if err != nil {
		return []chat.Finding{unmet(err)}
	}
	here := chat.Finding{Good: true, What: "The bot is in the server " + printable(standing.Guild.Name) + " of DISCORD_GUILD_ID."}
	return append([]chat.Finding{here}, permitted(standing)...)
}

// permitted names what the bot may not do in a guild: first in all of it, then
// in channels. A channel in which people without roles may not do it either is
// closed on purpose, as rules and the team's own channels are: that is told, but
// nothing needs to be done.
func permitted(s discordapi.Standing) []chat.Finding {
	server := printable(s.Guild.Name)
	lacking := discordapi.Permissions &^ s.Everywhere()
	var found []chat.Finding
	if lacking != 0 {
		names := permissionNames(lacking)
		found = append(found, chat.Finding{
			What: fmt.Sprintf("In the server %s the bot lacks the permission %s.", server, names),
			Fix:  fmt.Sprintf("In that server open Server Settings > Roles > %s > Permissions and switch on %s.", roleOf(s), names),
		})
	}
	channels := slices.DeleteFunc(slices.Clone(s.Channels), func(c discordapi.GuildChannel) bool { return !forWords(c.Type) })
	apart, closed := exceptions(s, channels, lacking)
	if apart != "" {
		found = append(found, chat.Finding{
			What: fmt.Sprintf("In the server %s the bot lacks %s, although people have it there.", server, apart),
			Fix: "Open Edit Channel > Permissions of each, choose " + roleOf(s) +
				" (with + if it is not listed) and allow what is named; only commands are answered there otherwise.",
		})
	}
	if closed != "" {
		found = append(found, chat.Finding{Good: true, What: fmt.Sprintf(
			"In the server %s the bot lacks %s, like people without a role. If it is to write there, allow it under Edit Channel > Permissions.",
			server, closed)})
	}
	if found == nil {
		found = []chat.Finding{{Good: true, What: fmt.Sprintf(
			"In the server %s the bot has every permission it needs, in each of %d channels.", server, len(channels))}}
	}
	return found
}

// exceptions says what the bot lacks in which channels beyond what it lacks
// everywhere: where people have it, and where they have not.
func exceptions(s discordapi.Standing, channels []discordapi.GuildChannel, everywhere int64) (apart, closed string) {
	people := s.Everybody()
	var here, too []string
	for _, p := range permissions {
		var mine, ours []string
		for _, c := range channels {
			lacking := discordapi.Permissions &^ s.In(c) &^ everywhere
			if lacking&viewChannel != 0 {
				lacking = viewChannel // nothing else counts in a channel that it does not see
			}
			switch {
			case lacking&p.bit == 0:
			case people.In(c)&p.bit != 0:
				mine = append(mine, "#"+printable(c.Name))
			default:
				ours = append(ours, "#"+printable(c.Name))
			}
		}
		here, too = name(here, p.name, mine), name(too, p.name, ours)
	}
	return strings.Join(here, "; "), strings.Join(too, "; ")
}

// name adds a permission and the first of the channels where it is missing.
func name(list []string, permission string, channels []string) []string {
	if len(channels) == 0 {
		return list
	}
	line := permission + " in " + strings.Join(channels[:min(len(channels), mostNamed)], ", ")
	if more := len(channels) - mostNamed; more > 0 {
		line += fmt.Sprintf(" and %d more", more)
	}
	return append(list, line)
}

// roleOf is the role that Discord made for the bot, by the name it has now.
func roleOf(s discordapi.Standing) string {
	for _, r := range s.Roles {
		if r.Tags.BotID == s.UserID && s.UserID != "" {
			return printable(r.Name)
		}
	}
	return "the bot's role"
}

const viewChannel = 1 << 10

// permissions are those of discordapi.Permissions as Discord's settings call
// them, in the order in which they stand there.
var permissions = [...]struct {
	bit  int64
	name string
}{
	{viewChannel, "View Channels"},
	{1 << 11, "Send Messages"},
	{1 << 38, "Send Messages in Threads"},
	{1 << 14, "Embed Links"},
	{1 << 15, "Attach Files"},
	{1 << 16, "Read Message History"},
}

func permissionNames(bits int64) string {
	var names []string
	for _, p := range permissions {
		if bits&p.bit != 0 {
			names = append(names, p.name)
		}
	}
	return strings.Join(names, ", ")
}

// forWords reports the kinds of channels that people write in: text, news and
// forums. Categories hold no messages, and voice is not for writing.
func forWords(kind int) bool { return kind == 0 || kind == 5 || kind == 15 }

// printable is a name that others chose, fit for the terminal of whoever checks:
// anybody may have added the bot to a server of theirs.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, name)
}
