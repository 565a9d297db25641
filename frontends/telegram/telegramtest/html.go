package telegramtest

import (
	"html"
	"strings"
)

// parseHTML reads the small HTML of parse_mode "HTML". Our own bot sends
// entities; other clients' tests use this.
func parseHTML(text string) (string, []entity, error) {
	var plain strings.Builder
	var all, open []entity
	at := 0 // UTF-16 units written
	for text != "" {
		words, rest, tagged := strings.Cut(text, "<")
		words = html.UnescapeString(words)
		plain.WriteString(words)
		at += units(words)
		if !tagged {
			break
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed {
			return "", nil, bad("can't parse entities: Unclosed start tag")
		}
		text = after
		if name, ends := strings.CutPrefix(tag, "/"); ends {
			if len(open) == 0 || open[len(open)-1].Type != htmlType(name) {
				return "", nil, bad("can't parse entities: Unmatched end tag")
			}
			e := open[len(open)-1]
			open = open[:len(open)-1]
			e.Length = at - e.Offset
			if e.Length > 0 {
				all = append(all, e)
			}
			continue
		}
		name, attributes, _ := strings.Cut(tag, " ")
		kind := htmlType(name)
		if kind == "" {
			return "", nil, bad("can't parse entities: Unsupported start tag \"" + name + "\"")
		}
		e := entity{Type: kind, Offset: at}
		if _, url, linked := strings.Cut(attributes, `href="`); linked {
			e.URL = html.UnescapeString(strings.TrimSuffix(url, `"`))
		}
		open = append(open, e)
	}
	if len(open) > 0 {
		return "", nil, bad("can't parse entities: Can't find end tag")
	}
	return plain.String(), all, nil
}

func htmlType(tag string) string {
	switch tag {
	case "b", "strong":
		return "bold"
	case "i", "em":
		return "italic"
	case "u", "ins":
		return "underline"
	case "s", "strike", "del":
		return "strikethrough"
	case "code", "pre", "blockquote":
		return tag
	case "tg-spoiler":
		return "spoiler"
	case "a":
		return "text_link"
	}
	return ""
}
