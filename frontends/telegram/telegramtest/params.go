package telegramtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is what a request may weigh without its files.
const maxBody = 1 << 20

// read takes a request in, whichever of the four ways its parameters came.
func (s *Server) read(r *http.Request, name string) (*call, error) {
	c := &call{ctx: r.Context(), method: name, params: map[string]string{}}
	if r.URL.RawQuery != "" {
		c.take(r.URL.Query())
	}
	media, args, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		return c, s.multipart(c, multipart.NewReader(r.Body, args["boundary"]), r.ContentLength)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBody {
		return nil, tooLarge()
	}
	switch {
	case len(body) == 0:
	case media == "application/json":
		return c, c.json(body, s.opt.Specs != nil)
	case media == "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, bad("can't parse the form")
		}
		c.take(form)
	}
	return c, nil
}

func tooLarge() error {
	return &refusal{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}
}

func (c *call) take(form url.Values) {
	for name, values := range form {
		c.params[name] = values[0]
	}
}

// json reads a JSON object; a string stands for itself, anything else for its
// JSON, so that all four ways look alike from here on.
func (c *call) json(body []byte, typed bool) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return bad("can't parse JSON object")
	}
	for name, raw := range fields {
		if len(raw) > 0 && raw[0] == '"' {
			var text string
			if err := json.Unmarshal(raw, &text); err != nil {
				return bad("can't parse JSON object")
			}
			c.params[name] = text
			continue
		}
		c.params[name] = string(raw)
	}
	if !typed {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&c.typed); err != nil {
		return bad("can't parse JSON object")
	}
	return nil
}

// multipart reads a form part by part, so that one that is too large is refused
// before it fills the memory.
func (s *Server) multipart(c *call, form *multipart.Reader, length int64) error {
	c.files = map[string]upload{}
	left := int64(maxUpload + maxBody)
	if length > left {
		return s.tooBig(c)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return err
		}
		left -= int64(len(data))
		if left < 0 || len(data) > maxUpload {
			return s.tooBig(c)
		}
		if part.FileName() == "" {
			c.params[part.FormName()] = string(data)
			continue
		}
		c.files[part.FormName()] = upload{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

// tooBig runs before the call is logged: a refused upload reaches no method.
func (s *Server) tooBig(c *call) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broke(17, "%s: an upload over %d MB", c.method, maxUpload>>20)
	return tooLarge()
}

// number is an integer parameter, or 0.
func (c *call) number(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(c.params[name]), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (c *call) truth(name string) bool {
	return strings.EqualFold(c.params[name], "true") || c.params[name] == "1"
}

// object reads a parameter that holds JSON; it reports whether it was given.
func (c *call) object(name string, into any) (bool, error) {
	raw := c.params[name]
	if raw == "" || raw == "null" {
		return false, nil
	}
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		return false, bad("can't parse " + name + " JSON object")
	}
	return true, nil
}
