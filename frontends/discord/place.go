package discord

import (
	"strconv"

	"github.com/parleybot/parley/core/chat"
)

// Platform is Discord's name in every reference.
const Platform chat.Platform = "discord"

// Where an interaction may come from, as Discord numbers the contexts.
const (
	contextGuild  = 0
	contextDirect = 1
	contextOther  = 2 // a group or somebody else's chat, where the bot is not
)

// Kinds of channels that have no guild.
const (
	channelDirect = 1
	channelGroup  = 3
)

// References carry Discord's ids as they are. A direct chat is a channel, too, so
// that its place has the channel's id, not the person's.
func userRef(id wireID) chat.UserRef { return chat.UserRef{Platform: Platform, ID: string(id)} }

func placeRef(id wireID) chat.PlaceRef { return chat.PlaceRef{Platform: Platform, ID: string(id)} }

// spaceRef is zero where there is no guild: a reference without an id would be
// somebody's community.
func spaceRef(id wireID) chat.SpaceRef {
	if id == "" {
		return chat.SpaceRef{}
	}
	return chat.SpaceRef{Platform: Platform, ID: string(id)}
}

// messageRef names a message by its channel, as every request about it must.
func messageRef(channel, id string) chat.MessageRef {
	return chat.MessageRef{Place: chat.PlaceRef{Platform: Platform, ID: channel}, ID: id}
}

// where is the context, guessed from the rest where Discord left it out.
func (w wireInteraction) where() int {
	switch {
	case w.Context != nil:
		return *w.Context
	case w.GuildID != "":
		return contextGuild
	case w.Channel.Type == channelDirect:
		return contextDirect
	}
	return contextOther
}

// foreign reports an act that only the person's own installation allows: in a
// guild, that is one which has not added the bot. Discord tells its members'
// roles all the same, but the guild is nobody's community there.
func (w wireInteraction) foreign() bool {
	_, guild := w.Owners["0"]
	return len(w.Owners) > 0 && !guild
}

// channel is where it happened. Older events had the id beside the channel.
func (w wireInteraction) channel() wireID {
	if w.ChannelID != "" {
		return w.ChannelID
	}
	return w.Channel.ID
}

// who is the person who acts, as this guild knows them.
func (w wireInteraction) who() chat.User {
	u := describe(w.User, nil)
	if w.Member != nil {
		u = describe(w.Member.User, w.Member)
	}
	u.Locale = w.Locale
	return u
}

// describe names a person: the nickname of the guild before the name they chose
// for everywhere, and the handle where they chose none.
func describe(u wireUser, m *wireMember) chat.User {
	name := u.GlobalName
	if m != nil && m.Nick != "" {
		name = m.Nick
	}
	if name == "" {
		name = u.Username
	}
	return chat.User{Ref: userRef(u.ID), Name: name, Handle: u.Username, Bot: u.Bot}
}

// administers reports the ADMINISTRATOR bit in a set of permissions.
func administers(permissions string) bool {
	const administrator = 1 << 3
	bits, err := strconv.ParseUint(permissions, 10, 64)
	return err == nil && bits&administrator != 0
}
