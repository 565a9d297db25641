package discordtest

import "github.com/parleybot/parley/core/chat"

// Permissions of Discord, as bits. Source: discord-api-docs, "Permissions".
const (
	Administrator   int64 = 1 << 3
	ManageChannels  int64 = 1 << 4
	ManageGuild     int64 = 1 << 5
	ViewChannel     int64 = 1 << 10
	SendMessages    int64 = 1 << 11
	manageMessages  int64 = 1 << 13
	EmbedLinks      int64 = 1 << 14
	AttachFiles     int64 = 1 << 15
	ReadHistory     int64 = 1 << 16
	mentionEveryone int64 = 1 << 17
	manageWebhooks  int64 = 1 << 29
	useCommands     int64 = 1 << 31
	ManageThreads   int64 = 1 << 34
	createThreads   int64 = 1 << 35
	SendInThreads   int64 = 1 << 38
)

const (
	// memberBits are what everybody in a guild may do.
	memberBits = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory |
		useCommands | createThreads | SendInThreads
	// botBits are what the bot's role adds.
	botBits = ManageChannels | manageWebhooks | ManageThreads | manageMessages
	allBits = 1<<50 - 1
	// directBits are what the bot may do in a direct chat.
	directBits = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | mentionEveryone | useCommands
)

// Forbid makes the bot unable to write in a channel and its threads, or able
// again. Answers to interactions are not affected, as on Discord.
func (s *Server) Forbid(at chat.PlaceRef, forbidden bool) {
	if forbidden {
		s.Deny(at, SendMessages|SendInThreads)
		return
	}
	s.Deny(at, 0)
}

// Deny sets which permissions the bot lacks in a channel and its threads; 0
// gives all of them back.
func (s *Server) Deny(at chat.PlaceRef, permissions int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[at.ID]
	if c == nil || c.guild == nil {
		return
	}
	c.denied = permissions
	s.dispatch(c.guild, intentGuilds, "CHANNEL_UPDATE", c.wire(s))
	s.touch()
}

// botMay returns the bot's permissions in a channel.
func (s *Server) botMay(c *channel) int64 {
	if c.guild == nil {
		return directBits
	}
	denied := c.denied
	if c.parent != nil {
		denied |= c.parent.denied
	}
	return (memberBits | botBits) &^ denied
}

// mayBe returns a member's permissions: this double knows administrators and
// everybody else.
func (m *member) mayBe() int64 {
	if m.admin {
		return allBits
	}
	return memberBits
}
