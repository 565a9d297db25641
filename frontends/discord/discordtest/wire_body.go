package discordtest

import "encoding/json"

// messageBody is what a client sends to make or change a message. Keys that
// this double does not interpret are listed all the same, so that a misspelt
// one is told from them.
type messageBody struct {
	Content         *string          `json:"content"`
	Embeds          *[]embed         `json:"embeds"`
	Components      *[]component     `json:"components"`
	AllowedMentions *allowedMentions `json:"allowed_mentions"`
	Flags           *int             `json:"flags"`
	TTS             bool             `json:"tts"`
	Nonce           json.RawMessage  `json:"nonce"`
	EnforceNonce    bool             `json:"enforce_nonce"`
	Reference       *reference       `json:"message_reference"`
	Attachments     *[]wireFile      `json:"attachments"`
	Stickers        []string         `json:"sticker_ids"`
	Poll            json.RawMessage  `json:"poll"`
	Theme           json.RawMessage  `json:"shared_client_theme"`
	Username        string           `json:"username"`
	AvatarURL       string           `json:"avatar_url"`
	ThreadName      string           `json:"thread_name"`
	AppliedTags     []string         `json:"applied_tags"`
}

type allowedMentions struct {
	Parse       json.RawMessage `json:"parse"`
	Users       []string        `json:"users"`
	Roles       []string        `json:"roles"`
	RepliedUser bool            `json:"replied_user"`
}

type reference struct {
	Type         int    `json:"type"`
	MessageID    string `json:"message_id"`
	ChannelID    string `json:"channel_id"`
	GuildID      string `json:"guild_id"`
	FailIfAbsent *bool  `json:"fail_if_not_exists"`
}

type wireFile struct {
	ID          json.RawMessage `json:"id"`
	Filename    string          `json:"filename"`
	Description string          `json:"description"`
	Title       string          `json:"title"`
	Seconds     json.RawMessage `json:"duration_secs"`
	Waveform    string          `json:"waveform"`
	Spoiler     bool            `json:"is_spoiler"`
	Remix       bool            `json:"is_remix"`
}

// embed is an embed, in requests and in answers.
type embed struct {
	Type        string          `json:"type,omitempty"`
	Title       string          `json:"title,omitempty"`
	Description string          `json:"description,omitempty"`
	URL         string          `json:"url,omitempty"`
	Color       int             `json:"color,omitempty"`
	Timestamp   string          `json:"timestamp,omitempty"`
	Footer      *embedFooter    `json:"footer,omitempty"`
	Author      *embedAuthor    `json:"author,omitempty"`
	Fields      []embedField    `json:"fields,omitempty"`
	Image       json.RawMessage `json:"image,omitempty"`
	Thumbnail   json.RawMessage `json:"thumbnail,omitempty"`
	Video       json.RawMessage `json:"video,omitempty"`
	Provider    json.RawMessage `json:"provider,omitempty"`
}

type embedFooter struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url,omitempty"`
}

type embedAuthor struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

type embedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}
