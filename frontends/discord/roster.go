package discord

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// rosterKey is the fact that holds the guilds the bot was last seen in, for each
// shard where there are several. Discord does not tell afterwards who threw the
// bot out while it was away.
const rosterKey = "discord:guilds"

// roster is the guilds that the bot is in; only take uses it.
type roster map[wireID]bool

func (r roster) String() string {
	ids := make([]string, 0, len(r))
	for id := range r {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	return strings.Join(ids, ",")
}

// takeReady compares the guilds of a new session with those of the last one.
func (s *shard) takeReady(ev discordapi.Event) error {
	var ready wireReady
	if err := read(ev.Data, &ready); err != nil {
		return err
	}
	s.id = ready.SessionID
	if !ready.complete() {
		s.log.Warn("discord: the guilds of this session are not known", "session", s.id)
		return nil
	}
	s.roster = roster{}
	for _, g := range ready.Guilds {
		s.roster[g.ID] = true
	}
	here, list, id := maps.Clone(s.roster), s.roster.String(), s.id
	s.beside(func(ctx context.Context) {
		before, err := s.core.Recall(ctx, s.key)
		if err != nil {
			s.log.Error("discord: the guilds of the last session are not known", "cause", err)
			return
		}
		for gone := range strings.SplitSeq(before, ",") {
			if gone != "" && !here[wireID(gone)] && !s.close(ctx, wireID(gone), "guild_gone:"+gone+":"+id, ev.At) {
				return // the next session tries again
			}
		}
		if list != before {
			s.keep(ctx, list)
		}
	})
	return nil
}

// wireReady begins a session. Guilds are those that the bot is in, those that
// are out of order included.
type wireReady struct {
	SessionID string      `json:"session_id"`
	Guilds    []wireGuild `json:"guilds"`
}

// complete reports a list that can be relied on: what is missing from it counts
// as a farewell, so that one that could not be read must not look empty.
func (r wireReady) complete() bool {
	return r.Guilds != nil && !slices.ContainsFunc(r.Guilds, func(g wireGuild) bool { return g.ID == "" })
}

// takeGuild takes in a guild that the bot is in, or has come into.
func (s *shard) takeGuild(ev discordapi.Event) error {
	var g wireGuild
	if err := read(ev.Data, &g); err != nil {
		return err
	}
	s.guilds.learn(g)
	if g.ID == "" || s.roster[g.ID] {
		return nil
	}
	s.roster[g.ID] = true
	list := s.roster.String()
	s.beside(func(ctx context.Context) { s.keep(ctx, list) })
	return nil
}

// takeFarewell closes the space of a guild that the bot is no longer in. One
// that is unavailable is only out of order.
func (s *shard) takeFarewell(ev discordapi.Event) error {
	var g wireGuild
	if err := read(ev.Data, &g); err != nil {
		return err
	}
	if g.ID == "" {
		return errUnreadable
	}
	if g.Unavailable {
		return nil
	}
	s.guilds.forget(g.ID)
	delete(s.roster, g.ID)
	list := s.roster.String()
	// Numbers begin anew with each session; the same farewell, replayed, has both.
	id := "guild_delete:" + string(g.ID) + ":" + s.id + ":" + strconv.FormatInt(ev.Seq, 10)
	s.beside(func(ctx context.Context) {
		if s.close(ctx, g.ID, id, ev.At) {
			s.keep(ctx, list)
		}
	})
	return nil
}

// takeRole keeps the names of roles.
func (s *session) takeRole(raw json.RawMessage) error {
	var change struct {
		GuildID wireID   `json:"guild_id"`
		RoleID  wireID   `json:"role_id"`
		Role    wireRole `json:"role"`
	}
	if err := read(raw, &change); err != nil {
		return err
	}
	if change.RoleID != "" {
		s.guilds.forgetRole(change.GuildID, change.RoleID)
		return nil
	}
	s.guilds.learnRole(change.GuildID, change.Role)
	return nil
}

// beside runs what the gateway told of guilds, one after the other.
func (s *session) beside(fn func(ctx context.Context)) {
	s.enlist("guilds", func(enter enterLane) {
		_ = enter(s.work, func() { // fails only when the bot stops; then READY tells it again
			s.guarded("guilds", func() { fn(s.work) })
		})
	})
}

func (s *shard) keep(ctx context.Context, list string) {
	if err := s.core.Remember(ctx, s.key, list); err != nil {
		s.log.Error("discord: the guilds are not remembered", "cause", err)
	}
}

// close tells the core that the bot is no longer in a guild. Discord tells it
// once, so a moment in which nothing can be recorded is waited for.
func (s *session) close(ctx context.Context, guild wireID, event string, at time.Time) bool {
	const tries = 6
	ev := chat.Event{Kind: chat.SpaceClosed, EventID: event, Platform: Platform, Space: spaceRef(guild), At: at}
	for wait, n := time.Second, 1; ; wait, n = 2*wait, n+1 {
		err := s.core.Observe(ctx, ev)
		if err == nil {
			return true
		}
		s.log.Error("discord: an event was not taken", "kind", ev.Kind, "event", ev.EventID, "cause", err)
		if !errors.Is(err, chat.ErrNotRecorded) || n == tries || !s.pause(ctx, wait) {
			return false
		}
	}
}
