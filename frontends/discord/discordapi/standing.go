package discordapi

import (
	"context"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Standing is what a server lets somebody do: all that Discord reckons
// permissions from. Source: https://discord.com/developers/docs/topics/permissions
type Standing struct {
	Guild    Guild
	UserID   string
	RoleIDs  []string // the roles held; everybody holds the one with the server's id
	Roles    []Role
	Channels []GuildChannel
}

// Role is a role of a server. BotID is set on the one that Discord made for a
// bot when it was added.
type Role struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Permissions int64  `json:"permissions,string"`
	Tags        struct {
		BotID string `json:"bot_id"`
	} `json:"tags"`
}

// GuildChannel is a channel with its exceptions from the server's permissions.
type GuildChannel struct {
	ID         string      `json:"id"`
	Type       int         `json:"type"` // Discord's number
	Name       string      `json:"name"`
	Overwrites []Overwrite `json:"permission_overwrites"`
}

// Overwrite is an exception for whoever holds the role, or is the user, with
// this id.
type Overwrite struct {
	ID    string `json:"id"`
	Allow int64  `json:"allow,string"`
	Deny  int64  `json:"deny,string"`
}

// Guilds lists servers that the bot is in, at most so many, which is up to 200.
func (c *Client) Guilds(ctx context.Context, most int) ([]Guild, error) {
	var found []Guild
	q := request{
		route: "/users/@me/guilds", rank: RankReply,
		url: discordgo.EndpointUserGuilds("@me") + "?limit=" + strconv.Itoa(most),
	}
	err := c.read(ctx, q, &found)
	return found, err
}

// Standing reads what a server that the bot is in lets a member do.
func (c *Client) Standing(ctx context.Context, guildID, userID string) (Standing, error) {
	s := Standing{UserID: userID}
	guild, err := c.Guild(ctx, guildID)
	if err != nil {
		return s, err
	}
	s.Guild = guild
	var member struct {
		Roles []string `json:"roles"`
	}
	for _, part := range []struct {
		route, url string
		into       any
	}{
		{"/guilds/{guild}/roles", discordgo.EndpointGuildRoles(guildID), &s.Roles},
		{"/guilds/{guild}/channels", discordgo.EndpointGuildChannels(guildID), &s.Channels},
		{"/guilds/{guild}/members/{user}", discordgo.EndpointGuildMember(guildID, userID), &member},
	} {
		q := request{route: part.route, url: part.url, ids: []string{guildID, userID}, major: guildID, rank: RankReply}
		if err := c.read(ctx, q, part.into); err != nil {
			return s, err
		}
	}
	s.RoleIDs = member.Roles
	return s, nil
}

const allPermissions int64 = 1<<63 - 1

// Everywhere is what the member may do in the server, exceptions aside.
func (s Standing) Everywhere() int64 {
	if s.UserID != "" && s.UserID == s.Guild.OwnerID {
		return allPermissions
	}
	var may int64
	for _, r := range s.Roles {
		if r.ID == s.Guild.ID || slices.Contains(s.RoleIDs, r.ID) {
			may |= r.Permissions
		}
	}
	if may&discordgo.PermissionAdministrator != 0 {
		return allPermissions
	}
	return may
}

// Everybody is the standing of a member without roles, as most people are.
func (s Standing) Everybody() Standing {
	s.UserID, s.RoleIDs = "", nil
	return s
}

// In is what the member may do in a channel: the exceptions for everybody go
// first, then those for roles, where an allowance beats a refusal, then the
// member's own.
func (s Standing) In(c GuildChannel) int64 {
	may := s.Everywhere()
	if may == allPermissions {
		return may
	}
	var denied, allowed int64
	var own Overwrite
	for _, o := range c.Overwrites {
		switch {
		case o.ID == s.Guild.ID:
			may = may&^o.Deny | o.Allow
		case o.ID == s.UserID:
			own = o
		case slices.Contains(s.RoleIDs, o.ID):
			denied, allowed = denied|o.Deny, allowed|o.Allow
		}
	}
	may = may&^denied | allowed
	return may&^own.Deny | own.Allow
}
