package discordtest

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// ChannelKind says what AddChannel makes.
type ChannelKind int

// The kinds of channels that people make in a guild.
const (
	Text         ChannelKind = kindText
	Announcement ChannelKind = kindAnnouncement
	Forum        ChannelKind = kindForum
)

// AddChannel puts a channel into a guild.
func (s *Server) AddChannel(space chat.SpaceRef, name string, kind ChannelKind) chat.PlaceRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[space.ID]
	if g == nil {
		return chat.PlaceRef{}
	}
	c := s.addChannel(&channel{kind: int(kind), guild: g, name: name})
	s.dispatchTo(g, intentGuilds, "CHANNEL_CREATE", c.wire(s))
	s.touch()
	return c.ref()
}

// AddThread opens a public thread in a channel, or a post in a forum.
func (s *Server) AddThread(at chat.PlaceRef, name string) chat.PlaceRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent := s.channels[at.ID]
	if parent == nil || parent.guild == nil {
		return chat.PlaceRef{}
	}
	c := s.addThread(parent, name, "")
	s.touch()
	return c.ref()
}

func (s *Server) addThread(parent *channel, name, id string) *channel {
	kind := kindThread
	if parent.kind == kindAnnouncement {
		kind = kindAnnounceLine
	}
	c := s.addChannel(&channel{id: id, kind: kind, guild: parent.guild, parent: parent, name: name, archive: 1440})
	s.dispatchTo(c.guild, intentGuilds, "THREAD_CREATE", c.wire(s))
	return c
}

// Archive archives a thread, or opens it again.
func (s *Server) Archive(at chat.PlaceRef, archived bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[at.ID]
	if c == nil || !c.thread() {
		return
	}
	c.archived = archived
	s.dispatchTo(c.guild, intentGuilds, "THREAD_UPDATE", c.wire(s))
	s.touch()
}

// Lock archives a thread so that only who manages threads may open it again.
func (s *Server) Lock(at chat.PlaceRef) {
	s.mu.Lock()
	if c := s.channels[at.ID]; c != nil && c.thread() {
		c.locked = true
	}
	s.mu.Unlock()
	s.Archive(at, true)
}

// DeleteChannel deletes a channel with its threads, or a thread.
func (s *Server) DeleteChannel(at chat.PlaceRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[at.ID]
	if c == nil || c.guild == nil {
		return
	}
	gone := []*channel{c}
	for _, other := range c.guild.channels {
		if other.parent == c {
			gone = append(gone, other)
		}
	}
	for _, g := range gone {
		delete(s.channels, g.id)
		c.guild.channels = slices.DeleteFunc(c.guild.channels, func(other *channel) bool { return other == g })
	}
	event := "CHANNEL_DELETE"
	if c.thread() {
		event = "THREAD_DELETE"
	}
	s.dispatchTo(c.guild, intentGuilds, event, c.wire(s))
	s.touch()
}
