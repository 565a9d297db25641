package discordtest

import "encoding/json"

// Flags of messages. Source: discord-api-docs, "Message Flags".
const (
	flagEphemeral = 1 << 6
	flagLoading   = 1 << 7
	flagSilent    = 1 << 12
)

// wireMessage is a message as the API shows one.
type wireMessage struct {
	ID            string           `json:"id"`
	Type          int              `json:"type"`
	ChannelID     string           `json:"channel_id"`
	Author        wireUser         `json:"author"`
	Content       string           `json:"content"`
	Timestamp     string           `json:"timestamp"`
	Edited        *string          `json:"edited_timestamp"`
	TTS           bool             `json:"tts"`
	Everyone      bool             `json:"mention_everyone"`
	Mentions      []wireUser       `json:"mentions"`
	MentionRoles  []string         `json:"mention_roles"`
	Attachments   []wireAttachment `json:"attachments"`
	Embeds        []embed          `json:"embeds"`
	Components    []component      `json:"components"`
	Pinned        bool             `json:"pinned"`
	Flags         int              `json:"flags"`
	ApplicationID string           `json:"application_id,omitempty"`
	WebhookID     string           `json:"webhook_id,omitempty"`
	Nonce         json.RawMessage  `json:"nonce,omitempty"`
	Interaction   *wireOrigin      `json:"interaction_metadata,omitempty"`
	Reference     *wireReference   `json:"message_reference,omitempty"`
	Referenced    *wireMessage     `json:"referenced_message,omitempty"`
}

// wireOrigin tells of which interaction a message is the answer.
type wireOrigin struct {
	ID      string            `json:"id"`
	Type    int               `json:"type"`
	User    wireUser          `json:"user"`
	Owners  map[string]string `json:"authorizing_integration_owners"`
	Message string            `json:"interacted_message_id,omitempty"`
	// Trigger is only there for a form.
	Trigger *wireOrigin `json:"triggering_interaction_metadata,omitempty"`
}

type wireReference struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id,omitempty"`
	ChannelID string `json:"channel_id"`
	GuildID   string `json:"guild_id,omitempty"`
}

type wireAttachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Size        int    `json:"size"`
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	ContentType string `json:"content_type,omitempty"`
	Description string `json:"description,omitempty"`
	Ephemeral   bool   `json:"ephemeral,omitempty"`
}

// messageEvent is a message as the gateway sends it.
type messageEvent struct {
	wireMessage
	GuildID string      `json:"guild_id,omitempty"`
	Member  *wireMember `json:"member,omitempty"`
	Channel int         `json:"channel_type"`
}

func (s *Server) wireMessage(m *message) wireMessage {
	w := wireMessage{
		ID: m.id, Type: m.kind(), ChannelID: m.channel.id, Content: m.content, Timestamp: stamp(m.created),
		TTS: m.tts, Everyone: m.everyone, Mentions: []wireUser{}, MentionRoles: []string{},
		Attachments: []wireAttachment{}, Embeds: m.embeds, Components: m.components, Flags: m.flags,
		Nonce: m.nonce, WebhookID: m.hook, ApplicationID: m.application,
	}
	if w.Embeds == nil {
		w.Embeds = []embed{}
	}
	if w.Components == nil {
		w.Components = []component{}
	}
	w.Author = s.authorOf(m)
	if !m.edited.IsZero() {
		at := stamp(m.edited)
		w.Edited = &at
	}
	for _, id := range m.mentions {
		if u, known := s.userWire(id); known {
			w.Mentions = append(w.Mentions, u)
		}
	}
	for _, a := range m.files {
		w.Attachments = append(w.Attachments, a.wire(s.url, m.only != ""))
	}
	if m.origin != nil {
		w.Interaction = s.wireOriginOf(m.origin)
	}
	if to := m.answers; to != nil {
		w.Reference = &wireReference{MessageID: to.id, ChannelID: to.channel.id}
		if to.channel.guild != nil {
			w.Reference.GuildID = to.channel.guild.id
		}
		whole := s.wireMessage(to)
		whole.Referenced = nil // Discord shows one step back only
		w.Referenced = &whole
	}
	return w
}
