package transcript

import (
	"regexp"
	"strings"
)

// captured are the last handle, code and link that anybody saw.
type captured struct{ handle, code, link string }

var (
	handlePattern = regexp.MustCompile(`#([0-9A-F]{8})\b`)
	barePattern   = regexp.MustCompile(`\b[0-9A-F]{8}\b`)
	longPattern   = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b`)
	codePattern   = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{8}\b`)
	linkPattern   = regexp.MustCompile(`https://t\.me/\w+\?start=[A-Za-z0-9_-]+`)
)

// read takes in what a message says. Codes of eight symbols look like handles;
// they stand in messages that say "code", and have no "#" before them.
func (c *captured) read(text string) {
	if links := linkPattern.FindAllString(text, -1); len(links) > 0 {
		c.link = links[len(links)-1]
	}
	text = linkPattern.ReplaceAllString(text, "")
	says := strings.Contains(strings.ToLower(text), "code")
	if found := handlePattern.FindAllStringSubmatch(text, -1); len(found) > 0 {
		c.handle = found[len(found)-1][1]
	} else if bare := barePattern.FindAllString(text, -1); len(bare) > 0 && !says {
		c.handle = bare[len(bare)-1]
	}
	text = handlePattern.ReplaceAllString(text, "")
	if long := longPattern.FindAllString(text, -1); len(long) > 0 {
		c.code = long[len(long)-1]
	} else if short := codePattern.FindAllString(text, -1); len(short) > 0 && says {
		c.code = short[len(short)-1]
	}
}

// fill puts what was captured into an act.
func (c *captured) fill(act string) string {
	return strings.NewReplacer("{handle}", c.handle, "{code}", c.code, "{link}", c.link).Replace(act)
}
