package discordtest

import (
	"encoding/json"
	"net/url"
	"slices"
	"time"
)

// keepMessages is how many messages are remembered in all, unless Options say
// otherwise; older ones are unknown, as are their files.
const keepMessages = 4096

// keepLoose is how many files of command options are remembered.
const keepLoose = 256

// message is one message. Its slices are replaced, never changed, so that a
// copy of the struct is a state of the message.
type message struct {
	id          string
	channel     *channel
	author      string // user id, or the webhook's
	authorName  string // of a webhook
	content     string
	embeds      []embed
	components  []component
	files       []*attachment
	flags       int
	tts         bool
	created     time.Time
	edited      time.Time
	mentions    []string // ids of people
	everyone    bool
	rings       []string // whom it rang for
	alarm       bool     // it rang for @everyone, @here or a role
	only        string   // the one who sees it; everybody in the channel when empty
	loading     bool     // "is thinking …": nothing to be seen yet
	origin      *origin
	answers     *message
	nonce       json.RawMessage
	hook        string // webhook id, of answers too
	application string
}

// origin is the interaction that a message answers.
type origin struct {
	id, user, message string
	kind              int
	owners            map[string]string
	trigger           *origin // of a form: what opened it
}

// attachment keeps its data as long as its message is remembered.
type attachment struct {
	id, channel, name, media, description string
	data                                  []byte
}

// shelf holds the messages, the oldest first.
type shelf struct {
	byID  map[string]*message
	queue []*message
}

func (m *message) kind() int {
	switch {
	case m.answers != nil:
		return 19 // a reply
	case m.origin != nil && m.origin.kind == kindCommand:
		return 20 // the answer to a command
	default:
		return 0
	}
}

// keep remembers a message and forgets the oldest beyond the bound.
func (s *Server) keep(m *message) {
	s.messages.byID[m.id] = m
	s.messages.queue = append(s.messages.queue, m)
	m.channel.messages = append(m.channel.messages, m)
	m.channel.last = m.id
	if len(s.messages.queue) <= s.opt.History {
		return
	}
	oldest := s.messages.queue[0]
	s.messages.queue = s.messages.queue[1:]
	s.forget(oldest)
}

// forget is quick for the oldest message of a channel, which it nearly always
// is: a load test forgets one for each that it sends.
func (s *Server) forget(m *message) {
	if s.messages.byID[m.id] == m {
		delete(s.messages.byID, m.id)
	}
	for _, a := range m.files {
		delete(s.files, a.id)
	}
	line := m.channel.messages
	if len(line) > 0 && line[0] == m {
		line[0] = nil
		m.channel.messages = line[1:]
		return
	}
	m.channel.messages = slices.DeleteFunc(line, func(other *message) bool { return other == m })
}

// find returns a message of a channel that is not for one person alone.
func (s *Server) find(c *channel, id string) *message {
	m := s.messages.byID[id]
	if m == nil || m.channel != c || m.only != "" {
		return nil
	}
	return m
}

// after returns up to limit public messages younger than id, the youngest
// first as Discord has it.
func (c *channel) after(id string, limit int) []*message {
	var all []*message
	for _, m := range c.messages {
		if m.only == "" && !m.loading && (id == "" || later(m.id, id)) {
			all = append(all, m)
		}
	}
	if id == "" && len(all) > limit {
		all = all[len(all)-limit:]
	}
	all = all[:min(limit, len(all))]
	slices.Reverse(all)
	return all
}

// before returns up to limit public messages older than id, the youngest first.
func (c *channel) before(id string, limit int) []*message {
	var all []*message
	for _, m := range slices.Backward(c.messages) {
		if m.only == "" && !m.loading && later(id, m.id) && len(all) < limit {
			all = append(all, m)
		}
	}
	return all
}

// addFile keeps an uploaded file.
func (s *Server) addFile(channel string, f upload) *attachment {
	a := &attachment{id: s.newID(), channel: channel, name: url.PathEscape(f.name), media: f.media, data: f.data}
	s.files[a.id] = a
	return a
}

// loosen keeps a file that belongs to no message, and forgets the oldest such.
func (s *Server) loosen(a *attachment) {
	s.loose = append(s.loose, a.id)
	if len(s.loose) > keepLoose {
		delete(s.files, s.loose[0])
		s.loose = s.loose[1:]
	}
}

// tell sends a message event to the bot, where it asked for those, with the
// words left out that it may not read.
func (s *Server) tell(event string, m *message) {
	if m.only != "" || m.channel.kind == kindPrivateGroup {
		return
	}
	intent := intentMessages
	if m.channel.guild == nil {
		intent = intentDirect
	}
	if !s.gateway.wanted(intent) || m.channel.guild != nil && m.channel.guild.absent {
		return
	}
	e := messageEvent{wireMessage: s.wireMessage(m), Channel: m.channel.kind}
	if g := m.channel.guild; g != nil {
		e.GuildID = g.id
		if member := g.member(m.author); member != nil {
			w := g.wireMemberOf(member, false)
			e.Member = &w
		}
	}
	s.dispatchMessage(intent, event, m, e)
}

// open reports whether the bot may read the words of a message without the
// privileged intent: its own, those in direct chats, and those that mention it.
func (s *Server) open(m *message) bool {
	return m.channel.guild == nil || m.author == s.app.bot || slices.Contains(m.mentions, s.app.bot)
}
