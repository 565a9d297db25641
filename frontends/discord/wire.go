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

type wireUser struct {
	ID         wireID `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
}

type wireMember struct {
	User        wireUser `json:"user"`
	Nick        string   `json:"nick"`
	Roles       []wireID `json:"roles"`
	Permissions string   `json:"permissions"`
}

type wireChannel struct {
	ID   wireID `json:"id"`
	Type int    `json:"type"`
	Name string `json:"name"`
}

type wireAttachment struct {
	ID       wireID `json:"id"`
	Filename string `json:"filename"`
	Size     int64  `json:"size"`
	URL      string `json:"url"`
}

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

type wireOption struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Options []wireOption    `json:"options"`
	Focused bool            `json:"focused"`
}

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

type wireGuild struct {
	ID          wireID     `json:"id"`
	Name        string     `json:"name"`
	OwnerID     wireID     `json:"owner_id"`
	Roles       []wireRole `json:"roles"`
	Unavailable bool       `json:"unavailable"`
}

type wireRole struct {
	ID   wireID `json:"id"`
	Name string `json:"name"`
}
