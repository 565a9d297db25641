package telegramtest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// call is one request of the bot.
type call struct {
	ctx    context.Context
	method string // as the request spelled it
	params map[string]string
	typed  map[string]any // as the validator wants it; nil without one
	files  map[string]upload
}

type upload struct {
	name, media string
	data        []byte
}

// method serves a call. The lock is held; a method that waits gives it back
// meanwhile. An error that is no *refusal cuts the connection.
type method func(*Server, *call) (any, error)

// ServeHTTP serves /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	if rest, isFile := strings.CutPrefix(path, "file/bot"); isFile {
		s.download(w, r, rest)
		return
	}
	token, name, found := strings.Cut(strings.TrimPrefix(path, "bot"), "/")
	if !found || !strings.HasPrefix(path, "bot") || !strings.Contains(token, ":") {
		s.answer(w, nil, &refusal{code: http.StatusNotFound, text: "Not Found"})
		return
	}
	if token != s.opt.Token {
		s.answer(w, nil, &refusal{code: http.StatusUnauthorized, text: "Unauthorized"})
		return
	}
	c, err := s.read(r, name)
	if err != nil {
		s.mu.Lock()
		s.log.add(Request{Method: name, At: s.opt.Now(), Status: status(err)})
		s.mu.Unlock()
		s.answer(w, nil, err)
		return
	}
	s.run(w, c)
}

// run lets a call have its effect and its answer, or the fault set for it.
func (s *Server) run(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	entry := s.log.begin(c, s.opt.Now())
	serve := s.methods[strings.ToLower(c.method)]
	fault := s.strike(c)
	var result any
	var err error = &refusal{code: http.StatusNotFound, text: "Not Found: method not found"}
	if fault == nil || fault.After {
		s.conformRequest(c)
		if serve != nil {
			result, err = serve(s, c)
		}
	}
	if fault != nil {
		released := s.released
		s.log.end(entry, fault.status())
		s.touch()
		s.unlock()
		s.suffer(w, c, fault, released)
		return
	}
	body := s.encode(c, result, err)
	s.log.end(entry, status(err))
	s.touch()
	s.unlock()
	s.write(w, status(err), body)
}

// status is the HTTP status of an answer; 0 is none, for a client that left.
func status(err error) int {
	var no *refusal
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &no):
		return no.code
	}
	return 0
}

func (s *Server) answer(w http.ResponseWriter, result any, err error) {
	s.write(w, status(err), s.encode(nil, result, err))
}

// write ends the connection without an answer where there is no status.
func (s *Server) write(w http.ResponseWriter, status int, body []byte) {
	if status == 0 { // nobody is there any more
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// encode makes the answer's body; c is nil where no method was reached.
func (s *Server) encode(c *call, result any, err error) []byte {
	var no *refusal
	if errors.As(err, &no) {
		return no.body()
	}
	if err != nil {
		return nil
	}
	raw, isRaw := result.(json.RawMessage)
	if !isRaw {
		raw, err = json.Marshal(result)
		if err != nil {
			panic("telegramtest: an answer that cannot be encoded: " + err.Error())
		}
	}
	s.conformResult(c, raw)
	body := make([]byte, 0, len(raw)+24)
	body = append(body, `{"ok":true,"result":`...)
	body = append(body, raw...)
	return append(body, '}')
}

func (r *refusal) body() []byte {
	type parameters struct {
		Retry   int   `json:"retry_after,omitempty"`
		Migrate int64 `json:"migrate_to_chat_id,omitempty"`
	}
	answer := struct {
		OK         bool        `json:"ok"`
		Code       int         `json:"error_code"`
		Text       string      `json:"description"`
		Parameters *parameters `json:"parameters,omitempty"`
	}{Code: r.code, Text: r.text}
	if r.retry != 0 || r.migrate != 0 {
		answer.Parameters = &parameters{r.retry, r.migrate}
	}
	body, _ := json.Marshal(answer) // strings and numbers alone: cannot fail
	return body
}
