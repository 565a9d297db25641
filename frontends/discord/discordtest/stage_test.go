package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/discord/discordtest/conform"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a pretended Discord with the suite's cast, a clock that the test
// turns, and a bot that consists of the test's own requests.
type stage struct {
	*discordtest.Server
	t     *testing.T
	cast  frontendtest.Cast
	clock *clock
	http  *http.Client
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) turn(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

func open(t *testing.T, o discordtest.Options) *stage {
	t.Helper()
	c := &clock{now: time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)}
	o.Now = c.Now
	s, err := discordtest.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{Server: s, t: t, cast: s.Cast(), clock: c, http: &http.Client{Transport: &http.Transport{}}}
	t.Cleanup(func() {
		st.http.CloseIdleConnections()
		if err := s.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// specs loads the official specification, or skips the test.
func specs(t *testing.T) *conform.Spec {
	t.Helper()
	folder := os.Getenv("PARLEY_SPECS")
	if folder == "" {
		t.Skip("PARLEY_SPECS is not set: it names the folder of discord-openapi.json")
	}
	spec, err := conform.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// reply is what came back, body read.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// code is Discord's error code, 0 without one.
func (r reply) code() int {
	var b struct{ Code int }
	_ = json.Unmarshal(r.body, &b)
	return b.Code
}

// field returns a value by its path: "resource.message.id".
func (r reply) field(path string) string {
	var v any
	_ = json.Unmarshal(r.body, &v)
	for step := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			var n int
			_, _ = fmt.Sscan(step, &n)
			if n >= len(in) {
				return ""
			}
			v = in[n]
		}
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// ask is a request of the bot. {app}, {guild}, {group} and {bot} in path and
// body stand for the ids of this stage.
func (s *stage) ask(method, path, body string, files ...chat.File) reply {
	s.t.Helper()
	r, err := s.try(method, path, body, files...)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *stage) try(method, path, body string, files ...chat.File) (reply, error) {
	fill := strings.NewReplacer("{app}", s.ApplicationID(), "{guild}", s.cast.Group.Space.ID,
		"{group}", s.cast.Group.Ref.ID, "{bot}", s.BotID(), "{ann}", s.cast.Ann.Ref.ID, "{direct}", s.cast.AnnDirect.ID)
	var content io.Reader = strings.NewReader(fill.Replace(body))
	kind := "application/json"
	if len(files) > 0 {
		content, kind = parts(fill.Replace(body), files)
	}
	req, err := http.NewRequest(method, s.URL()+"/api/v10"+fill.Replace(path), content)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Authorization", "Bot "+s.Token())
	req.Header.Set("Content-Type", kind)
	res, err := s.http.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, data}, err
}

func parts(payload string, files []chat.File) (io.Reader, string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("payload_json", payload)
	for i, f := range files {
		part, _ := w.CreateFormFile(fmt.Sprintf("files[%d]", i), f.Name)
		_, _ = part.Write(f.Data)
	}
	_ = w.Close()
	return &b, w.FormDataContentType()
}

// good is a request that must succeed.
func (s *stage) good(method, path, body string, files ...chat.File) reply {
	s.t.Helper()
	r := s.ask(method, path, body, files...)
	if r.status >= 300 {
		s.t.Fatalf("%s %s: %d %s", method, path, r.status, r.body)
	}
	return r
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// menu registers the commands that these tests use.
func (s *stage) menu() {
	s.t.Helper()
	s.good("PUT", "/applications/{app}/commands", `[
		{"name":"ping","description":"Ping","type":1,"integration_types":[0,1],"contexts":[0,1,2]},
		{"name":"deal","description":"Deals","integration_types":[0,1],"contexts":[0,1,2],"options":[
			{"type":1,"name":"start","description":"Start","options":[
				{"type":6,"name":"counterparty","description":"Who"},
				{"type":3,"name":"counterparty_elsewhere","description":"Who, in words"},
				{"type":3,"name":"amount","description":"How much","max_length":20},
				{"type":4,"name":"days","description":"How long","min_value":1,"max_value":30},
				{"type":3,"name":"network","description":"Where","choices":[{"name":"TikTok","value":"tiktok"}]}]},
			{"type":1,"name":"pay","description":"Pay","options":[{"type":6,"name":"to","description":"Whom"}]},
			{"type":1,"name":"note","description":"Note","options":[
				{"type":3,"name":"note","description":"Words","required":true,"autocomplete":true}]},
			{"type":2,"name":"file","description":"Files","options":[{"type":1,"name":"add","description":"Add","options":[
				{"type":11,"name":"receipt","description":"A file","required":true},
				{"type":7,"name":"where","description":"A channel"},
				{"type":8,"name":"role","description":"A role"},
				{"type":5,"name":"loud","description":"Loud"}]}]}]},
		{"name":"admin","description":"Settings","default_member_permissions":"32","contexts":[0]}]`)
}
