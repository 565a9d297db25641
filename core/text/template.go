package text

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// kindSlot stands in a parsed sentence where the argument Key belongs. It never
// leaves this package.
const kindSlot chat.Kind = "slot"

// sentence is a parsed template: nodes among which there may be slots. Code
// keeps its pieces in Nodes until the slots in it are filled.
type sentence []chat.Node

// parse reads one template.
func parse(template string) (sentence, error) {
	p := parser{rest: template}
	nodes, err := p.until(0)
	if err != nil {
		return nil, err
	}
	return nodes, nil
}

// parser takes a template from its front. It works on bytes: every mark is
// ASCII, and no byte of a longer character is.
type parser struct{ rest string }

// until reads nodes up to the closing mark, or to the end where it is 0.
func (p *parser) until(mark byte) (sentence, error) {
	var out sentence
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			out = append(out, chat.Text(plain.String()))
			plain.Reset()
		}
	}
	for p.rest != "" {
		c := p.rest[0]
		p.rest = p.rest[1:]
		switch {
		case c == mark:
			flush()
			return out, nil
		case c == '\\':
			if p.rest == "" || !strings.ContainsRune("*`{}\\", rune(p.rest[0])) {
				return nil, errors.New(`"\" stands before nothing it could escape`)
			}
			plain.WriteByte(p.rest[0])
			p.rest = p.rest[1:]
		// Code may hold a star, which then is one: /deal list *.
		case c == '{', c == '}', c == '`', c == '*' && mark != '`':
			flush()
			n, err := p.special(c)
			if err != nil {
				return nil, err
			}
			out = append(out, n)
		default:
			plain.WriteByte(c)
		}
	}
	flush()
	if mark != 0 {
		return nil, fmt.Errorf("%q is never closed", mark)
	}
	return out, nil
}

// special reads what the mark c, already taken, begins.
func (p *parser) special(c byte) (chat.Node, error) {
	switch c {
	case '{':
		name, rest, found := strings.Cut(p.rest, "}")
		if !found || !isWord(name) {
			return chat.Node{}, errors.New(`"{" begins no {name} of a-z, 0-9 and "_"`)
		}
		p.rest = rest
		return chat.Node{Kind: kindSlot, Key: name}, nil
	case '}':
		// Alone it is surely half of a placeholder that lost its beginning.
		return chat.Node{}, errors.New(`"}" without "{"`)
	}
	kind := chat.KindBold
	if c == '`' {
		kind = chat.KindCode
	}
	nodes, err := p.until(c)
	if err != nil {
		return chat.Node{}, err
	}
	if len(nodes) == 0 {
		return chat.Node{}, fmt.Errorf("nothing between two %q", c)
	}
	return chat.Node{Kind: kind, Nodes: nodes}, nil
}

// isWord reports whether s is a name as placeholders and apps have it.
func isWord(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return s != ""
}

// slots adds the names of the arguments that nodes use to set.
func slots(nodes []chat.Node, set map[string]bool) {
	for _, n := range nodes {
		if n.Kind == kindSlot {
			set[n.Key] = true
		}
		slots(n.Nodes, set)
	}
}

// words returns a sentence without its looks; an argument shows as its {name}.
func words(nodes []chat.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		switch n.Kind {
		case kindSlot:
			b.WriteString("{" + n.Key + "}")
		default:
			b.WriteString(n.Text)
			b.WriteString(words(n.Nodes))
		}
	}
	return b.String()
}
