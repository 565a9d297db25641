package discordtest

import "encoding/json"

// wireInteraction is INTERACTION_CREATE.
type wireInteraction struct {
	ID            string            `json:"id"`
	ApplicationID string            `json:"application_id"`
	Type          int               `json:"type"`
	Token         string            `json:"token"`
	Version       int               `json:"version"`
	Data          any               `json:"data"`
	Guild         *wireGuildPart    `json:"guild,omitempty"`
	GuildID       string            `json:"guild_id,omitempty"`
	Channel       wireChannel       `json:"channel"`
	ChannelID     string            `json:"channel_id"`
	Member        *wireMember       `json:"member,omitempty"`
	User          *wireUser         `json:"user,omitempty"`
	Message       *wireMessage      `json:"message,omitempty"`
	Permissions   string            `json:"app_permissions"`
	Locale        string            `json:"locale"`
	GuildLocale   string            `json:"guild_locale,omitempty"`
	Entitlements  []struct{}        `json:"entitlements"`
	Owners        map[string]string `json:"authorizing_integration_owners"`
	Context       int               `json:"context"`
	FileLimit     int               `json:"attachment_size_limit"`
}

type wireGuildPart struct {
	ID       string   `json:"id"`
	Features []string `json:"features"`
	Locale   string   `json:"locale"`
}

// The contexts of interactions. Source: discord-api-docs, "Interaction Context
// Types".
const (
	contextGuild   = 0
	contextDirect  = 1
	contextPrivate = 2
)

func (c *channel) context() int {
	switch {
	case c.guild != nil:
		return contextGuild
	case c.kind == kindDirect:
		return contextDirect
	default:
		return contextPrivate
	}
}

// call sends an interaction to the bot.
func (s *Server) call(i *interaction, data any) {
	s.begin(i)
	c, u := i.channel, i.who.wire()
	w := wireInteraction{
		ID: i.id, ApplicationID: s.app.id, Type: i.kind, Token: i.token, Version: 1, Data: data,
		Channel: c.wire(s), ChannelID: c.id, Permissions: bits(s.botMay(c)), Locale: i.who.Locale,
		Entitlements: []struct{}{}, Owners: i.owners, Context: c.context(), FileLimit: mostFile,
	}
	w.Channel.Permissions = bits(directBits)
	if g := c.guild; g == nil {
		w.User = &u
	} else if m := g.member(i.who.Ref.ID); m != nil {
		member := g.wireMemberOf(m, true)
		member.Permissions = bits(m.mayBe())
		w.Channel.Permissions = member.Permissions
		w.Member, w.GuildID, w.GuildLocale = &member, g.id, g.locale
		w.Guild = &wireGuildPart{ID: g.id, Features: []string{}, Locale: g.locale}
	}
	if i.source != nil {
		m := s.wireMessage(i.source)
		w.Message = &m
	}
	s.dispatch(c.guild, 0, "INTERACTION_CREATE", w)
	s.touch()
}

// wireData is what was done: which command, component or form.
type wireData struct {
	ID         string          `json:"id,omitempty"`
	Name       string          `json:"name,omitempty"`
	Type       int             `json:"type,omitempty"`
	GuildID    string          `json:"guild_id,omitempty"`
	Options    []wireArgument  `json:"options,omitempty"`
	Resolved   *wireResolved   `json:"resolved,omitempty"`
	CustomID   string          `json:"custom_id,omitempty"`
	Component  int             `json:"component_type,omitempty"`
	Values     []string        `json:"values,omitempty"`
	Components json.RawMessage `json:"components,omitempty"`
}

type wireArgument struct {
	Name    string         `json:"name"`
	Type    int            `json:"type"`
	Value   any            `json:"value,omitempty"`
	Options []wireArgument `json:"options,omitempty"`
	Focused bool           `json:"focused,omitempty"`
}

type wireResolved struct {
	Users       map[string]wireUser       `json:"users,omitempty"`
	Members     map[string]wireMember     `json:"members,omitempty"`
	Channels    map[string]wireChannel    `json:"channels,omitempty"`
	Roles       map[string]wireRole       `json:"roles,omitempty"`
	Attachments map[string]wireAttachment `json:"attachments,omitempty"`
}
