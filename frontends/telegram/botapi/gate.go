package botapi

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
)

// gate is the library's HTTP client.
type gate struct {
	client *Client
	queue  *queue
}

// Do buffers the body, waits for its turn and returns an answer that says ok.
// Everything else is a *Failure. The body is read whole before any waiting, as
// the library writes it from a goroutine that would otherwise never end.
func (g *gate) Do(req *http.Request) (*http.Response, error) {
	method := path.Base(req.URL.Path)
	data, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, &Failure{Method: method, Unmade: true, cause: err}
	}
	answer, err := g.pass(req.Context(), method, req.Header.Get("Content-Type"), data)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(answer)), ContentLength: int64(len(answer)), Request: req,
	}, nil
}

// pass makes a call when it is its turn, again where Telegram asks to wait, and
// returns an answer that says ok. Every error is a *Failure.
func (g *gate) pass(ctx context.Context, method, contentType string, data []byte) ([]byte, error) {
	call := callOf(ctx)
	for {
		if err := g.queue.enter(ctx, call, method); err != nil {
			return nil, err
		}
		answer, err := g.client.exchange(ctx, method, contentType, data, callLimit)
		if err == nil {
			return answer, nil
		}
		f, _ := FailureOf(err)
		if f.Code != tooMany || f.Garbled { // a proxy of somebody's asks for nothing
			return nil, err
		}
		g.queue.pause(call.Chat, f.RetryAfter)
		if call.Rank == RankNotice { // the outbox has other places to write to meanwhile
			return nil, err
		}
	}
}
