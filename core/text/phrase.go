package text

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/money"
)

// phrase returns the words of a phrase, its arguments in their places.
func (l reading) phrase(n chat.Node) chat.Node {
	p, ok := l.tongue.phrases[n.Key]
	if !ok {
		l.complain(l.tongue, n.Key, "unknown key")
		return chat.Text(l.tongue.apart(n.Key))
	}
	s, ok := p.choose(l.tongue.tag, n.Args)
	if !ok {
		l.complain(l.tongue, n.Key, "no number {"+countArg+"}")
	}
	filled := l.fill(s, n)
	// Most phrases are plain words: no need to wrap them.
	if len(filled) == 1 {
		return filled[0]
	}
	return chat.Span(filled...)
}

// fill returns a sentence with the arguments of n in its slots.
func (l reading) fill(s sentence, n chat.Node) []chat.Node {
	out := make([]chat.Node, len(s))
	for i, piece := range s {
		switch piece.Kind {
		case kindSlot:
			out[i] = l.argument(n, piece.Key)
		case chat.KindBold:
			out[i] = chat.Bold(l.fill(piece.Nodes, n)...)
		case chat.KindCode:
			out[i] = l.node(chat.Code(l.exact(piece.Nodes, n)))
		default:
			out[i] = piece
		}
	}
	return out
}

// argument returns what belongs in a slot, itself perhaps a phrase.
func (l reading) argument(n chat.Node, name string) chat.Node {
	arg, ok := n.Args[name]
	if !ok {
		l.complain(l.tongue, n.Key, "argument {"+name+"} is missing")
		return chat.Text(l.tongue.apart("{" + name + "}"))
	}
	return l.node(arg)
}

// exact returns the text of code: what will be typed or copied has ASCII digits
// and no invisible characters.
func (l reading) exact(pieces []chat.Node, n chat.Node) string {
	var b strings.Builder
	for _, piece := range pieces {
		arg := n.Args[piece.Key]
		switch {
		case piece.Kind != kindSlot:
			b.WriteString(piece.Text)
		case arg.Kind == chat.KindNumber:
			b.WriteString(strconv.FormatInt(arg.Minor, 10))
		case arg.Kind == chat.KindAmount:
			b.WriteString(money.Amount{Minor: arg.Minor, Unit: arg.Unit, Scale: arg.Scale}.Plain())
		case arg.Kind == chat.KindDate:
			b.WriteString(iso(arg))
		default:
			b.WriteString(clean(words([]chat.Node{l.argument(n, piece.Key)})))
		}
	}
	return b.String()
}

// iso returns the machine form of a date node, localised or not.
func iso(n chat.Node) string {
	if n.Unit != "" {
		return n.Unit
	}
	return n.Text
}
