package discordapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// served answers every request over real HTTP; nothing waits.
func served(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	now, after := jumping()
	c, err := New(Options{Token: testToken, URL: s.URL, Now: now, After: after})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.transport.next.(*http.Transport).CloseIdleConnections)
	return c
}

// fixed always answers the same.
func fixed(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func coded(status, code int) http.HandlerFunc {
	return fixed(status, fmt.Sprintf(`{"code":%d,"message":"x"}`, code))
}

// cut breaks the connection off when the request has been read.
func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// half promises more than it sends.
func half(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = w.Write([]byte(`{"id":`))
	panic(http.ErrAbortHandler)
}

// The calls whose failures are classified.
func sends(ctx context.Context, c *Client) error {
	_, err := c.Send(ctx, RankNotice, "5", Message{Content: "x"})
	return err
}

func follows(ctx context.Context, c *Client) error {
	_, err := c.Followup(ctx, person(1), Message{Content: "x"})
	return err
}

func edits(ctx context.Context, c *Client) error {
	return c.EditMessage(ctx, "5", "6", Message{Content: "x"})
}

func reads(ctx context.Context, c *Client) error {
	_, err := c.Channel(ctx, "5")
	return err
}

func puts(ctx context.Context, c *Client) error {
	c.self.Store(&self{application: "66"})
	_, err := c.PutCommands(ctx, "", []byte(`[]`))
	return err
}

func deletes(ctx context.Context, c *Client) error { return c.DeleteAnswer(ctx, person(1)) }

func opens(ctx context.Context, c *Client) error {
	_, err := c.OpenDirect(ctx, "8")
	return err
}

func responds(ctx context.Context, c *Client) error {
	_, err := c.Respond(ctx, person(1), Response{Kind: DeferUpdate})
	return err
}

func TestD9Classes(t *testing.T) {
	t.Parallel()
	const html = "<html>no</html>"
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		call   func(context.Context, *Client) error
		class  chat.SendClass
		after  time.Duration
		all    bool
	}{
		"wait: a bucket":              {fixed(429, `{"retry_after":2.5,"global":false}`), sends, chat.Wait, 2500 * time.Millisecond, false},
		"wait: everything":            {fixed(429, `{"retry_after":3,"global":true}`), sends, chat.Wait, 3 * time.Second, true},
		"wait: HTML":                  {fixed(429, html), sends, chat.Wait, unexplained, true},
		"wait: a blocked address":     {fixed(403, html), sends, chat.Wait, unexplained, true},
		"wait: without a time":        {fixed(429, `{}`), sends, chat.Wait, time.Second, false},
		"wait: absurd":                {fixed(429, `{"retry_after":1e300}`), sends, chat.Wait, longestPause, false},
		"retry: 5xx, GET":             {fixed(500, html), reads, chat.Retry, 0, false},
		"retry: 5xx, PUT":             {fixed(502, html), puts, chat.Retry, 0, false},
		"retry: 5xx, PATCH":           {fixed(503, html), edits, chat.Retry, 0, false},
		"retry: 5xx, DELETE":          {fixed(504, html), deletes, chat.Retry, 0, false},
		"retry: 5xx, callback":        {fixed(500, html), responds, chat.Retry, 0, false},
		"retry: 5xx, direct chat":     {fixed(500, html), opens, chat.Retry, 0, false},
		"retry: lost, GET":            {cut, reads, chat.Retry, 0, false},
		"retry: lost, PATCH":          {half, edits, chat.Retry, 0, false},
		"retry: unreadable":           {fixed(200, html), reads, chat.Retry, 0, false},
		"unknown: 5xx, message":       {fixed(502, html), sends, chat.Unknown, 0, false},
		"unknown: 5xx, followup":      {fixed(500, `{"code":0}`), follows, chat.Unknown, 0, false},
		"unknown: lost, message":      {cut, sends, chat.Unknown, 0, false},
		"unknown: half an answer":     {half, sends, chat.Unknown, 0, false},
		"unknown: unreadable":         {fixed(200, `{"id":7}`), sends, chat.Unknown, 0, false},
		"unreachable: 50007":          {coded(403, 50007), sends, chat.Unreachable, 0, false},
		"unreachable: 50278":          {coded(400, 50278), opens, chat.Unreachable, 0, false},
		"unreachable: nobody":         {coded(404, 10013), opens, chat.Unreachable, 0, false},
		"slow: 40003":                 {coded(429, 40003), opens, chat.Slow, 0, false},
		"slow: 20016":                 {coded(400, 20016), sends, chat.Slow, 0, false},
		"slow: 20028":                 {fixed(429, `{"code":20028,"retry_after":7}`), sends, chat.Slow, 7 * time.Second, false},
		"slow: 30046":                 {coded(429, 30046), edits, chat.Slow, 0, false},
		"gone: 10003":                 {coded(404, 10003), sends, chat.Gone, 0, false},
		"gone: 10008":                 {coded(404, 10008), edits, chat.Gone, 0, false},
		"gone: 10015":                 {coded(404, 10015), deletes, chat.Gone, 0, false},
		"gone: another":               {coded(404, 10004), reads, chat.Gone, 0, false},
		"forbidden: 50001":            {coded(403, 50001), sends, chat.Forbidden, 0, false},
		"forbidden: 50013":            {coded(403, 50013), sends, chat.Forbidden, 0, false},
		"forbidden: another":          {coded(403, 1), sends, chat.Forbidden, 0, false},
		"forbidden: a forum":          {coded(400, 50008), sends, chat.Forbidden, 0, false},
		"retry: switched off":         {coded(503, 40004), sends, chat.Retry, 0, false},
		"retry: a front server":       {coded(403, 40333), sends, chat.Retry, 0, false},
		"retry: overloaded":           {coded(400, 130000), sends, chat.Retry, 0, false},
		"late: 10062":                 {coded(404, 10062), responds, chat.Late, 0, false},
		"late: 50027":                 {coded(401, 50027), follows, chat.Late, 0, false},
		"late: 401 on an answer":      {fixed(401, `{}`), follows, chat.Late, 0, false},
		"full: 50083":                 {coded(400, 50083), sends, chat.Full, 0, false},
		"full: 160006":                {coded(400, 160006), sends, chat.Full, 0, false},
		"full: 160005":                {coded(403, 160005), sends, chat.Full, 0, false},
		"invalid: 50035":              {coded(400, 50035), sends, chat.Invalid, 0, false},
		"invalid: 50006":              {coded(400, 50006), sends, chat.Invalid, 0, false},
		"invalid: other 400":          {fixed(400, html), sends, chat.Invalid, 0, false},
		"invalid: 40060 at first":     {coded(400, 40060), responds, chat.Invalid, 0, false},
		"invalid: no such address":    {fixed(404, `{"code":0}`), reads, chat.Invalid, 0, false},
		"invalid: a redirect":         {fixed(302, ""), sends, chat.Invalid, 0, false},
		"fatal: 401 on a bot's route": {fixed(401, `{"message":"401: Unauthorized","code":0}`), sends, chat.Fatal, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed := classOf(t, test.call(t.Context(), served(t, test.answer)))
			if failed.Class != test.class || failed.After != test.after || failed.All != test.all {
				t.Errorf("%s after %v, all %v: %v", failed.Class, failed.After, failed.All, failed)
			}
		})
	}
}

