package discordtest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	anyURL     = regexp.MustCompile(`^https?://[^\s<>]+[^\s<>.,:;"')\]]`)
	timeMark   = regexp.MustCompile(`^<t:(-?\d{1,17})(?::([tTdDfFsSR]))?>`)
	personMark = regexp.MustCompile(`^<@!?(\d+)>`)
	roleMark   = regexp.MustCompile(`^<@&(\d+)>`)
	placeMark  = regexp.MustCompile(`^<#(\d+)>`)
	slashMark  = regexp.MustCompile(`^</([-\w ]+):\d+>`)
	emojiMark  = regexp.MustCompile(`^<a?:(\w+):\d+>`)
	urlMark    = regexp.MustCompile(`^<(https?://[^\s<>]+)>`)
	linkMark   = regexp.MustCompile(`^\(\s*<?(https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"]*")?\s*\)`)
	emojiName  = regexp.MustCompile(`^:([a-z0-9_+-]+):`)
)

// shortcodes are some of the emoji that clients know by name, enough to tell
// whether colons were escaped.
var shortcodes = map[string]string{
	"smile": "😄", "joy": "😂", "heart": "❤️", "fire": "🔥", "thumbsup": "👍", "+1": "👍", "-1": "👎", "eyes": "👀",
	"tada": "🎉", "warning": "⚠️", "x": "❌", "white_check_mark": "✅", "rocket": "🚀", "moneybag": "💰", "star": "⭐",
}

// angle reads what stands in angle brackets.
func (r *reader) angle(rest string) (int, string, bool) {
	if m := personMark.FindStringSubmatch(rest); m != nil {
		return len(m[0]), r.person(m[1]), true
	}
	if m := roleMark.FindStringSubmatch(rest); m != nil {
		return len(m[0]), r.role(m[1]), true
	}
	if m := placeMark.FindStringSubmatch(rest); m != nil {
		if c := r.s.channels[m[1]]; c != nil {
			return len(m[0]), "#" + c.name, true
		}
		return len(m[0]), "#unknown", true
	}
	if m := slashMark.FindStringSubmatch(rest); m != nil {
		return len(m[0]), "/" + m[1], true
	}
	if m := timeMark.FindStringSubmatch(rest); m != nil {
		return len(m[0]), instant(m[1], m[2]), true
	}
	if m := emojiMark.FindStringSubmatch(rest); m != nil {
		return len(m[0]), ":" + m[1] + ":", true
	}
	if m := urlMark.FindStringSubmatch(rest); m != nil {
		return len(m[0]), m[1], true
	}
	return 0, "", false
}

func (r *reader) person(id string) string {
	u, known := r.s.userWire(id)
	if !known {
		return "@unknown-user"
	}
	r.name(id)
	if u.GlobalName != nil {
		return "@" + *u.GlobalName
	}
	return "@" + u.Username
}

func (r *reader) role(id string) string {
	for _, g := range r.s.ordered {
		for _, role := range g.roles {
			if role.ID == id {
				return "@" + strings.TrimPrefix(role.Name, "@")
			}
		}
	}
	return "@unknown-role"
}

// instant shows a time in UTC, where a client shows it in its own zone.
// Relative ones are shown as what they stand for.
func instant(seconds, style string) string {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return seconds
	}
	at := time.Unix(n, 0).UTC()
	switch style {
	case "d", "D":
		return at.Format("2006-01-02")
	case "t":
		return at.Format("15:04 UTC")
	case "T":
		return at.Format("15:04:05 UTC")
	default:
		return at.Format("2006-01-02 15:04 UTC")
	}
}

// link is [words](address); it shows as "words (address)", since who reads can
// follow it.
func (r *reader) link(rest string) (int, string, bool) {
	end, depth := -1, 0
	for i := 0; i < len(rest) && end < 0; i++ {
		switch rest[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				end = i
			}
		}
	}
	if end < 2 {
		return 0, "", false
	}
	m := linkMark.FindStringSubmatch(rest[end+1:])
	if m == nil {
		return 0, "", false
	}
	words := r.run(rest[1:end], false)
	if words != m[1] {
		words += " (" + m[1] + ")"
	}
	return end + 1 + len(m[0]), words, true
}

// address is a bare address, inside which nothing is markup.
func address(text string, i int) (int, string, bool) {
	if i > 0 && wordy(rune(text[i-1])) {
		return 0, "", false
	}
	found := anyURL.FindString(text[i:])
	return len(found), found, found != ""
}

func shortcode(rest string) (int, string, bool) {
	m := emojiName.FindStringSubmatch(rest)
	if m == nil || shortcodes[m[1]] == "" {
		return 0, "", false
	}
	return len(m[0]), shortcodes[m[1]], true
}
