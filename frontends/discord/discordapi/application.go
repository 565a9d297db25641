package discordapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Permissions is all that the bot needs in a server: to see channels, to write
// there and in threads, to show cards and files, and to read what it answers.
// Source: https://discord.com/developers/docs/topics/permissions
const Permissions int64 = discordgo.PermissionViewChannel |
	discordgo.PermissionSendMessages |
	discordgo.PermissionSendMessagesInThreads |
	discordgo.PermissionEmbedLinks |
	discordgo.PermissionAttachFiles |
	discordgo.PermissionReadMessageHistory

// The flags of an application that tell which privileged intents it may use,
// in full or, below 100 servers, as the switches of its Bot page allow.
const (
	FlagMembers        = 1<<14 | 1<<15
	FlagMessageContent = 1<<18 | 1<<19
)

// Application is what Discord's Developer Portal says of the bot.
type Application struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Flags        int64  `json:"flags"`
	Public       bool   `json:"bot_public"`
	CodeGrant    bool   `json:"bot_require_code_grant"`    // makes the invite link fail
	Interactions string `json:"interactions_endpoint_url"` // where set, interactions do not come by the gateway
	UserID       string `json:"-"`
	UserName     string `json:"-"`
	// Installs has the key "0" where servers, "1" where people may install it.
	Installs map[string]json.RawMessage `json:"integration_types_config"`
}

// Meet asks Discord who the bot is. A refused token is a chat.SendError of the
// class Fatal.
func (c *Client) Meet(ctx context.Context) (Application, error) {
	var app Application
	q := request{route: "/applications/@me", url: discordgo.EndpointApplication("@me"), rank: RankReply}
	if err := c.read(ctx, q, &app); err != nil {
		return Application{}, err
	}
	var user struct {
		ID   string `json:"id"`
		Name string `json:"username"`
	}
	q = request{route: "/users/@me", url: discordgo.EndpointUser("@me"), rank: RankReply}
	if err := c.read(ctx, q, &user); err != nil {
		return Application{}, err
	}
	app.UserID, app.UserName = user.ID, user.Name
	c.self.Store(&self{application: app.ID, user: user.ID, name: user.Name})
	return app, nil
}

// InviteLink returns the address at which an administrator adds the bot to a
// server.
func InviteLink(applicationID string, permissions int64) string {
	query := url.Values{
		"client_id":   {applicationID},
		"permissions": {strconv.FormatInt(permissions, 10)},
		"scope":       {"bot applications.commands"},
	}
	return defaultURL + "/oauth2/authorize?" + query.Encode()
}

// Commands reads the registered commands with all their languages: of a server,
// or the global ones where guildID is empty.
func (c *Client) Commands(ctx context.Context, guildID string) (json.RawMessage, error) {
	q, err := c.commands(ctx, guildID)
	if err != nil {
		return nil, err
	}
	q.url += "?with_localizations=true"
	var found json.RawMessage
	err = c.read(ctx, q, &found)
	return found, err
}

// PutCommands replaces the registered commands of a server, or the global ones,
// and returns them as Discord sees them.
func (c *Client) PutCommands(ctx context.Context, guildID string, body json.RawMessage) (json.RawMessage, error) {
	q, err := c.commands(ctx, guildID)
	if err != nil {
		return nil, err
	}
	q.method = http.MethodPut
	q, err = pack(q, body, nil)
	if err != nil {
		return nil, err
	}
	return c.call(ctx, q)
}

// commands prepares a request for a set of commands, which needs to know whose.
func (c *Client) commands(ctx context.Context, guildID string) (request, error) {
	application, _, _, known := c.Self()
	if !known {
		app, err := c.Meet(ctx)
		if err != nil {
			return request{}, err
		}
		application = app.ID
	}
	if guildID == "" {
		return request{
			route: "/applications/{application}/commands", url: discordgo.EndpointApplicationGlobalCommands(application),
			ids: []string{application}, rank: RankReply,
		}, nil
	}
	return request{
		route: "/applications/{application}/guilds/{guild}/commands", major: guildID,
		url: discordgo.EndpointApplicationGuildCommands(application, guildID),
		ids: []string{application, guildID}, rank: RankReply,
	}, nil
}
