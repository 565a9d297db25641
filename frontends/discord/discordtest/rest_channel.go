package discordtest

import (
	"encoding/json"
	"slices"
	"time"
)

// reach returns a channel that the bot may look into.
func (s *Server) reach(id string) (*channel, *refusal) {
	c := s.channels[id]
	if c == nil {
		return nil, unknown(10003, "Channel")
	}
	hidden := c.guild != nil && (c.guild.absent || s.botMay(c)&ViewChannel == 0)
	if hidden || c.kind == kindPrivateGroup || c.kind == kindDirect && !c.people[0].opened {
		return nil, forbidden(50001, "Missing Access")
	}
	return c, nil
}

func (s *Server) getChannel(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	return ok(at.wire(s))
}

func (s *Server) typing(c *call) (answer, *refusal) {
	if _, no := s.reach(c.vars[0]); no != nil {
		return refuse(no)
	}
	return done()
}

// channelPatch lists what may be changed; only the first five are kept.
type channelPatch struct {
	Name       *string         `json:"name"`
	Topic      *string         `json:"topic"`
	Archived   *bool           `json:"archived"`
	Archive    *int            `json:"auto_archive_duration"`
	Locked     *bool           `json:"locked"`
	Type       *int            `json:"type"`
	Position   *int            `json:"position"`
	NSFW       *bool           `json:"nsfw"`
	Slowdown   *int            `json:"rate_limit_per_user"`
	ParentID   *string         `json:"parent_id"`
	Overwrites json.RawMessage `json:"permission_overwrites"`
	Invitable  *bool           `json:"invitable"`
	Flags      *int            `json:"flags"`
	Tags       []string        `json:"applied_tags"`
}

// patchChannel takes nothing but archived:false in an archived thread, which is
// how a bot opens it again.
func (s *Server) patchChannel(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	var b channelPatch
	if no := s.decode(c, c.body, &b); no != nil {
		return refuse(no)
	}
	if need := at.needs(b); at.guild == nil || s.botMay(at)&need != need {
		s.violate(28, "%s %s: a permission is missing", c.method, c.route)
		return refuse(forbidden(50013, "Missing Permissions"))
	}
	if no := s.checkNames(b); no != nil {
		return refuse(no)
	}
	if at.archived && (b.Archived == nil || *b.Archived) {
		return refuse(s.archivedThread(c))
	}
	if b.Name != nil || b.Topic != nil {
		if no := s.countRename(c, at); no != nil {
			return refuse(no)
		}
	}
	at.apply(b)
	event := "CHANNEL_UPDATE"
	if at.thread() {
		event = "THREAD_UPDATE"
	}
	s.dispatchTo(at.guild, intentGuilds, event, at.wire(s))
	return ok(at.wire(s))
}

// needs returns the permission for a change. Whoever may write in a thread may
// open it again, unless it is locked.
func (c *channel) needs(b channelPatch) int64 {
	opens := b.Archived != nil && !*b.Archived && b.Name == nil && b.Locked == nil && b.Archive == nil
	switch {
	case !c.thread():
		return ManageChannels
	case opens && !c.locked:
		return SendInThreads
	default:
		return ManageThreads
	}
}

func (s *Server) checkNames(b channelPatch) *refusal {
	if b.Name != nil && (*b.Name == "" || length(*b.Name) > 100) {
		return s.breach(0, "name", "1 to 100 characters")
	}
	if b.Topic != nil {
		return s.within(0, "topic", *b.Topic, 1024)
	}
	return nil
}

// countRename holds name and topic to two changes in ten minutes, a limit that
// no header tells. Source: discord-api-docs, issue 1900.
func (s *Server) countRename(c *call, at *channel) *refusal {
	at.renames = slices.DeleteFunc(at.renames, func(t time.Time) bool { return c.at.Sub(t) >= renameSpan })
	if len(at.renames) >= renameSize {
		s.violate(30, "%s %s: over %d changes of name or topic in %s", c.method, c.route, renameSize, renameSpan)
		no := limited(renameSpan-c.at.Sub(at.renames[0]), "user")
		no.message = "The resource is being rate limited."
		return no
	}
	at.renames = append(at.renames, c.at)
	return nil
}

func (c *channel) apply(b channelPatch) {
	if b.Name != nil {
		c.name = *b.Name
	}
	if b.Topic != nil {
		c.topic = *b.Topic
	}
	if b.Archived != nil {
		c.archived = *b.Archived
	}
	if b.Locked != nil {
		c.locked = *b.Locked
	}
	if b.Archive != nil {
		c.archive = *b.Archive
	}
}
