package discordapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// requestTimeout ends a request that hangs; callers usually end theirs earlier.
	requestTimeout = 30 * time.Second
	// answerLimit bounds what is read of an answer; Discord's largest are the
	// command lists, far below.
	answerLimit = 8 << 20
	// keptConnections is how many idle connections stay open for the next burst.
	keptConnections = 32
)

// trail is what became of one request: how far it got and what came back.
// A status of zero means that no whole answer arrived.
type trail struct {
	sent   atomic.Bool
	status int
	header http.Header
	body   []byte
	err    error
}

type trailKey struct{}

// transport leads discordgo's requests to the configured address and keeps a
// trail of them, so that nothing depends on how discordgo reads an answer.
type transport struct {
	base *url.URL
	next http.RoundTripper
}

// newTransport is the usual one with room for bursts: closing and opening
// connections to one host would cost more than the requests.
func newTransport() http.RoundTripper {
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.MaxIdleConnsPerHost = keptConnections
	return own
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	path, ok := req.Context().Value(trailKey{}).(*trail)
	if !ok {
		path = &trail{}
	}
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				path.sent.Store(true)
			}
		},
	})
	out := req.Clone(ctx)
	out.URL.Scheme, out.URL.Host, out.Host = t.base.Scheme, t.base.Host, ""
	resp, err := t.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	path.sent.Store(true)
	if err != nil {
		return nil, fmt.Errorf("the answer was cut: %w", err)
	}
	path.status, path.header, path.body = resp.StatusCode, resp.Header, body
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.Header = quiet(resp.Header)
	return resp, nil
}

// quiet hides the rate limits from discordgo, which fails on those it cannot
// read and keeps the rest in places that nobody clears.
func quiet(h http.Header) http.Header {
	h = h.Clone()
	for name := range h {
		if strings.HasPrefix(name, "X-Ratelimit-") {
			h.Del(name)
		}
	}
	return h
}

// bare strips the address off a transport's error: it holds tokens.
func bare(err error) error {
	var at *url.Error
	for errors.As(err, &at) {
		err = at.Err
	}
	return err
}

// bound ties the requests that discordgo makes without a context to one.
type bound struct {
	ctx  context.Context
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (b bound) RoundTrip(req *http.Request) (*http.Response, error) {
	return b.next.RoundTrip(req.WithContext(b.ctx))
}
