package discordtest

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf16"
)

// refusal is how a request is refused: HTTP status, Discord's code and words,
// and for an invalid body where in it.
type refusal struct {
	status, code  int
	message       string
	path, problem string
	retryAfter    float64 // seconds, of a 429
	global        bool
	scope         string
}

// The refusals of Discord. Source: discord-api-docs, "JSON Error Codes".
func unauthorized() *refusal {
	return &refusal{status: http.StatusUnauthorized, message: "401: Unauthorized"}
}

func notFound() *refusal { return &refusal{status: http.StatusNotFound, message: "404: Not Found"} }

func unknown(code int, what string) *refusal {
	return &refusal{status: http.StatusNotFound, code: code, message: "Unknown " + what}
}

func forbidden(code int, message string) *refusal {
	return &refusal{status: http.StatusForbidden, code: code, message: message}
}

func bad(code int, message string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: code, message: message}
}

func tooLarge() *refusal {
	return &refusal{status: http.StatusRequestEntityTooLarge, code: 40005, message: "Request entity too large"}
}

func invalidForm(path, problem string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body", path: path, problem: problem}
}

// body is the refusal as Discord words it: the place of an invalid value is
// told by nested keys.
func (r *refusal) body() map[string]any {
	b := map[string]any{"message": r.message, "code": r.code}
	if r.status == http.StatusTooManyRequests {
		b["retry_after"], b["global"] = r.retryAfter, r.global
	}
	if r.path == "" {
		return b
	}
	var inner any = map[string]any{"_errors": []map[string]string{{"code": "INVALID", "message": r.problem}}}
	steps := strings.Split(r.path, ".")
	for i := len(steps) - 1; i >= 0; i-- {
		inner = map[string]any{steps[i]: inner}
	}
	b["errors"] = inner
	return b
}

// breach notes that a hand rule was broken and returns Discord's refusal of an
// invalid body. Rule 0 stands for a published limit that has no number of its
// own. The lock is held.
func (s *Server) breach(rule int, path, format string, args ...any) *refusal {
	problem := fmt.Sprintf(format, args...)
	s.violate(rule, "%s: %s", path, problem)
	return invalidForm(path, problem)
}

// within refuses a text that is longer than a published limit.
func (s *Server) within(rule int, path, text string, most int) *refusal {
	if n := length(text); n > most {
		return s.breach(rule, path, "%d characters, at most %d", n, most)
	}
	return nil
}

// length counts as Discord is safest counted: in UTF-16 units.
func length(text string) int {
	n := 0
	for _, c := range text {
		n += max(utf16.RuneLen(c), 1)
	}
	return n
}

// first returns the first refusal that is one.
func first(all ...*refusal) *refusal {
	for _, r := range all {
		if r != nil {
			return r
		}
	}
	return nil
}
