package discordtest

import "strconv"

// wireUser is a user as the API shows one. The nulls are Discord's.
type wireUser struct {
	ID            string    `json:"id"`
	Username      string    `json:"username"`
	Discriminator string    `json:"discriminator"`
	GlobalName    *string   `json:"global_name"`
	Avatar        *string   `json:"avatar"`
	PrimaryGuild  *struct{} `json:"primary_guild"`
	PublicFlags   int       `json:"public_flags"`
	Flags         int       `json:"flags"`
	Bot           bool      `json:"bot,omitempty"`
}

// wireSelf is the bot's own user, with what only it may see.
type wireSelf struct {
	wireUser
	MFA      bool   `json:"mfa_enabled"`
	Locale   string `json:"locale"`
	Verified bool   `json:"verified"`
}

// wireMember is somebody in a guild. User is left out inside resolved data and
// messages, Permissions are only there inside interactions.
type wireMember struct {
	User         *wireUser `json:"user,omitempty"`
	Nick         *string   `json:"nick"`
	Avatar       *string   `json:"avatar"`
	Banner       *string   `json:"banner"`
	Roles        []string  `json:"roles"`
	JoinedAt     string    `json:"joined_at"`
	PremiumSince *string   `json:"premium_since"`
	Silenced     *string   `json:"communication_disabled_until"`
	Flags        int       `json:"flags"`
	Pending      bool      `json:"pending"`
	Mute         *bool     `json:"mute,omitempty"`
	Deaf         *bool     `json:"deaf,omitempty"`
	Permissions  string    `json:"permissions,omitempty"`
}

func (p *person) wire() wireUser {
	u := wireUser{ID: p.Ref.ID, Username: p.Handle, Discriminator: "0", Bot: p.Bot}
	if p.Name != "" {
		name := p.Name
		u.GlobalName = &name
	}
	return u
}

func (s *Server) selfWire() wireUser {
	return wireUser{ID: s.app.bot, Username: s.app.name, Discriminator: "0001", Bot: true}
}

// wireMemberOf shows a member. Their user, and whether they are muted or deaf,
// is left out where Discord leaves it out.
func (g *guild) wireMemberOf(m *member, whole bool) wireMember {
	w := wireMember{Roles: m.roleIDs(), JoinedAt: born}
	if whole {
		u, no := m.who.wire(), false
		w.User, w.Mute, w.Deaf = &u, &no, &no
	}
	return w
}

func bits(permissions int64) string { return strconv.FormatInt(permissions, 10) }
