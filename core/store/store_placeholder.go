package store

import (
	"strconv"
	"strings"
)

// numbered turns every ? that stands for a value into $1, $2 and so on, as
// PostgreSQL writes them. A ? in quotes, comments or the operators ?| and ?&
// stays.
func numbered(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var out strings.Builder
	n := 0
	for i := 0; i < len(query); {
		if end := opaque(query[i:]); end > 0 {
			out.WriteString(query[i : i+end])
			i += end
			continue
		}
		if query[i] != '?' || operator(query[i:]) {
			out.WriteByte(query[i])
			i++
			continue
		}
		n++
		out.WriteString("$" + strconv.Itoa(n))
		i++
	}
	return out.String()
}

// operator tells ?| and ?& from a value that || joins to something.
func operator(s string) bool {
	return strings.HasPrefix(s, "?&") || strings.HasPrefix(s, "?|") && !strings.HasPrefix(s, "?||")
}

// opaque returns the length of the quoted text or comment that s begins with.
func opaque(s string) int {
	switch s[0] {
	case '\'', '"':
		// A doubled quote reads as the end of one text and the begin of the next.
		return until(s, 1, s[:1])
	case '-':
		if strings.HasPrefix(s, "--") {
			return until(s, 2, "\n")
		}
	case '/':
		if strings.HasPrefix(s, "/*") {
			return comment(s)
		}
	case '$':
		if tag := dollar(s); tag != "" {
			return until(s, len(tag), tag)
		}
	}
	return 0
}

func until(s string, from int, end string) int {
	at := strings.Index(s[from:], end)
	if at < 0 {
		return len(s)
	}
	return from + at + len(end)
}

// comment measures a comment with those inside it.
func comment(s string) int {
	depth := 0
	for i := 0; i < len(s)-1; {
		switch s[i : i+2] {
		case "/*":
			depth++
			i += 2
		case "*/":
			depth--
			i += 2
			if depth == 0 {
				return i
			}
		default:
			i++
		}
	}
	return len(s)
}

// dollar returns the $tag$ that s begins with; $1 is none.
func dollar(s string) string {
	end := strings.IndexByte(s[1:], '$')
	if end < 0 {
		return ""
	}
	for i, r := range s[1 : 1+end] {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80
		if !letter && (i == 0 || r < '0' || r > '9') {
			return ""
		}
	}
	return s[:end+2]
}
