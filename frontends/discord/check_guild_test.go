package discord

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// standing is the bot's in a guild where everybody may do all that it needs.
func standing(channels ...discordapi.GuildChannel) discordapi.Standing {
	own := discordapi.Role{ID: "5", Name: "Parley"}
	own.Tags.BotID = "7"
	return discordapi.Standing{
		Guild: discordapi.Guild{ID: "9", Name: "Harbor"}, UserID: "7", RoleIDs: []string{"5"}, Channels: channels,
		Roles: []discordapi.Role{{ID: "9", Permissions: discordapi.Permissions}, own},
	}
}

// closedTo is a text channel in which somebody lacks permissions.
func closedTo(name, whom string, bits int64) discordapi.GuildChannel {
	return discordapi.GuildChannel{Name: name, Overwrites: []discordapi.Overwrite{{ID: whom, Deny: bits}}}
}

func TestPermitted(t *testing.T) {
	t.Parallel()
	const all, send, embed = discordapi.Permissions, 1 << 11, 1 << 14
	many := make([]discordapi.GuildChannel, 7)
	for i := range many {
		many[i] = closedTo(fmt.Sprint("c", i+1), "7", send)
	}
	weak := standing(closedTo("a", "7", embed))
	weak.Roles[0].Permissions = all &^ (embed | 1<<38)
	voice := closedTo("talk", "7", all)
	voice.Type = 2
	crooked := standing()
	crooked.Guild.Name = "Har\x1b[31mbor\u202e"
	for name, tt := range map[string]struct {
		s    discordapi.Standing
		what []string // one of each finding
		fix  []string // "" where nothing needs to be done
	}{
		"everything":       {standing(closedTo("a", "8", all)), []string{"every permission it needs, in each of 1 channels"}, []string{""}},
		"voice aside":      {standing(voice), []string{"in each of 0 channels"}, []string{""}},
		"guild-wide":       {weak, []string{"lacks the permission Send Messages in Threads, Embed Links."}, []string{"Server Settings > Roles > Parley > Permissions and switch on Send Messages in Threads, Embed Links"}},
		"in a channel":     {standing(closedTo("a", "7", send|embed)), []string{"Send Messages in #a; Embed Links in #a, although people have it"}, []string{"Edit Channel > Permissions of each, choose Parley"}},
		"in many":          {standing(many...), []string{"Send Messages in #c1, #c2, #c3, #c4, #c5 and 2 more,"}, []string{"Edit Channel"}},
		"not even seen":    {standing(closedTo("a", "7", 1<<10)), []string{"lacks View Channels in #a, although"}, []string{"Edit Channel"}},
		"for nobody":       {standing(closedTo("rules", "9", send)), []string{"Send Messages in #rules, like people without a role"}, []string{""}},
		"on purpose or no": {standing(closedTo("team", "9", 1<<10), closedTo("a", "5", embed)), []string{"Embed Links in #a, although", "View Channels in #team, like"}, []string{"Edit Channel", ""}},
		"a crooked name":   {crooked, []string{"server Har[31mbor the"}, []string{""}},
	} {
		found := permitted(tt.s)
		if len(found) != len(tt.what) {
			t.Errorf("%s: got %+v", name, found)
			continue
		}
		for i, f := range found {
			if !strings.Contains(f.What, tt.what[i]) || !strings.Contains(f.Fix, tt.fix[i]) || f.Good != (f.Fix == "") || f.Good != (tt.fix[i] == "") {
				t.Errorf("%s: got %+v", name, f)
			}
		}
	}
}

// Whatever the invite link asks for is named by its words.
func TestEveryPermissionHasAName(t *testing.T) {
	t.Parallel()
	var named int64
	for _, p := range permissions {
		named |= p.bit
	}
	if named != discordapi.Permissions {
		t.Errorf("named %b, asked for %b", named, discordapi.Permissions)
	}
	nameless := standing()
	nameless.Roles = nil
	if got := roleOf(nameless); got != "the bot's role" {
		t.Errorf("got %q", got)
	}
}
