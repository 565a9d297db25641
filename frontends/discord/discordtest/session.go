package discordtest

import (
	"encoding/json"
	"time"
)

const (
	keepEvents   = 2048 // of a session, to be replayed
	keepSessions = 8
	identifySpan = 5 * time.Second
)

// session is what a client identified. It outlives its connection.
type session struct {
	id      string
	intents int
	shard   [2]int // its number, and of how many; 0 of 0 where it said nothing
	seq     int64
	events  []event // the latest; the last one has number seq
	link    *link   // nil while nobody is connected
	at      time.Time
}

type event struct {
	seq     int64
	payload []byte
}

type identifyData struct {
	Token   string `json:"token"`
	Intents *int   `json:"intents"`
	Shard   [2]int `json:"shard"`
}

type resumeData struct {
	Token   string `json:"token"`
	Session string `json:"session_id"`
	Seq     int64  `json:"seq"`
}

// identify begins a session. The lock is held.
func (s *Server) identify(l *link, data json.RawMessage) {
	var d identifyData
	g := &s.gateway
	g.identifies++
	s.touch()
	switch {
	case json.Unmarshal(data, &d) != nil:
		l.closeWith(closeUndecodable)
		return
	case l.session != nil:
		l.closeWith(closeTwice)
		return
	case trimBot(d.Token) != s.opt.Token:
		l.closeWith(closeToken)
		return
	case d.Shard[0] < 0 || d.Shard[0] > 0 && d.Shard[0] >= d.Shard[1]:
		l.closeWith(closeShard)
		return
	case d.Intents == nil:
		l.closeWith(closeIntents)
		return
	case *d.Intents&privileged&^s.app.granted != 0:
		l.closeWith(closeDisallowed)
		return
	}
	if s.strikes(l) {
		return
	}
	s.noteHaste(d.Shard)
	now := &session{id: s.newID(), intents: *d.Intents, shard: d.Shard, link: l, at: s.opt.Now()}
	l.session = now
	g.add(now)
	s.sendTo(now, "READY", s.ready(now))
	for _, guild := range s.ordered {
		if !guild.absent && !guild.out && now.intents&intentGuilds != 0 && now.serves(guild) {
			s.sendTo(now, "GUILD_CREATE", s.wireGuildCreate(guild))
		}
	}
	s.touch()
}

// noteHaste notes two identifies within five seconds. Discord would refuse the
// second; here it is only told, so that a test need not wait.
func (s *Server) noteHaste(shard [2]int) {
	if !s.opt.Limits {
		return
	}
	for _, other := range s.gateway.sessions {
		if s.bucketOf(other.shard) == s.bucketOf(shard) && s.opt.Now().Sub(other.at) < identifySpan {
			s.violate(0, "identify: two within %s", identifySpan)
		}
	}
}

// trimBot takes the prefix off that some libraries send with the token.
func trimBot(token string) string {
	if len(token) > 4 && token[:4] == "Bot " {
		return token[4:]
	}
	return token
}

// ready lists guilds as unavailable: each follows with GUILD_CREATE.
func (s *Server) ready(now *session) any {
	none := []struct{}{}
	guilds := []guildGone{}
	for _, g := range s.ordered {
		if !g.absent && now.serves(g) {
			guilds = append(guilds, guildGone{ID: g.id, Unavailable: true})
		}
	}
	return map[string]any{
		"v": 10, "user": wireSelf{wireUser: s.selfWire(), Locale: defaultLocale, Verified: true}, "guilds": guilds,
		"session_id": now.id, "resume_gateway_url": "ws" + s.url[len("http"):] + resumePath, "shard": [2]int{now.shard[0], max(1, now.shard[1])},
		"private_channels": none, "presences": none, "relationships": none, "user_settings": struct{}{},
		"session_type": "normal", "_trace": []string{"pretended"},
		"application": map[string]any{"id": s.app.id, "flags": s.appFlags()},
	}
}

// resume goes on with a session: what was missed comes first. The lock is held.
func (s *Server) resume(l *link, data json.RawMessage) {
	var d resumeData
	s.gateway.resumes++
	s.touch()
	if json.Unmarshal(data, &d) != nil {
		l.closeWith(closeUndecodable)
		return
	}
	if trimBot(d.Token) != s.opt.Token {
		l.closeWith(closeToken)
		return
	}
	if s.strikes(l) {
		return
	}
	now := s.gateway.sessions[d.Session]
	if now == nil || now.seq-d.Seq > int64(len(now.events)) {
		l.send(frameOf(opInvalid, false))
		return
	}
	if d.Seq > now.seq {
		l.closeWith(closeSeq)
		return
	}
	if now.link != nil {
		now.link.closeWith(closeNotYet)
	}
	now.link, l.session = l, now
	for _, e := range now.events {
		if e.seq > d.Seq {
			l.send(e.payload)
		}
	}
	s.sendTo(now, "RESUMED", map[string]any{"_trace": []string{"pretended"}})
}

// add forgets the oldest session beyond the bound, one without a connection
// first: a shard may outlive many of its neighbours.
func (g *gateway) add(now *session) {
	g.sessions[now.id] = now
	g.order = append(g.order, now.id)
	if len(g.order) <= keepSessions {
		return
	}
	oldest := g.order[0]
	for _, id := range g.order {
		if g.sessions[id].link == nil {
			oldest = id
			break
		}
	}
	g.drop(oldest)
}

func (g *gateway) drop(id string) {
	delete(g.sessions, id)
	for i, other := range g.order {
		if other == id {
			g.order = append(g.order[:i:i], g.order[i+1:]...)
			return
		}
	}
}
