package discordapi

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Every call fails in every way; neither a token nor what somebody wrote may
// be in the errors or in the log.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	const written = "WRITTEN BY SOMEBODY"
	i := Interaction{ID: "1", ApplicationID: "66", Token: "1nteract1on.s3cret"}
	var log bytes.Buffer
	for name, answer := range map[string]http.HandlerFunc{
		"400": fixed(400, `{"code":50035,"message":"`+written+`","errors":{"x":{"_errors":[{"code":"A","message":"`+written+`"}]}}}`),
		"401": fixed(401, written), "429": fixed(429, written), "502": fixed(502, written), "200": fixed(200, `{"id":"`+written+`"`),
		"cut": cut, "half": half, "redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/"+written, http.StatusFound) },
	} {
		s := httptest.NewServer(answer)
		now, after := jumping()
		c, err := New(Options{Token: testToken, URL: s.URL, Logger: slog.New(slog.NewTextHandler(&log, nil)), Now: now, After: after})
		if err != nil {
			t.Fatal(err)
		}
		c.self.Store(&self{application: "66"})
		for call, fail := range map[string]func(context.Context, *Client) error{
			"edit": func(ctx context.Context, c *Client) error {
				_, err := c.EditAnswer(ctx, i, Message{Content: written})
				return err
			},
			"more": func(ctx context.Context, c *Client) error {
				_, err := c.Followup(ctx, i, Message{Content: written})
				return err
			},
			"form": respond(i, Response{Kind: Answer, Message: Message{Content: written}}), "drop": deletesAnswer(i),
			"send": sends, "read": reads, "put": puts, "open": opens,
			"list": func(ctx context.Context, c *Client) error { _, err := c.Commands(ctx, "5"); return err },
			"meet": func(ctx context.Context, c *Client) error { _, err := c.Meet(ctx); return err },
			"bad":  respond(Interaction{ID: "1", Token: i.Token + "/%zz"}, Response{Kind: DeferUpdate}),
		} {
			err := fail(t.Context(), c)
			if err == nil {
				continue // an answer counts as given although its body cannot be read
			}
			for _, secret := range []string{testToken, i.Token, written} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%s, %s: %v", name, call, err)
				}
			}
		}
		c.transport.next.(*http.Transport).CloseIdleConnections()
		s.Close()
	}
	g := newGate(t, afterFirst(func(p *peer) {
		p.dispatch(2, "MESSAGE_CREATE", `{"id":"1","timestamp":"`+written+`","content":"`+written+`"}`)
		p.dispatch(3, "INTERACTION_CREATE", `{"id":"1","token":"`+i.Token+`","data":7}`)
	}))
	c := g.client(t, nil)
	c.log = slog.New(slog.NewTextHandler(&log, nil))
	g.run(t, c, "DONE")
	for _, secret := range []string{testToken, i.Token, written} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log says %s", secret)
		}
	}
	if !strings.Contains(log.String(), "gateway connection over") {
		t.Error("the log says nothing: this test sees nothing")
	}
}
