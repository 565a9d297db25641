package discordtest

import "strings"

// code is a span or block of code, in which nothing else is markup.
func code(rest string) (int, string, bool) {
	ticks := len(rest) - len(strings.TrimLeft(rest, "`"))
	fence := rest[:ticks]
	for from := ticks; ; {
		at := strings.Index(rest[from:], fence)
		if at < 0 {
			return 0, "", false
		}
		at += from
		run := len(rest[at:]) - len(strings.TrimLeft(rest[at:], "`"))
		if run != ticks || at == ticks {
			from = at + run
			continue
		}
		return at + ticks, codeText(rest[ticks:at], ticks), true
	}
}

func codeText(text string, ticks int) string {
	if ticks < 3 {
		if strings.HasPrefix(text, " `") || strings.HasSuffix(text, "` ") {
			text = strings.TrimSpace(text)
		}
		return text
	}
	language, rest, lines := strings.Cut(text, "\n")
	if lines && !strings.ContainsFunc(language, func(c rune) bool { return !wordy(c) && !strings.ContainsRune("+-.#_", c) }) {
		text = rest
	}
	return strings.Trim(text, "\n")
}
