package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// keepNotes bounds the log of requests, of violations and of bodies.
const keepNotes = 2048

// Request is one request that came in. Body is the JSON of it, without files.
type Request struct {
	Method, Path, Route string // Route is the template: "/channels/{channel_id}"
	Status              int    // 0 while it is under way, or where the connection was cut
	At                  time.Time
	Body                json.RawMessage
}

// notes is what the server remembers for a test. Everything in it is bounded.
type notes struct {
	requests []Request
	counts   map[string]int
	broken   []violation
}

type violation struct {
	rule int
	text string
}

// circumstantial are the rules that also a correct client breaks, because it
// cannot know the state of the world: a late answer, a closed direct chat, an
// archived thread, a missing permission, a bucket, a rename, a dead webhook.
var circumstantial = [...]int{18, 19, 20, 26, 27, 28, 29, 30, 33}

// violate notes a broken rule. The lock is held.
func (s *Server) violate(rule int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if rule > 0 {
		text = fmt.Sprintf("rule %d: %s", rule, text)
	} else {
		text = "limit: " + text
	}
	s.note(rule, text)
}

func (s *Server) note(rule int, text string) {
	if len(s.notes.broken) < keepNotes {
		s.notes.broken = append(s.notes.broken, violation{rule, text})
	}
}

// Violations lists what the bot did and Discord forbids, oldest first:
// "rule 7: …" by the hand rules, "limit: …" for other published limits, and
// "spec: …" by the specification.
func (s *Server) Violations() []string { return s.violations(nil) }

// Mistakes is Violations without those rules that a correct client meets too,
// since only the refusal tells it: a closed direct chat, an archived thread, a
// missing permission, an empty bucket, what came too late.
func (s *Server) Mistakes() []string { return s.violations(circumstantial[:]) }

func (s *Server) violations(except []int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, v := range s.notes.broken {
		if !slices.Contains(except, v.rule) {
			all = append(all, v.text)
		}
	}
	return all
}

// logged notes a request and returns its number in the log.
func (s *Server) logged(c *call, path string) {
	if len(s.notes.requests) >= 2*keepNotes {
		s.notes.requests = slices.Clone(s.notes.requests[keepNotes:])
	}
	s.notes.counts[c.method+" "+normal(c.route)]++
	s.notes.requests = append(s.notes.requests, Request{
		Method: c.method, Path: path, Route: c.route, Status: c.status, At: c.at, Body: c.body,
	})
}

// Requests returns the latest requests that were answered, at least 2,048 of
// them where there were so many, the oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notes.requests)
}

// Count returns how many requests of a method went to a route, which is a
// template as in the specification; how its parameters are called is of no
// matter. An empty method counts all.
func (s *Server) Count(method, route string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method != "" {
		return s.notes.counts[method+" "+normal(route)]
	}
	n := 0
	for key, count := range s.notes.counts {
		if _, of, _ := strings.Cut(key, " "); of == normal(route) {
			n += count
		}
	}
	return n
}

// normal takes the names out of a route's parameters.
func normal(route string) string {
	steps := strings.Split(route, "/")
	for i, step := range steps {
		if strings.HasPrefix(step, "{") {
			steps[i] = "{}"
		}
	}
	return strings.Join(steps, "/")
}
