package discordapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const testToken = "MTIz.s3cret.t0ken"

// gate pretends Discord's gateway. Each connection is played by play, which is
// told its number, from 1; the connection ends when play returns.
type gate struct {
	*httptest.Server
	play      func(n int, p *peer)
	remaining int
	status    int // of GET /gateway/bot, where not 200

	mu         sync.Mutex
	opened     int
	identifies int
	resumes    int
	closes     []int
	playing    sync.WaitGroup
}

func newGate(t *testing.T, play func(n int, p *peer)) *gate {
	t.Helper()
	g := &gate{play: play, remaining: 1000}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v9/gateway", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"url":%q}`, g.socket())
	})
	mux.HandleFunc("GET /api/v9/gateway/bot", func(w http.ResponseWriter, _ *http.Request) {
		if g.status != 0 {
			w.WriteHeader(g.status)
		}
		fmt.Fprintf(w, `{"url":%q,"shards":1,"session_start_limit":{"remaining":%d,"reset_after":7200000}}`, g.socket(), g.remaining)
	})
	mux.HandleFunc("/ws/", g.serve)
	g.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		g.CloseClientConnections()
		g.Close()
		g.playing.Wait()
	})
	return g
}

func (g *gate) socket() string { return "ws" + strings.TrimPrefix(g.URL, "http") + "/ws/" }

func (g *gate) serve(w http.ResponseWriter, r *http.Request) {
	conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	g.playing.Add(1)
	defer g.playing.Done()
	defer conn.Close()
	g.mu.Lock()
	g.opened++
	n := g.opened
	g.mu.Unlock()
	g.play(n, &peer{conn: conn, gate: g})
}

func (g *gate) counts() (opened, identifies, resumes int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.opened, g.identifies, g.resumes
}

// client connects without waiting, by a clock that jumps instead: only the
// watchdogs wait, for watch.
func (g *gate) client(t *testing.T, watch <-chan time.Time) *Client {
	t.Helper()
	now, after := jumping()
	c, err := New(Options{Token: testToken, URL: g.URL, Intents: 1, Now: now, After: func(d time.Duration) <-chan time.Time {
		if d == openWatch || d == closeWatch {
			return watch
		}
		return after(d)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.transport.next.(*http.Transport).CloseIdleConnections)
	return c
}

// jumping is a clock that goes on by what somebody waits for.
func jumping() (now func() time.Time, after func(time.Duration) <-chan time.Time) {
	var jumped atomic.Int64
	now = func() time.Time { return time.Unix(1e9, jumped.Load()) }
	return now, func(d time.Duration) <-chan time.Time {
		jumped.Add(int64(d))
		return swift()
	}
}

func swift() <-chan time.Time {
	now := make(chan time.Time, 1)
	now <- time.Time{}
	return now
}

// run runs the client until an event of the wanted type came, and stops it.
func (g *gate) run(t *testing.T, c *Client, until string) (seen []Event) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := c.Run(ctx, func(ev Event) {
		seen = append(seen, ev)
		if ev.Type == until {
			cancel()
		}
	})
	if err != nil {
		t.Error(err)
	}
	return seen
}

// peer is the server's end of one connection.
type peer struct {
	conn *websocket.Conn
	gate *gate
}

func (p *peer) send(line string) { _ = p.conn.WriteMessage(websocket.TextMessage, []byte(line)) }

func (p *peer) hello(interval int) {
	p.send(fmt.Sprintf(`{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":%d}}`, interval))
}

// begin says HELLO and returns the opcode of the answer, 2 or 6.
func (p *peer) begin() int {
	p.hello(45000)
	op := p.read()
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	switch op {
	case 2:
		p.gate.identifies++
	case 6:
		p.gate.resumes++
	}
	return op
}

func (p *peer) read() int {
	var got struct {
		Op int `json:"op"`
	}
	_, data, err := p.conn.ReadMessage()
	if err != nil {
		var code *websocket.CloseError
		if errors.As(err, &code) {
			p.gate.mu.Lock()
			p.gate.closes = append(p.gate.closes, code.Code)
			p.gate.mu.Unlock()
		}
		return -1
	}
	_ = json.Unmarshal(data, &got)
	return got.Op
}

func (p *peer) dispatch(seq int, kind, data string) {
	p.send(fmt.Sprintf(`{"op":0,"s":%d,"t":%q,"d":%s}`, seq, kind, data))
}

func (p *peer) ready() {
	p.dispatch(1, "READY", fmt.Sprintf(`{"v":9,"session_id":"s1","resume_gateway_url":%q,"guilds":[],`+
		`"user":{"id":"77","username":"parley"},"application":{"id":"66"}}`, p.gate.socket()))
}

// up answers what begin read.
func (p *peer) up(op int) {
	if op == 6 {
		p.dispatch(2, "RESUMED", `{}`)
		return
	}
	p.ready()
}

// stay answers heartbeats until the other side leaves.
func (p *peer) stay() {
	for {
		switch p.read() {
		case 1:
			p.send(`{"op":11}`)
		case -1:
			return
		}
	}
}

func (p *peer) close(code int) {
	_ = p.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	for p.read() >= 0 {
	}
}
