package discord

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// take takes in one dispatch of the gateway. It is called in order and never
// blocks: positions in the lanes are taken here, everything else runs beside.
func (s *shard) take(ev discordapi.Event) {
	s.guarded("take "+ev.Type, func() {
		if err := s.route(ev); err != nil {
			s.quarantine(ev, err)
		}
	})
}

// route leaves out what nobody asked for. The deletion of a channel is left
// out, too: the next message to it fails as gone, which tells all there is.
func (s *shard) route(ev discordapi.Event) error {
	switch ev.Type {
	case "READY":
		return s.takeReady(ev)
	case "INTERACTION_CREATE":
		return s.takeInteraction(ev)
	case "MESSAGE_CREATE":
		return s.takeMessage(ev)
	case "GUILD_CREATE":
		return s.takeGuild(ev)
	case "GUILD_UPDATE":
		var g wireGuild
		err := read(ev.Data, &g)
		s.guilds.learn(g)
		return err
	case "GUILD_DELETE":
		return s.takeFarewell(ev)
	case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE":
		return s.takeRole(ev.Data)
	}
	return nil
}

// takeInteraction takes the person's next position in their lane. Discord has
// shown the interaction to nobody else, so that it must not be lost from here on.
func (s *session) takeInteraction(ev discordapi.Event) error {
	w, in, err := s.guilds.decode(ev.Data, ev.At)
	if err != nil {
		return err
	}
	t := s.turn(w, in)
	// Whoever acts in a direct chat tells its channel, which saves a request that
	// Discord counts strictly.
	if in.Place.Kind == chat.DirectPlace {
		s.directs.learn(in.User.Ref.ID, in.Place.Ref.ID)
	}
	if !s.enlist(in.User.Ref.String(), t.run) {
		s.late.Go(t.refuse)
	}
	return nil
}

// takeMessage takes in words for the bot and leaves all others.
func (s *session) takeMessage(ev discordapi.Event) error {
	_, self, _, _ := s.api.Self()
	in, ours, err := s.guilds.answer(ev.Data, self, ev.At)
	if err != nil || !ours {
		return err
	}
	if in.Place.Kind == chat.DirectPlace {
		s.directs.learn(in.User.Ref.ID, in.Place.Ref.ID)
	}
	t := &wordTurn{session: s, in: in}
	if !s.enlist(in.User.Ref.String(), t.run) {
		s.late.Go(t.refuse)
	}
	return nil
}

// quarantine keeps what could not be read.
func (s *shard) quarantine(ev discordapi.Event, cause error) {
	var named struct {
		ID wireID `json:"id"`
	}
	_ = json.Unmarshal(ev.Data, &named) // an event without id is kept, too
	id := fmt.Sprintf("%s:%s:%s:%d", ev.Type, named.ID, s.id, ev.Seq)
	s.log.Error("discord: an event could not be read", "event", id, "cause", cause)
	keep := func() {
		ctx := context.WithoutCancel(s.work)
		if err := s.core.Quarantine(ctx, Platform, id, ev.Data, cause); err != nil {
			s.log.Error("discord: an unreadable event is lost", "event", id, "cause", err)
		}
	}
	if !s.start(keep) {
		s.late.Go(keep) // even while the session ends: nobody sends it again
	}
}
