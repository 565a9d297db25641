package discordtest

import (
	"encoding/json"
	"time"
)

// Kinds of interactions. Source: discord-api-docs, "Interaction Type".
const (
	kindCommand   = 2
	kindComponent = 3
	kindComplete  = 4
	kindForm      = 5
)

const (
	firstAnswer = 3 * time.Second  // from the act to the first answer
	tokenLife   = 15 * time.Minute // from the act to the last
	keepCalls   = 16384            // interactions that are remembered
)

// interaction is one act of a person, until its token is over.
type interaction struct {
	id, token string
	kind      int
	who       *person
	at        time.Time
	channel   *channel
	owners    map[string]string
	source    *message // whose component was used
	trigger   *origin  // of a form
	answered  int      // the type of the first answer
	lost      bool     // the answer to that answer did not arrive
	original  *message // the first answer
	choices   []string // of a completion
}

// calls holds the latest interactions.
type calls struct {
	byToken map[string]*interaction
	queue   []*interaction
	waiting []*interaction // for an answer, or for what was deferred
}

// begin remembers an interaction. The lock is held.
func (s *Server) begin(i *interaction) {
	i.at = s.opt.Now()
	i.id = s.newID()
	i.token = "aW50ZXJhY3Rpb246" + i.id // as opaque as Discord's, and as easy to find in a log
	q := &s.interactions
	q.byToken[i.token] = i
	q.queue = append(q.queue, i)
	q.waiting = append(q.waiting, i)
	if len(q.queue) > keepCalls {
		delete(q.byToken, q.queue[0].token)
		q.end(q.queue[0])
		q.queue[0] = nil
		q.queue = q.queue[1:]
	}
}

// end takes an interaction from those that wait. The oldest are answered first,
// so that it is found soon.
func (q *calls) end(i *interaction) {
	for n, other := range q.waiting {
		if other == i {
			q.waiting = append(q.waiting[:n], q.waiting[n+1:]...)
			return
		}
	}
}

// unanswered counts the interactions that somebody still waits for.
func (q *calls) unanswered(now time.Time) int {
	n := 0
	for _, i := range q.waiting {
		life := firstAnswer
		if i.answered != 0 {
			life = tokenLife
		}
		if now.Sub(i.at) <= life {
			n++
		}
	}
	return n
}

func (i *interaction) origin() *origin {
	o := &origin{id: i.id, user: i.who.Ref.ID, kind: i.kind, owners: i.owners, trigger: i.trigger}
	if i.kind == kindComponent {
		o.message = i.source.id
	}
	return o
}

// wireInteraction is INTERACTION_CREATE.
type wireInteraction struct {
	ID            string            `json:"id"`
	ApplicationID string            `json:"application_id"`
	Type          int               `json:"type"`
	Token         string            `json:"token"`
	Version       int               `json:"version"`
	Data          any               `json:"data"`
	Guild         *wireGuildPart    `json:"guild,omitempty"`
	GuildID       string            `json:"guild_id,omitempty"`
	Channel       wireChannel       `json:"channel"`
	ChannelID     string            `json:"channel_id"`
	Member        *wireMember       `json:"member,omitempty"`
	User          *wireUser         `json:"user,omitempty"`
	Message       *wireMessage      `json:"message,omitempty"`
	Permissions   string            `json:"app_permissions"`
	Locale        string            `json:"locale"`
	GuildLocale   string            `json:"guild_locale,omitempty"`
	Entitlements  []struct{}        `json:"entitlements"`
	Owners        map[string]string `json:"authorizing_integration_owners"`
	Context       int               `json:"context"`
	FileLimit     int               `json:"attachment_size_limit"`
}

type wireGuildPart struct {
	ID       string   `json:"id"`
	Features []string `json:"features"`
	Locale   string   `json:"locale"`
}

// The contexts of interactions. Source: discord-api-docs, "Interaction Context
// Types".
const (
	contextGuild   = 0
	contextDirect  = 1
	contextPrivate = 2
)

func (c *channel) context() int {
	switch {
	case c.guild != nil:
		return contextGuild
	case c.kind == kindDirect:
		return contextDirect
	default:
		return contextPrivate
	}
}

// call sends an interaction to the bot.
func (s *Server) call(i *interaction, data any) {
	s.begin(i)
	c, u := i.channel, i.who.wire()
	w := wireInteraction{
		ID: i.id, ApplicationID: s.app.id, Type: i.kind, Token: i.token, Version: 1, Data: data,
		Channel: c.wire(s), ChannelID: c.id, Permissions: bits(s.botMay(c)), Locale: i.who.Locale,
		Entitlements: []struct{}{}, Owners: i.owners, Context: c.context(), FileLimit: mostFile,
	}
	w.Channel.Permissions = bits(directBits)
	if g := c.guild; g == nil {
		w.User = &u
	} else if m := g.member(i.who.Ref.ID); m != nil {
		member := g.wireMemberOf(m, true)
		member.Permissions = bits(m.mayBe())
		w.Channel.Permissions = member.Permissions
		w.Member, w.GuildID, w.GuildLocale = &member, g.id, g.locale
		w.Guild = &wireGuildPart{ID: g.id, Features: []string{}, Locale: g.locale}
	}
	if i.source != nil {
		m := s.wireMessage(i.source)
		w.Message = &m
	}
	s.dispatch(0, "INTERACTION_CREATE", w)
	s.touch()
}

// wireData is what was done: which command, component or form.
type wireData struct {
	ID         string          `json:"id,omitempty"`
	Name       string          `json:"name,omitempty"`
	Type       int             `json:"type,omitempty"`
	GuildID    string          `json:"guild_id,omitempty"`
	Options    []wireArgument  `json:"options,omitempty"`
	Resolved   *wireResolved   `json:"resolved,omitempty"`
	CustomID   string          `json:"custom_id,omitempty"`
	Component  int             `json:"component_type,omitempty"`
	Values     []string        `json:"values,omitempty"`
	Components json.RawMessage `json:"components,omitempty"`
}

type wireArgument struct {
	Name    string         `json:"name"`
	Type    int            `json:"type"`
	Value   any            `json:"value,omitempty"`
	Options []wireArgument `json:"options,omitempty"`
	Focused bool           `json:"focused,omitempty"`
}

type wireResolved struct {
	Users       map[string]wireUser       `json:"users,omitempty"`
	Members     map[string]wireMember     `json:"members,omitempty"`
	Channels    map[string]wireChannel    `json:"channels,omitempty"`
	Roles       map[string]wireRole       `json:"roles,omitempty"`
	Attachments map[string]wireAttachment `json:"attachments,omitempty"`
}
