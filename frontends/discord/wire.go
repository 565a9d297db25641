package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// read decodes what Discord sent as far as it can be read: a field whose type
// has changed stays empty instead of spoiling its neighbours. Only what is no
// JSON object at all is an error; whether enough was readable is for the caller
// to judge.
func read(raw json.RawMessage, into any) error {
	err := json.Unmarshal(raw, into)
	var changed *json.UnmarshalTypeError
	if errors.As(err, &changed) && changed.Field != "" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("discord: decode: %w", err)
	}
	return nil
}

// wireID is a snowflake, which Discord sends as a string.
type wireID string

// UnmarshalJSON takes a number, too: a change of Discord's mind about ids would
// otherwise make every event unreadable.
func (id *wireID) UnmarshalJSON(raw []byte) error {
	*id = wireID(bytes.Trim(raw, `"`))
	if !snowflake(string(*id)) {
		*id = ""
	}
	return nil
}

// snowflake reports whether s can be one of Discord's ids.
func snowflake(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

// wireUser is an account. GlobalName is what people chose to be called, and empty
// where they chose nothing.
type wireUser struct {
	ID         wireID `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
}

// wireMember is an account in one guild. User is missing in messages and in
// resolved data, where it stands beside. Permissions is a bit set written as a
// decimal, for interactions only: it already counts the channel's exceptions.
type wireMember struct {
	User        wireUser `json:"user"`
	Nick        string   `json:"nick"`
	Roles       []wireID `json:"roles"`
	Permissions string   `json:"permissions"`
}

// wireChannel is the part of a channel that an interaction carries.
type wireChannel struct {
	ID   wireID `json:"id"`
	Type int    `json:"type"`
	Name string `json:"name"`
}

// wireAttachment is a file that somebody sent. Its address is signed and ends
// within a day.
type wireAttachment struct {
	ID       wireID `json:"id"`
	Filename string `json:"filename"`
	Size     int64  `json:"size"`
	URL      string `json:"url"`
}

// wireInteraction is one act. Member is set in guilds, User elsewhere; Context is
// a pointer because the guilds have the number 0.
type wireInteraction struct {
	ID            wireID          `json:"id"`
	ApplicationID wireID          `json:"application_id"`
	Type          int             `json:"type"`
	Token         string          `json:"token"`
	Data          json.RawMessage `json:"data"`
	GuildID       wireID          `json:"guild_id"`
	Channel       wireChannel     `json:"channel"`
	ChannelID     wireID          `json:"channel_id"`
	Member        *wireMember     `json:"member"`
	User          wireUser        `json:"user"`
	Message       *wireMessage    `json:"message"`
	Locale        string          `json:"locale"`
	Context       *int            `json:"context"`
	// Owners has the key "0" where the guild, "1" where a person has installed the
	// bot, as far as it concerns this act.
	Owners map[string]json.RawMessage `json:"authorizing_integration_owners"`
}

// wireData is the data of every kind of interaction.
type wireData struct {
	Name          string            `json:"name"`
	Options       []wireOption      `json:"options"`
	Resolved      wireResolved      `json:"resolved"`
	CustomID      string            `json:"custom_id"`
	ComponentType int               `json:"component_type"`
	Values        []string          `json:"values"`
	Components    []json.RawMessage `json:"components"`
}

// wireOption is an option as filled in, or a level of the command's path. Value is
// kept raw: decoded into an any, a long integer would become a float.
type wireOption struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Options []wireOption    `json:"options"`
	Focused bool            `json:"focused"`
}

// wireResolved describes, by id, everybody and everything that options name.
type wireResolved struct {
	Users       map[string]wireUser       `json:"users"`
	Members     map[string]wireMember     `json:"members"`
	Channels    map[string]wireChannel    `json:"channels"`
	Attachments map[string]wireAttachment `json:"attachments"`
}

// wireMessage leaves components and embeds out: nobody here reads them.
type wireMessage struct {
	ID          wireID           `json:"id"`
	Type        int              `json:"type"`
	ChannelID   wireID           `json:"channel_id"`
	GuildID     wireID           `json:"guild_id"`
	WebhookID   wireID           `json:"webhook_id"`
	Author      wireUser         `json:"author"`
	Member      *wireMember      `json:"member"`
	Content     string           `json:"content"`
	Flags       int              `json:"flags"`
	Mentions    []wireUser       `json:"mentions"`
	Attachments []wireAttachment `json:"attachments"`
	Referenced  *wireMessage     `json:"referenced_message"`
}

// wireGuild is a guild. Roles is nil, not empty, where Discord did not tell them.
type wireGuild struct {
	ID          wireID     `json:"id"`
	Name        string     `json:"name"`
	OwnerID     wireID     `json:"owner_id"`
	Roles       []wireRole `json:"roles"`
	Unavailable bool       `json:"unavailable"`
}

// wireRole is a role; its name may change, its id never does.
type wireRole struct {
	ID          wireID `json:"id"`
	Name        string `json:"name"`
	Permissions string `json:"permissions"`
}
