package discordapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
)

// Channel is a channel, a thread or a direct chat.
type Channel struct {
	ID       string `json:"id"`
	Type     int    `json:"type"` // Discord's number
	GuildID  string `json:"guild_id"`
	ParentID string `json:"parent_id"` // a thread's channel, a channel's category
	Name     string `json:"name"`
	Thread   struct {
		Archived bool `json:"archived"`
		Locked   bool `json:"locked"`
	} `json:"thread_metadata"`
}

// Guild is a server.
type Guild struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	OwnerID string `json:"owner_id"`
}

// Send posts a message and returns its id. A thread that is archived, as Discord
// does to every quiet one, is opened again for it.
func (c *Client) Send(ctx context.Context, rank Rank, channelID string, m Message) (messageID string, err error) {
	messageID, err = c.send(ctx, rank, channelID, m)
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Full {
		return messageID, err
	}
	reopened := c.unarchive(ctx, rank, channelID)
	switch {
	case reopened == nil:
		return c.send(ctx, rank, channelID, m) // by the same nonce: nothing had been sent
	case errors.As(reopened, &failed) && (failed.Class == chat.Wait || failed.Class == chat.Retry || failed.Class == chat.Fatal):
		return "", reopened
	}
	return "", err // locked, or not ours to open: it stays full
}

// unarchive opens a thread again. Whoever may write in it may do so, unless a
// moderator has locked it.
func (c *Client) unarchive(ctx context.Context, rank Rank, channelID string) error {
	return c.change(ctx, rank, channelID, map[string]bool{"archived": false})
}

func (c *Client) send(ctx context.Context, rank Rank, channelID string, m Message) (messageID string, err error) {
	q := request{
		method: http.MethodPost, route: "/channels/{channel}/messages", url: discordgo.EndpointChannelMessages(channelID),
		ids: []string{channelID}, major: channelID, rank: rank, doubles: true,
	}
	return c.post(ctx, q, m.create(), m.Files)
}

// EditMessage replaces all of a message that the bot sent.
func (c *Client) EditMessage(ctx context.Context, channelID, messageID string, m Message) error {
	q := request{
		method: http.MethodPatch, route: "/channels/{channel}/messages/{message}",
		url: discordgo.EndpointChannelMessage(channelID, messageID),
		ids: []string{channelID, messageID}, major: channelID, rank: RankEdit,
	}
	_, err := c.post(ctx, q, m.edit(), m.Files)
	return err
}

// OpenDirect returns the direct chat with a user, which it opens where there
// was none. Discord wants it done after an act of that user only.
func (c *Client) OpenDirect(ctx context.Context, userID string) (channelID string, err error) {
	q := request{
		method: http.MethodPost, route: "/users/@me/channels", url: discordgo.EndpointUserChannels("@me"), rank: RankReply,
	}
	return c.post(ctx, q, map[string]string{"recipient_id": userID}, nil)
}

// Channel reads a channel.
func (c *Client) Channel(ctx context.Context, id string) (Channel, error) {
	var found Channel
	q := request{route: "/channels/{channel}", url: discordgo.EndpointChannel(id), ids: []string{id}, major: id, rank: RankReply}
	err := c.read(ctx, q, &found)
	return found, err
}

// Guild reads a server that the bot is a member of.
func (c *Client) Guild(ctx context.Context, id string) (Guild, error) {
	var found Guild
	q := request{route: "/guilds/{guild}", url: discordgo.EndpointGuild(id), ids: []string{id}, major: id, rank: RankReply}
	err := c.read(ctx, q, &found)
	return found, err
}

// setName renames a channel or thread; see Renamer for how often that is allowed.
func (c *Client) setName(ctx context.Context, channelID, name string) error {
	return c.change(ctx, RankEdit, channelID, map[string]string{"name": name})
}

// change sets what is named of a channel or thread.
func (c *Client) change(ctx context.Context, rank Rank, channelID string, body any) error {
	q := request{
		method: http.MethodPatch, route: "/channels/{channel}", url: discordgo.EndpointChannel(channelID),
		ids: []string{channelID}, major: channelID, rank: rank,
	}
	q, err := pack(q, body, nil)
	if err != nil {
		return err
	}
	_, err = c.call(ctx, q)
	return err
}
