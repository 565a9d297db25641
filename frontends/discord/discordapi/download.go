package discordapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/parleybot/parley/core/chat"
)

// fileHost is where Discord keeps what people send.
const fileHost = "cdn.discordapp.com"

// Download fetches a file that a person sent, of at most limit bytes. Other
// addresses than Discord's are refused: they come from outside. Any error is a
// *chat.SendError and does not show the address, which is signed.
func (c *Client) Download(ctx context.Context, address string, limit int64) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || !c.keepsFiles(u) {
		return nil, invalid("the address is not one of Discord's files")
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, invalid("the address cannot be used")
	}
	req.Header.Set("User-Agent", userAgent)
	resp, err := c.transport.next.RoundTrip(req)
	if err != nil {
		return nil, &chat.SendError{Class: chat.Retry, Err: fmt.Errorf("discordapi: download: %w", bare(err))}
	}
	defer func() { _ = resp.Body.Close() }()
	if err := refusedFile(resp.StatusCode); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, &chat.SendError{Class: chat.Retry, Err: fmt.Errorf("discordapi: download: %w", bare(err))}
	}
	if int64(len(data)) > limit {
		return nil, invalid(fmt.Sprintf("the file has more than %d bytes", limit))
	}
	return data, nil
}

// keepsFiles reports whether an address is one of Discord's files, or of the
// pretended Discord on this machine that the client speaks to.
func (c *Client) keepsFiles(u *url.URL) bool {
	if u.User != nil {
		return false
	}
	if u.Scheme == "https" && u.Host == fileHost {
		return true
	}
	return loopback(c.base.Hostname()) && u.Scheme == c.base.Scheme && u.Host == c.base.Host
}

// refusedFile says what a status other than OK means for a file.
// refusedFile classes what the file servers answer, which have no codes.
func refusedFile(status int) error {
	failed := &chat.SendError{Err: fmt.Errorf("discordapi: download: HTTP %d", status)}
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusNotFound || status == http.StatusGone || status == http.StatusForbidden:
		failed.Class = chat.Gone // deleted, or its signature is over
	case status >= http.StatusInternalServerError || status == http.StatusTooManyRequests:
		failed.Class = chat.Retry
	default:
		failed.Class = chat.Invalid
	}
	return failed
}

func invalid(what string) error {
	return &chat.SendError{Class: chat.Invalid, Err: errors.New("discordapi: download: " + what)}
}
