package botapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	callLimit   = 60 * time.Second // for a call; a 50 MB upload fits
	mostAnswer  = 64 << 20         // bytes of one answer
	tooMany     = http.StatusTooManyRequests
	retryUnsaid = 5 * time.Second // where a 429 does not say how long
)

// exchange makes one request and returns the whole answer, which says ok. Every
// error is a *Failure. A call that takes longer than limit is cut.
func (c *Client) exchange(ctx context.Context, method, contentType string, data []byte, limit time.Duration) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	late := c.after(limit)
	go func() {
		select {
		case <-late:
			cancel(errTooLong)
		case <-ctx.Done():
		}
	}()
	load := &payload{data: data, left: len(data) == 0}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, http.NoBody) //nolint:gosec // the address is a setting of whoever runs the bot
	if err != nil {
		return nil, &Failure{Method: method, Unmade: true, cause: errors.New(c.scrub(err.Error()))}
	}
	if len(data) > 0 {
		req.Header.Set("Content-Type", contentType)
		req.ContentLength = int64(len(data))
		req.Body = load.open()
		req.GetBody = func() (io.ReadCloser, error) { return load.open(), nil }
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, c.broken(ctx, method, load.close(), err)
	}
	defer resp.Body.Close() //nolint:errcheck // everything was read, or the call has failed already
	// Room for the whole of it, so that it is not copied as it grows.
	answer := bytes.NewBuffer(make([]byte, 0, bytes.MinRead+min(max(resp.ContentLength, 0), mostAnswer)))
	if _, err := answer.ReadFrom(io.LimitReader(resp.Body, mostAnswer)); err != nil {
		return nil, c.broken(ctx, method, true, err)
	}
	if err := c.refused(method, resp.StatusCode, answer.Bytes()); err != nil {
		return nil, err
	}
	return answer.Bytes(), nil
}

// payload is the body of a request that knows whether it left: a server cannot
// act on a request whose last byte was never handed to the connection.
type payload struct {
	mu   sync.Mutex
	data []byte
	left bool
	shut bool
}

// open returns a reader from the start. The transport asks for a second one
// only when it knows that nothing of the first was sent.
func (p *payload) open() io.ReadCloser {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = false
	return &loading{p: p, rest: bytes.NewReader(p.data)}
}

// close ends all reading and reports whether the body had left by then. The
// transport may go on reading after it has returned an error.
func (p *payload) close() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	return p.left
}

type loading struct {
	p    *payload
	rest *bytes.Reader
}

// Read hands over the next bytes, unless the call is over.
func (l *loading) Read(b []byte) (int, error) {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	if l.p.shut {
		return 0, io.ErrClosedPipe
	}
	n, err := l.rest.Read(b)
	l.p.left = l.rest.Len() == 0
	return n, err
}

// Close does nothing: the bytes are memory.
func (l *loading) Close() error { return nil }
