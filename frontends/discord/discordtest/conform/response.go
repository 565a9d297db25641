package conform

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Response says what is wrong with an answer to a request; nothing where it
// conforms. A failure of the server (5xx) is outside the description and always
// conforms; the body of an answer that is not JSON is not looked into.
func (s *Spec) Response(method, path string, status int, body json.RawMessage) []Problem {
	_, op, ok := s.find(method, path)
	if !ok {
		if status == 404 || status >= 500 {
			return nil
		}
		return []Problem{{What: fmt.Sprintf("status %d for an operation that is not there", status)}}
	}
	if status >= 500 {
		return nil
	}
	place, ok := op.answers[strconv.Itoa(status)]
	if !ok && status >= 400 {
		place, ok = op.answers["4XX"]
	}
	if !ok {
		return []Problem{{What: fmt.Sprintf("status %d is no answer of this operation", status)}}
	}
	switch {
	case place == opaque:
		return nil
	case place == "" && len(body) > 0:
		return []Problem{{What: fmt.Sprintf("status %d has no body", status)}}
	case place == "":
		return nil
	case len(body) == 0:
		return []Problem{{What: "the body is missing"}}
	}
	return ordered(s.document(place, body))
}
