package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// echoDiscord connects to the gateway, registers one command, and answers each
// interaction with one message.
func (w wire) echoDiscord(ctx context.Context, base, token string) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	api := base + "/api/v10"
	var self struct {
		ID string `json:"id"`
	}
	if err := w.call(ctx, http.MethodGet, api+"/applications/@me", token, nil, &self); err != nil {
		return err
	}
	command := []map[string]any{{
		"name": "ping", "description": "echo", "type": 1, "integration_types": []int{0, 1}, "contexts": []int{0, 1, 2},
	}}
	if err := w.call(ctx, http.MethodPut, api+"/applications/"+self.ID+"/commands", token, command, nil); err != nil {
		return err
	}
	var door struct {
		URL string `json:"url"`
	}
	if err := w.call(ctx, http.MethodGet, api+"/gateway", token, nil, &door); err != nil {
		return err
	}
	conn, resp, err := websocket.DefaultDialer.DialContext(ctx, door.URL+"?v=10&encoding=json", nil)
	if err != nil {
		return fmt.Errorf("echo: connect: %w", err)
	}
	defer resp.Body.Close() //nolint:errcheck // the connection was upgraded: there is no body
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	g := gateway{conn: conn}
	for {
		if err := g.hear(ctx, token, func(i interaction) {
			flight{ctx, fail}.run(func() error { return w.respond(ctx, api, i) })
		}); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("echo: listen: %w", err)
		}
	}
}

func (w wire) respond(ctx context.Context, api string, i interaction) error {
	const message = 4
	answer := map[string]any{"type": message, "data": map[string]any{
		"content": "pong", "allowed_mentions": map[string]any{"parse": []string{}},
	}}
	return w.call(ctx, http.MethodPost, api+"/interactions/"+i.ID+"/"+i.Token+"/callback", "", answer, nil)
}

type interaction struct {
	ID    string `json:"id"`
	Token string `json:"token"`
}

// gateway is the connection of an echo.
type gateway struct {
	conn *websocket.Conn
	mu   sync.Mutex // of writing
}

// hear takes in one payload of the gateway.
func (g *gateway) hear(ctx context.Context, token string, take func(interaction)) error {
	const (
		dispatch = 0
		identify = 2
		hello    = 10
	)
	var f struct {
		Op   int             `json:"op"`
		Type string          `json:"t"`
		Data json.RawMessage `json:"d"`
	}
	if err := g.conn.ReadJSON(&f); err != nil {
		return err
	}
	switch {
	case f.Op == hello:
		var h struct {
			Every int64 `json:"heartbeat_interval"`
		}
		if err := json.Unmarshal(f.Data, &h); err != nil {
			return err
		}
		go g.beat(ctx, time.Duration(h.Every)*time.Millisecond)
		return g.send(identify, map[string]any{"token": token, "intents": 0, "properties": map[string]string{"os": "linux"}})
	case f.Op == dispatch && f.Type == "INTERACTION_CREATE":
		var i interaction
		if err := json.Unmarshal(f.Data, &i); err != nil {
			return err
		}
		take(i)
	}
	return nil
}

// beat says that the echo is alive, until the connection ends.
func (g *gateway) beat(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			const heartbeat = 1
			if g.send(heartbeat, nil) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func (g *gateway) send(op int, data any) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.conn.WriteJSON(map[string]any{"op": op, "d": data})
}
