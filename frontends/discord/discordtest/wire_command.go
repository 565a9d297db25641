package discordtest

import "encoding/json"

// Kinds of command options. Source: discord-api-docs, "Application Command
// Option Type".
const (
	optionSub        = 1
	optionGroup      = 2
	optionString     = 3
	optionInteger    = 4
	optionBoolean    = 5
	optionUser       = 6
	optionChannel    = 7
	optionRole       = 8
	optionMention    = 9
	optionNumber     = 10
	optionAttachment = 11
)

// command is a registered command, in requests and in answers.
type command struct {
	ID            string            `json:"id,omitempty"`
	ApplicationID string            `json:"application_id,omitempty"`
	GuildID       string            `json:"guild_id,omitempty"`
	Version       string            `json:"version,omitempty"`
	Type          int               `json:"type"`
	Name          string            `json:"name"`
	Names         map[string]string `json:"name_localizations,omitempty"`
	Description   string            `json:"description"`
	Descriptions  map[string]string `json:"description_localizations,omitempty"`
	Options       []commandOption   `json:"options,omitempty"`
	Permissions   permissionText    `json:"default_member_permissions"`
	Direct        *bool             `json:"dm_permission,omitempty"`
	Contexts      []int             `json:"contexts,omitempty"`
	Integrations  []int             `json:"integration_types,omitempty"`
	NSFW          bool              `json:"nsfw"`
	Handler       *int              `json:"handler,omitempty"`
}

type commandOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
	Choices      []commandChoice   `json:"choices,omitempty"`
	Options      []commandOption   `json:"options,omitempty"`
	Channels     []int             `json:"channel_types,omitempty"`
	MinValue     *float64          `json:"min_value,omitempty"`
	MaxValue     *float64          `json:"max_value,omitempty"`
	MinLength    *int              `json:"min_length,omitempty"`
	MaxLength    *int              `json:"max_length,omitempty"`
}

type commandChoice struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations,omitempty"`
	Value json.RawMessage   `json:"value"`
}

// permissionText is a set of permissions: clients send a number, a text or
// null, Discord answers a text or null.
type permissionText struct{ bits *string }

// UnmarshalJSON takes a number, a text or null.
func (p *permissionText) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		p.bits = nil
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	text := n.String()
	p.bits = &text
	return nil
}

// MarshalJSON writes a text or null.
func (p permissionText) MarshalJSON() ([]byte, error) { return json.Marshal(p.bits) }

// text is a choice's value as a person's client would send it: without quotes.
func (c commandChoice) text() string {
	var s string
	if json.Unmarshal(c.Value, &s) == nil {
		return s
	}
	return string(c.Value)
}
