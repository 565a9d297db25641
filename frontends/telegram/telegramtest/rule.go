package telegramtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits of the platform, by core.telegram.org/bots/api (10.3).
const (
	maxText     = 4096 // UTF-16 units of a message
	maxCaption  = 1024
	maxEntities = 100
	maxData     = 64 // bytes of callback_data
	maxUpload   = 50 << 20
	maxDownload = 20 << 20
	maxToast    = 200
	maxPayload  = 64
	maxKept     = 1000 // violations that are remembered

	updateLife    = 24 * time.Hour
	queryLife     = 150 * time.Second
	deleteLife    = 48 * time.Hour
	ephemeralLife = 15 * time.Second
	linkLife      = time.Hour
)

// payloadAlphabet is what a start payload and a webhook's secret may consist of.
const payloadAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

// broke notes that a request broke one of the rules by hand. It never quotes
// what people wrote. The lock is held.
func (s *Server) broke(rule int, format string, args ...any) {
	s.violated(fmt.Sprintf("rule %d: ", rule) + fmt.Sprintf(format, args...))
}

// violated notes a violation; beyond a bound only the first ones are kept,
// because the first one is what a reader looks for.
func (s *Server) violated(what string) {
	if len(s.violations) < maxKept {
		s.violations = append(s.violations, what)
	}
}

// Violations lists what was asked of the server against the platform's rules,
// in order: "rule 7: …" for the rules by hand, "spec: sendMessage.text: …" for
// the official specification.
func (s *Server) Violations() []string { return s.ViolationsBut() }

// ViolationsBut is Violations without those of the named rules. Some rules a
// correct bot can only learn by being refused, such as that a person never
// pressed Start (11) or that a group has a new id (12); a test that provokes
// one names it here.
func (s *Server) ViolationsBut(rules ...int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.violations), func(v string) bool {
		return slices.ContainsFunc(rules, func(r int) bool { return strings.HasPrefix(v, fmt.Sprintf("rule %d: ", r)) })
	})
}

// checkLink judges a link that a bot shows: a start link must carry a payload
// that Telegram hands over.
func (s *Server) checkLink(c *call, url string) {
	payload, ours := s.startPayload(url)
	if ours && !validPayload(payload) {
		s.broke(5, "%s: a start link with a payload of %d bytes or foreign letters", c.method, len(payload))
	}
}

// startPayload returns the payload of a link that starts this bot.
func (s *Server) startPayload(url string) (payload string, ours bool) {
	for _, prefix := range []string{"https://t.me/", "http://t.me/", "t.me/", "https://telegram.me/"} {
		rest, found := strings.CutPrefix(url, prefix)
		if !found {
			continue
		}
		name, payload, started := strings.Cut(rest, "?start=")
		if started && strings.EqualFold(name, s.opt.Username) {
			return payload, true
		}
	}
	return "", false
}

// validPayload tells whether Telegram hands a start payload over.
func validPayload(payload string) bool {
	return payload != "" && len(payload) <= maxPayload && strings.Trim(payload, payloadAlphabet) == ""
}
