package discordtest

import (
	"encoding/json"
	"strconv"
)

// dispatch sends an event of a guild, or of no guild, to every session that serves
// it and asked for its intent; 0 is for all. The lock is held.
func (s *Server) dispatch(g *guild, intent int, name string, data any) {
	if intent != 0 && !s.gateway.wanted(intent) || len(s.gateway.sessions) == 0 {
		return
	}
	d, err := json.Marshal(data)
	if err != nil {
		return
	}
	for _, to := range s.gateway.sessions {
		if to.serves(g) && (intent == 0 || to.intents&intent != 0) {
			to.deliver(name, d)
		}
	}
}

// dispatchTo is dispatch, unless the bot is not in the guild.
func (s *Server) dispatchTo(g *guild, intent int, name string, data any) {
	if !g.absent {
		s.dispatch(g, intent, name, data)
	}
}

// dispatchMessage leaves the words out for sessions that may not read them.
func (s *Server) dispatchMessage(intent int, name string, m *message, e messageEvent) {
	whole, err := json.Marshal(e)
	if err != nil {
		return
	}
	e.Content, e.Embeds, e.Components, e.Attachments = "", []embed{}, []component{}, []wireAttachment{}
	for _, to := range s.gateway.sessions {
		if to.intents&intent == 0 || !to.serves(m.channel.guild) {
			continue
		}
		data := whole
		if to.intents&intentContent == 0 && !s.open(m) {
			data, _ = json.Marshal(e)
		}
		to.deliver(name, data)
	}
}

func (s *Server) sendTo(to *session, name string, data any) {
	if d, err := json.Marshal(data); err == nil {
		to.deliver(name, d)
	}
}

// deliver numbers an event, keeps it for a resume and sends it where somebody
// listens.
func (to *session) deliver(name string, data []byte) {
	to.seq++
	payload := make([]byte, 0, len(name)+len(data)+48)
	payload = append(payload, `{"op":0,"t":"`...)
	payload = append(payload, name...)
	payload = append(payload, `","s":`...)
	payload = strconv.AppendInt(payload, to.seq, 10)
	payload = append(payload, `,"d":`...)
	payload = append(append(payload, data...), '}')
	to.events = append(to.events, event{to.seq, payload})
	if len(to.events) > keepEvents {
		to.events[0] = event{}
		to.events = to.events[1:]
	}
	if to.link != nil && !to.link.mute {
		to.link.send(payload)
	}
}