// Before the body went nothing can have happened, whatever it was.
func TestD9NothingSent(t *testing.T) {
	t.Parallel()
	c := served(t, fixed(200, `{}`))
	c.transport.base.Host = "127.0.0.1:1" // nobody listens there
	if failed := classOf(t, sends(t.Context(), c)); failed.Class != chat.Retry {
		t.Error(failed)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if failed := classOf(t, sends(over, c)); failed.Class != chat.Retry || !errors.Is(failed, context.Canceled) {
		t.Error(failed)
	}
	_, err := c.Send(t.Context(), RankReply, "../users/@me", Message{Content: "x"})
	if failed := classOf(t, err); failed.Class != chat.Invalid {
		t.Error(failed)
	}
}

// What Discord found wrong is named by its place, not by what stood there.
func TestD9InvalidNamesTheFields(t *testing.T) {
	t.Parallel()
	c := served(t, fixed(400, `{"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"0":{"title":{"_errors":[`+
		`{"code":"BASE_TYPE_MAX_LENGTH","message":"SECRET WORDS"}]}}},"content":{"_errors":[{"code":"REQUIRED"}]}}}`))
	const want = "send: invalid: discordapi: POST /channels/{channel}/messages: HTTP 400, code 50035: " +
		"content REQUIRED, embeds.0.title BASE_TYPE_MAX_LENGTH"
	if err := sends(t.Context(), c); err.Error() != want {
		t.Errorf("\n%v\n%s", err, want)
	}
}

func TestD9FirstAnswerIsRepeated(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]http.HandlerFunc{"5xx": fixed(502, ""), "cut": cut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			c := served(t, func(w http.ResponseWriter, r *http.Request) {
				if tries.Add(1) == 1 {
					lost(w, r)
					return
				}
				coded(400, alreadyAnswered)(w, r)
			})
			if err := responds(t.Context(), c); err != nil || tries.Load() != 2 {
				t.Errorf("%d tries: %v", tries.Load(), err)
			}
		})
	}
}

// Answers wait out their limits here; a message's are the outbox's business.
func TestD9WhoTriesAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		call   func(context.Context, *Client) error
		tries  int32
	}{
		"an answer, 429": {429, deletes, answerTries},
		"an answer, 502": {502, deletes, answerTries},
		"an answer, 403": {403, follows, answerTries},
		"a followup":     {502, follows, 1},
		"a message, 429": {429, sends, 1},
		"a read, 502":    {502, reads, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			c := served(t, func(w http.ResponseWriter, _ *http.Request) {
				tries.Add(1)
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(`<`))
			})
			if err := test.call(t.Context(), c); err == nil || tries.Load() != test.tries {
				t.Errorf("%d tries: %v", tries.Load(), err)
			}
		})
	}
}
