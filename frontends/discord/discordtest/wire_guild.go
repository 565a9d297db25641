package discordtest

// wireChannel is a channel, thread or direct chat as the API shows one.
type wireChannel struct {
	ID             string          `json:"id"`
	Type           int             `json:"type"`
	Flags          int             `json:"flags"`
	LastMessage    *string         `json:"last_message_id"`
	GuildID        string          `json:"guild_id,omitempty"`
	Name           string          `json:"name,omitempty"`
	Position       *int            `json:"position,omitempty"`
	ParentID       *string         `json:"parent_id,omitempty"`
	Topic          *string         `json:"topic,omitempty"`
	NSFW           *bool           `json:"nsfw,omitempty"`
	Slowdown       *int            `json:"rate_limit_per_user,omitempty"`
	Overwrites     []wireOverwrite `json:"permission_overwrites,omitempty"`
	Permissions    string          `json:"permissions,omitempty"` // inside interactions only
	Recipients     []wireUser      `json:"recipients,omitempty"`
	OwnerID        string          `json:"owner_id,omitempty"`
	Thread         *wireThread     `json:"thread_metadata,omitempty"`
	MessageCount   *int            `json:"message_count,omitempty"`
	MemberCount    *int            `json:"member_count,omitempty"`
	TotalSent      *int            `json:"total_message_sent,omitempty"`
	Tags           []string        `json:"available_tags,omitempty"`
	NewlyCreated   bool            `json:"newly_created,omitempty"`
	DefaultArchive int             `json:"default_auto_archive_duration,omitempty"`
}

type wireThread struct {
	Archived bool    `json:"archived"`
	At       *string `json:"archive_timestamp"`
	Duration int     `json:"auto_archive_duration"`
	Locked   bool    `json:"locked"`
}

type wireOverwrite struct {
	ID    string `json:"id"`
	Type  int    `json:"type"`
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

type wireRole struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Permissions string     `json:"permissions"`
	Position    int        `json:"position"`
	Color       int        `json:"color"`
	Colors      wireColors `json:"colors"`
	Hoist       bool       `json:"hoist"`
	Managed     bool       `json:"managed"`
	Mentionable bool       `json:"mentionable"`
	Icon        *string    `json:"icon"`
	Emoji       *string    `json:"unicode_emoji"`
	Flags       int        `json:"flags"`
}

type wireColors struct {
	Primary   int  `json:"primary_color"`
	Secondary *int `json:"secondary_color"`
	Tertiary  *int `json:"tertiary_color"`
}

type (
	memberEvent struct {
		wireMember
		GuildID string `json:"guild_id"`
	}
	memberGone struct {
		GuildID string   `json:"guild_id"`
		User    wireUser `json:"user"`
	}
	guildGone struct {
		ID          string `json:"id"`
		Unavailable bool   `json:"unavailable,omitempty"`
	}
)

func (c *channel) wire(s *Server) wireChannel {
	w := wireChannel{ID: c.id, Type: c.kind, Name: c.name}
	if c.last != "" {
		last := c.last
		w.LastMessage = &last
	}
	zero, no := 0, false
	if c.guild == nil {
		w.Recipients = []wireUser{}
		for _, p := range c.people {
			w.Recipients = append(w.Recipients, p.wire())
		}
		return w
	}
	w.GuildID, w.Slowdown = c.guild.id, &zero
	if c.thread() {
		sent := len(c.messages)
		parent, archivedAt := c.parent.id, born
		w.ParentID, w.OwnerID, w.MessageCount, w.TotalSent, w.MemberCount = &parent, c.guild.owner, &sent, &sent, &zero
		w.Thread = &wireThread{Archived: c.archived, At: &archivedAt, Duration: c.archive, Locked: c.locked}
		return w
	}
	topic := c.topic
	w.Position, w.Topic, w.NSFW = &zero, &topic, &no
	w.Overwrites = []wireOverwrite{}
	if c.denied != 0 {
		w.Overwrites = append(w.Overwrites, wireOverwrite{ID: s.app.bot, Type: 1, Allow: "0", Deny: bits(c.denied)})
	}
	return w
}

func (g *guild) wireRoles() []wireRole {
	all := make([]wireRole, len(g.roles))
	for i, r := range g.roles {
		all[i] = wireRole{ID: r.ID, Name: r.Name, Permissions: bits(memberBits), Position: i, Mentionable: i > 1}
	}
	all[1].Permissions = bits(Administrator)
	return all
}

func (g *guild) wireChannels(s *Server, threads bool) []wireChannel {
	all := []wireChannel{}
	for _, c := range g.channels {
		if c.thread() == threads {
			all = append(all, c.wire(s))
		}
	}
	return all
}
