package discord

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// patience is how long a test waits for what should come at once.
const patience = 10 * time.Second

// rig is a session without a gateway: events are handed to it, and its requests
// go to a server that answers what the test says. Time stands still.
type rig struct {
	*testing.T
	*session
	shard    *shard
	clock    *clock
	core     *frontendtest.Core
	requests chan request
	refuse   func(request) (status int, body string) // status 0: accept
	log      *strings.Builder
}

type request struct {
	line string // method and path without version
	body string
}

func newRig(t *testing.T, script func(chat.Interaction) chat.Reply) *rig {
	t.Helper()
	r := &rig{T: t, clock: newClock(), core: frontendtest.NewCore(script), requests: make(chan request, 64), log: &strings.Builder{}}
	server := httptest.NewServer(http.HandlerFunc(r.serve))
	transport := &http.Transport{}
	f, err := New(Options{
		Token: "token", URL: server.URL, Now: r.clock.Now, After: r.clock.After, Transport: transport,
		Logger: slog.New(slog.NewTextHandler(r.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	r.session = f.open(t.Context(), words(), r.core)
	r.shard = r.newShard(0, discordapi.Gateway{Shards: 1, Concurrency: 1})
	t.Cleanup(func() {
		r.mu.Lock()
		r.closing = true
		r.mu.Unlock()
		r.running.Wait()
		r.end()
		transport.CloseIdleConnections()
		server.Close()
	})
	return r
}

func words() chat.Catalog {
	return chat.Catalog{
		Locales: []string{"en"},
		Text: func(locale, key string) string { // without anything that would be escaped
			return locale + " " + strings.NewReplacer("_", " ", ".", " ").Replace(key)
		},
		Commands: []chat.Command{
			{Path: "ping", Reads: true},
			{Path: "deal start", Form: true},
			{Path: "show", Audience: chat.Public},
		},
	}
}

func (r *rig) serve(w http.ResponseWriter, q *http.Request) {
	_, path, _ := strings.Cut(strings.TrimPrefix(q.URL.Path, "/api/"), "/")
	got := request{line: q.Method + " " + path}
	media, parameters, _ := mime.ParseMediaType(q.Header.Get("Content-Type"))
	if strings.HasPrefix(media, "multipart/") {
		part, _ := multipart.NewReader(q.Body, parameters["boundary"]).NextPart()
		body, _ := io.ReadAll(part)
		got.body = string(body)
	} else {
		body, _ := io.ReadAll(q.Body)
		got.body = string(body)
	}
	w.Header().Set("Content-Type", "application/json")
	status, body := http.StatusOK, `{"id":"700","resource":{"message":{"id":"500"}}}`
	if r.refuse != nil {
		if s, b := r.refuse(got); s != 0 {
			status, body = s, b
		}
	}
	r.requests <- got
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

// next returns the next request, which must be this one.
func (r *rig) next(line string) string {
	r.Helper()
	select {
	case got := <-r.requests:
		if got.line != line {
			r.Fatalf("got %s %s, want %s", got.line, got.body, line)
		}
		return got.body
	case <-time.After(patience):
		r.Fatalf("%s does not come\n%s", line, r.log)
	}
	return ""
}

// holds fails unless the body has all these pieces.
func (r *rig) holds(body string, pieces ...string) {
	r.Helper()
	for _, piece := range pieces {
		if without, not := strings.CutPrefix(piece, "!"); not {
			if strings.Contains(body, without) {
				r.Errorf("%s is in %s", without, body)
			}
			continue
		}
		if !strings.Contains(body, piece) {
			r.Errorf("%s is missing in %s", piece, body)
		}
	}
}

// quiet fails if a request was made that nobody asked for; what is under way is
// waited for.
func (r *rig) quiet() {
	r.Helper()
	r.running.Wait()
	select {
	case got := <-r.requests:
		r.Errorf("an unasked request: %s %s", got.line, got.body)
	default:
	}
}

func (r *rig) event(kind, raw string) {
	r.shard.take(discordapi.Event{Type: kind, Seq: 1, Data: json.RawMessage(raw), At: r.clock.Now()})
}

const (
	member   = `"member":{"permissions":"0","user":{"id":"3","username":"ann"}}`
	guildly  = `"guild_id":"5","channel_id":"6","context":0,"locale":"ar",` + member
	directly = `"channel_id":"8","context":1,"locale":"ar","user":{"id":"3","username":"ann"}`
	foreign  = `"channel_id":"9","context":2,"locale":"ar","user":{"id":"3","username":"ann"}`
)

// types is somebody calling a command.
func (r *rig) types(where, command string) {
	r.event("INTERACTION_CREATE", `{"id":"1","application_id":"2","token":"tok","type":2,"data":{"name":"`+command+`"},`+where+`}`)
}

// presses is somebody pressing a button of message 99.
func (r *rig) presses(where, token string, flags int) {
	r.event("INTERACTION_CREATE", fmt.Sprintf(
		`{"id":"1","application_id":"2","token":"tok","type":3,"data":{"custom_id":%q,"component_type":2},"message":{"id":"99","flags":%d},%s}`, token, flags, where))
}

// submits is somebody sending a form that a command or, with message, a button
// had opened.
func (r *rig) submits(where, message string) {
	r.event("INTERACTION_CREATE", `{"id":"1","application_id":"2","token":"tok","type":5,"data":{"custom_id":"f","components":[]}`+message+`,`+where+`}`)
}

const (
	callback  = "POST interactions/1/tok/callback"
	original  = "PATCH webhooks/2/tok/messages/@original"
	discard   = "DELETE webhooks/2/tok/messages/@original"
	followup  = "POST webhooks/2/tok"
	openChat  = "POST users/@me/channels"
	toDirect  = "POST channels/700/messages" // the server gives every new thing the id 700
	toChannel = "POST channels/6/messages"
)

func say(text string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(text))}}
}

func always(r chat.Reply) func(chat.Interaction) chat.Reply {
	return func(chat.Interaction) chat.Reply { return r }
}

// slowly returns a script that answers when it is let go.
func slowly(reply chat.Reply) (script func(chat.Interaction) chat.Reply, letGo func()) {
	gate := make(chan struct{})
	return func(chat.Interaction) chat.Reply { <-gate; return reply }, func() { close(gate) }
}
