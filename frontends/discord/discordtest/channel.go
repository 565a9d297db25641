package discordtest

import (
	"slices"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Kinds of channels. Source: discord-api-docs, "Channel Types".
const (
	kindText         = 0
	kindDirect       = 1
	kindPrivateGroup = 3
	kindAnnouncement = 5
	kindAnnounceLine = 10 // a thread of an announcement channel
	kindThread       = 11
	kindForum        = 15
)

// channel is anywhere a message can stand: a guild's channel, a thread, a
// direct chat with the bot, a private group without it.
type channel struct {
	id, name, topic string
	kind            int
	guild           *guild    // nil in direct chats
	parent          *channel  // of a thread
	people          []*person // of a direct chat or private group
	denied          int64     // permissions that the bot lacks here
	archived        bool
	locked          bool // only who manages threads may open it again
	archive         int  // minutes until a thread is archived
	messages        []*message
	last            string      // id of the newest message
	renames         []time.Time // of the last ten minutes
}

func (c *channel) thread() bool { return c.kind == kindThread || c.kind == kindAnnounceLine }

func (c *channel) ref() chat.PlaceRef { return chat.PlaceRef{Platform: Platform, ID: c.id} }

func (c *channel) place() chat.Place {
	if c.guild == nil {
		return chat.Place{Ref: c.ref(), Kind: chat.DirectPlace}
	}
	space := chat.SpaceRef{Platform: Platform, ID: c.guild.id}
	return chat.Place{Ref: c.ref(), Kind: chat.GroupPlace, Space: space, SpaceName: c.guild.name}
}

// readers are the ids of those who see what stands in a channel.
func (c *channel) readers() []string {
	if c.guild != nil {
		return c.guild.readers
	}
	ids := make([]string, len(c.people))
	for i, p := range c.people {
		ids[i] = p.Ref.ID
	}
	return ids
}

func (c *channel) has(who string) bool {
	if c.guild != nil {
		return c.guild.member(who) != nil
	}
	return slices.ContainsFunc(c.people, func(p *person) bool { return p.Ref.ID == who })
}

func (s *Server) addChannel(c *channel) *channel {
	if c.id == "" {
		c.id = s.newID()
	}
	s.channels[c.id] = c
	if c.guild != nil {
		c.guild.channels = append(c.guild.channels, c)
	}
	return c
}
