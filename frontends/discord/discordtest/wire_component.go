package discordtest

import "encoding/json"

// Kinds of components. Source: discord-api-docs, "Component Types".
const (
	partRow           = 1
	partButton        = 2
	partSelect        = 3
	partInput         = 4
	partUserSelect    = 5
	partRoleSelect    = 6
	partMention       = 7
	partChannelSelect = 8
	partLabel         = 18
	partRadio         = 21
	partCheckboxes    = 22
	partCheckbox      = 23
)

const (
	styleLink    = 5
	stylePremium = 6
)

// component is any component, in requests and in answers.
type component struct {
	Type        int             `json:"type"`
	ID          int             `json:"id"`
	CustomID    string          `json:"custom_id,omitempty"`
	Style       int             `json:"style,omitempty"`
	Label       string          `json:"label,omitempty"`
	Description string          `json:"description,omitempty"`
	Content     string          `json:"content,omitempty"`
	Emoji       *emoji          `json:"emoji,omitempty"`
	URL         string          `json:"url,omitempty"`
	SKU         string          `json:"sku_id,omitempty"`
	Disabled    bool            `json:"disabled,omitempty"`
	Placeholder string          `json:"placeholder,omitempty"`
	Options     []selectOption  `json:"options,omitempty"`
	MinValues   *int            `json:"min_values,omitempty"`
	MaxValues   *int            `json:"max_values,omitempty"`
	Channels    []int           `json:"channel_types,omitempty"`
	Defaults    json.RawMessage `json:"default_values,omitempty"`
	Required    *bool           `json:"required,omitempty"`
	MinLength   *int            `json:"min_length,omitempty"`
	MaxLength   *int            `json:"max_length,omitempty"`
	Value       string          `json:"value,omitempty"`
	Default     bool            `json:"default,omitempty"`
	Inner       *component      `json:"component,omitempty"`
	Components  []component     `json:"components,omitempty"`
}

type emoji struct {
	ID       *string `json:"id,omitempty"`
	Name     string  `json:"name"`
	Animated bool    `json:"animated,omitempty"`
}

type selectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Emoji       *emoji `json:"emoji,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

func (c component) isSelect() bool {
	switch c.Type {
	case partSelect, partUserSelect, partRoleSelect, partMention, partChannelSelect:
		return true
	default:
		return false
	}
}

// caption is what a person reads on a button.
func (c component) caption() string {
	if c.Emoji == nil {
		return c.Label
	}
	if c.Label == "" {
		return c.Emoji.Name
	}
	return c.Emoji.Name + " " + c.Label
}

// numbered returns components with the ids and defaults that Discord fills in.
func numbered(list []component) []component {
	next := 0
	return number(list, &next)
}

func number(list []component, next *int) []component {
	out := make([]component, len(list))
	for i, c := range list {
		*next++
		if c.ID == 0 {
			c.ID = *next
		}
		if c.isSelect() {
			one := 1
			if c.MinValues == nil {
				c.MinValues = &one
			}
			if c.MaxValues == nil {
				c.MaxValues = &one
			}
		}
		if len(c.Components) > 0 {
			c.Components = number(c.Components, next)
		}
		out[i] = c
	}
	return out
}
