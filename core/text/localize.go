package text

import (
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/money"
)

// Reader is whom a document is made ready for.
type Reader struct {
	Locale string         // BCP 47; anything that Match understands
	Zone   *time.Location // in which times are told; nil means UTC
	Now    time.Time      // from which relative times count; zero: none are told
}

// Localize returns the document in the reader's language. No phrase and no
// number remains; amounts, times and dates keep their data and carry their
// words in Text (a date its ISO form in Unit); what a person said is cleaned
// and set apart from the words around it. An unknown key shows itself, a
// missing argument its {name}. The input stays as it is, and localising a
// second time changes nothing.
func (c *Catalog) Localize(doc chat.Document, r Reader) chat.Document {
	if doc == nil {
		return nil
	}
	return c.reading(r).nodes(doc)
}

// reading is one reader at one catalogue.
type reading struct {
	*Catalog
	tongue *tongue
	zone   *time.Location
	now    time.Time
}

func (c *Catalog) reading(r Reader) reading {
	zone := r.Zone
	if zone == nil {
		zone = time.UTC
	}
	return reading{Catalog: c, tongue: c.tongue(r.Locale), zone: zone, now: r.Now}
}

func (l reading) nodes(nodes []chat.Node) []chat.Node {
	if nodes == nil {
		return nil
	}
	out := make([]chat.Node, len(nodes))
	for i, n := range nodes {
		out[i] = l.node(n)
	}
	return out
}

func (l reading) node(n chat.Node) chat.Node {
	switch n.Kind {
	case chat.KindPhrase:
		return l.phrase(n)
	case chat.KindNumber:
		return chat.Text(l.tongue.number(n.Minor))
	case chat.KindText:
		n.Text = l.tongue.apart(n.Text)
	case chat.KindSaid:
		n.Text = isolate(fsi, clean(n.Text))
	case chat.KindMention:
		n.Text = isolate(fsi, cleanLine(n.Text))
	case chat.KindCode:
		if l.tongue.rtl {
			n.Style = chat.StyleApart
		}
	case chat.KindAmount:
		amount := money.Amount{Minor: n.Minor, Unit: n.Unit, Scale: n.Scale}
		n.Text = l.flow(amount.Format(l.tongue.tag))
	case chat.KindDate:
		if n.Unit == "" {
			n.Unit = n.Text
		}
		n.Text = l.flow(showDate(l.tongue.tag, n.Unit))
	case chat.KindTime:
		n.Text = l.flow(l.time(n))
	default:
		n.Nodes = l.directed(n.Kind, l.nodes(n.Nodes))
	}
	return n
}

// flow keeps the parts of an amount or a date in the reader's order.
func (l reading) flow(s string) string {
	if !l.tongue.rtl {
		return s
	}
	return isolate(rli, s)
}

func (l reading) time(n chat.Node) string {
	at := time.UnixMilli(n.At).In(l.zone)
	if n.Style == chat.StyleDate {
		return showDay(l.tongue.tag, at)
	}
	date := showTime(l.tongue.tag, at)
	if n.Style == chat.StyleRelative {
		return l.relative(at, date)
	}
	return date
}

// directed makes every line of a right-to-left block begin as one.
func (l reading) directed(kind chat.Kind, nodes []chat.Node) []chat.Node {
	if !l.tongue.rtl {
		return nodes
	}
	switch kind {
	case chat.KindTitle, chat.KindParagraph:
		return startRTL(nodes)
	case chat.KindField:
		// A name and a value stand side by side or each in a box of its own.
		for i := range nodes[:min(2, len(nodes))] {
			nodes[i] = chat.Span(startRTL(nodes[i : i+1])...)
		}
	case chat.KindList:
		for i := range nodes {
			nodes[i] = chat.Span(startRTL(nodes[i : i+1])...)
		}
	}
	return nodes
}

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
