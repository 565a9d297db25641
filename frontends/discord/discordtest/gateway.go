package discordtest

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/gorilla/websocket"
)

// gateway is the state of all connections.
type gateway struct {
	links    []*link
	sessions map[string]*session
	order    []string // of sessions, the oldest first
	trouble  trouble

	identifies, resumes, connections int
}

func (g *gateway) remaining(all int) int { return max(all-g.identifies, 0) }

// wanted reports whether any session asked for events of an intent.
func (g *gateway) wanted(intent int) bool {
	for _, s := range g.sessions {
		if s.intents&intent != 0 {
			return true
		}
	}
	return false
}

func (s *Server) gatewayURL() string {
	return "ws" + strings.TrimPrefix(s.url, "http") + gatewayPath
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down || s.over()
	s.mu.Unlock()
	if down {
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	l := newLink(conn, r.URL.Query().Get("compress") == "zlib-stream", s.rested)
	s.running.Go(l.write)
	if s.welcome(l) {
		s.listen(l)
	}
	s.lost(l)
	<-l.written
}

// over reports whether the server was told to stop.
func (s *Server) over() bool {
	select {
	case <-s.closing:
		return true
	default:
		return false
	}
}

// rested wakes those who wait for events to be written.
func (s *Server) rested() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
}

// welcome takes a connection in and says HELLO, unless that was troubled. It
// reports whether the connection may go on.
func (s *Server) welcome(l *link) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return false
	}
	g := &s.gateway
	g.connections++
	g.links = append(g.links, l)
	s.touch()
	if g.trouble.noHello != 0 {
		g.trouble.noHello--
		l.mute = true
		return true
	}
	l.send(frameOf(opHello, map[string]any{"heartbeat_interval": s.opt.Heartbeat.Milliseconds(), "_trace": []string{"pretended"}}))
	return true
}

// listen takes in what a client says until the connection ends.
func (s *Server) listen(l *link) {
	for {
		_, data, err := l.conn.ReadMessage()
		if err != nil {
			l.left(err)
			return
		}
		var f frame
		if json.Unmarshal(data, &f) != nil {
			l.closeWith(closeUndecodable)
			return
		}
		s.mu.Lock()
		s.hear(l, f)
		s.mu.Unlock()
	}
}

// hear is one payload of a client. The lock is held.
func (s *Server) hear(l *link, f frame) {
	switch f.Op {
	case opHeartbeat:
		if !l.mute {
			l.send(frameOf(opAck, nil))
		}
	case opIdentify:
		s.identify(l, f.Data)
	case opResume:
		s.resume(l, f.Data)
	case opPresence, opVoice, opMembers, opSoundboard:
		if l.session == nil {
			l.closeWith(closeNotYet)
		}
	default:
		l.closeWith(closeUnknownOp)
	}
}

// lost forgets a connection. Its session can be resumed unless the client said
// goodbye.
func (s *Server) lost(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.end()
	g := &s.gateway
	for i, other := range g.links {
		if other == l {
			g.links = append(g.links[:i:i], g.links[i+1:]...)
		}
	}
	if l.session != nil && l.session.link == l {
		l.session.link = nil
		if l.goodbye {
			g.drop(l.session.id)
		}
	}
	s.touch()
}
