package telegramtest

import (
	"encoding/json"
	"strings"

	"github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

// conformRequest holds a call against the official specification.
func (s *Server) conformRequest(c *call) {
	if s.opt.Specs == nil {
		return
	}
	params := c.typed
	if params == nil {
		params = make(map[string]any, len(c.params))
		for name, value := range c.params {
			params[name] = value
		}
	}
	var files []conform.File
	for field, f := range c.files {
		files = append(files, conform.File{Field: field, Name: f.name, Size: int64(len(f.data))})
	}
	s.problems(s.opt.Specs.Request(c.method, params, files))
}

// conformResult holds the double's own answer against the same types. Updates
// are looked at one by one, when they are made.
func (s *Server) conformResult(c *call, raw json.RawMessage) {
	if s.opt.Specs == nil || c == nil || strings.EqualFold(c.method, "getUpdates") {
		return
	}
	s.problems(s.opt.Specs.Result(c.method, raw))
}

func (s *Server) conformUpdate(raw json.RawMessage) {
	if s.opt.Specs != nil {
		s.problems(s.opt.Specs.Update(raw))
	}
}

func (s *Server) problems(all []conform.Problem) {
	for _, p := range all {
		s.violated("spec: " + p.String())
	}
}
