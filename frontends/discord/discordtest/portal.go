package discordtest

// application is the bot's application.
type application struct {
	id, name, bot string
	granted       int // privileged intents that the portal shows as granted
	noUserInstall bool
	codeGrant     bool
}

// Flags of an application by privileged intent, for bots in few guilds.
// Source: discord-api-docs, "Application Flags".
const (
	flagPresence = 1 << 13
	flagMembers  = 1 << 15
	flagContent  = 1 << 19
)

// Portal is what the owner of the bot set in Discord's Developer Portal.
type Portal struct {
	Name          string // of the application; unchanged when empty
	Members       bool   // the privileged intent for members is on
	Content       bool   // the privileged intent for message content is on
	Presence      bool
	NoUserInstall bool // people cannot install the application for themselves
	CodeGrant     bool // "requires OAuth2 code grant" is on
}

// Set changes the settings of the Developer Portal.
func (s *Server) Set(p Portal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.granted, s.app.noUserInstall, s.app.codeGrant = 0, p.NoUserInstall, p.CodeGrant
	if p.Name != "" {
		s.app.name = p.Name
	}
	if p.Members {
		s.app.granted |= intentMembers
	}
	if p.Content {
		s.app.granted |= intentContent
	}
	if p.Presence {
		s.app.granted |= intentPresence
	}
}

// appFlags are the granted intents as the application shows them.
func (s *Server) appFlags() int {
	flags := 0
	for intent, flag := range map[int]int{intentMembers: flagMembers, intentContent: flagContent, intentPresence: flagPresence} {
		if s.app.granted&intent != 0 {
			flags |= flag
		}
	}
	return flags
}
