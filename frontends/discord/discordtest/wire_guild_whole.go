package discordtest

// wireGuild is a guild as GET shows it. Most of it never changes here.
type wireGuild struct {
	ID                 string          `json:"id"`
	Name               string          `json:"name"`
	OwnerID            string          `json:"owner_id"`
	Locale             string          `json:"preferred_locale"`
	Roles              []wireRole      `json:"roles"`
	Icon               *string         `json:"icon"`
	Description        *string         `json:"description"`
	HomeHeader         *string         `json:"home_header"`
	Splash             *string         `json:"splash"`
	DiscoverySplash    *string         `json:"discovery_splash"`
	Banner             *string         `json:"banner"`
	ApplicationID      *string         `json:"application_id"`
	AFKChannel         *string         `json:"afk_channel_id"`
	SystemChannel      *string         `json:"system_channel_id"`
	WidgetChannel      *string         `json:"widget_channel_id"`
	RulesChannel       *string         `json:"rules_channel_id"`
	SafetyChannel      *string         `json:"safety_alerts_channel_id"`
	UpdatesChannel     *string         `json:"public_updates_channel_id"`
	Vanity             *string         `json:"vanity_url_code"`
	MaxPresences       *int            `json:"max_presences"`
	Incidents          *map[string]any `json:"incidents_data"`
	Features           []string        `json:"features"`
	Emojis             []struct{}      `json:"emojis"`
	Stickers           []struct{}      `json:"stickers"`
	Region             string          `json:"region"`
	AFKTimeout         int             `json:"afk_timeout"`
	SystemFlags        int             `json:"system_channel_flags"`
	Verification       int             `json:"verification_level"`
	Notifications      int             `json:"default_message_notifications"`
	MFA                int             `json:"mfa_level"`
	Filter             int             `json:"explicit_content_filter"`
	MaxMembers         int             `json:"max_members"`
	MaxStageUsers      int             `json:"max_stage_video_channel_users"`
	MaxVideoUsers      int             `json:"max_video_channel_users"`
	PremiumTier        int             `json:"premium_tier"`
	PremiumSubscribers int             `json:"premium_subscription_count"`
	NSFWLevel          int             `json:"nsfw_level"`
	Widget             bool            `json:"widget_enabled"`
	ProgressBar        bool            `json:"premium_progress_bar_enabled"`
	NSFW               bool            `json:"nsfw"`
}

// wireGuildCreate is a guild as the gateway sends it: with everything in it.
type wireGuildCreate struct {
	wireGuild
	JoinedAt    string        `json:"joined_at"`
	Large       bool          `json:"large"`
	Unavailable bool          `json:"unavailable"`
	MemberCount int           `json:"member_count"`
	Members     []wireMember  `json:"members"`
	Channels    []wireChannel `json:"channels"`
	Threads     []wireChannel `json:"threads"`
	VoiceStates []struct{}    `json:"voice_states"`
	Presences   []struct{}    `json:"presences"`
	Stages      []struct{}    `json:"stage_instances"`
	Events      []struct{}    `json:"guild_scheduled_events"`
	Sounds      []struct{}    `json:"soundboard_sounds"`
}

func (g *guild) wire() wireGuild {
	return wireGuild{
		ID: g.id, Name: g.name, OwnerID: g.owner, Locale: g.locale, Roles: g.wireRoles(),
		Features: []string{}, Emojis: []struct{}{}, Stickers: []struct{}{}, Region: "deprecated",
		AFKTimeout: 300, MaxMembers: 500000, MaxStageUsers: 50, MaxVideoUsers: 25,
	}
}

func (s *Server) wireGuildCreate(g *guild) wireGuildCreate {
	none := []struct{}{}
	no := false
	bot, nobody := s.selfWire(), (*string)(nil)
	self := wireMember{User: &bot, Nick: nobody, Roles: []string{}, JoinedAt: born, Mute: &no, Deaf: &no}
	w := wireGuildCreate{
		wireGuild: g.wire(), JoinedAt: born, MemberCount: len(g.members) + 1, Members: []wireMember{self},
		Channels: g.wireChannels(s, false), Threads: g.wireChannels(s, true),
		VoiceStates: none, Presences: none, Stages: none, Events: none, Sounds: none,
	}
	return w
}
