package discordtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
)

// ring finds whom a new message rings for: those whose mention stands in its
// words and is allowed. Without allowed_mentions every mention is.
func (s *Server) ring(m *message, allowed *allowedMentions) {
	m.mentions, m.rings, m.alarm, m.everyone = nil, nil, false, false
	parse := []string{"users", "roles", "everyone"}
	if allowed != nil {
		parse = nil
		_ = json.Unmarshal(allowed.Parse, &parse)
	}
	for _, found := range userMention.FindAllStringSubmatch(m.content, -1) {
		id := found[1]
		if _, known := s.userWire(id); !known {
			continue
		}
		m.mention(id)
		if slices.Contains(parse, "users") || allowed != nil && slices.Contains(allowed.Users, id) {
			m.rings = append(m.rings, id)
		}
	}
	for _, found := range roleMention.FindAllStringSubmatch(m.content, -1) {
		if slices.Contains(parse, "roles") || allowed != nil && slices.Contains(allowed.Roles, found[1]) {
			m.alarm = true
		}
	}
	all := strings.Contains(m.content, "@everyone") || strings.Contains(m.content, "@here")
	if all && slices.Contains(parse, "everyone") {
		m.everyone, m.alarm = true, true
	}
}
