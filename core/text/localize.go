package text

import (
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
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

// nodes returns localised copies; the originals may be stored, or shared between
// readers of one notification.
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

// node localises one node. What it computes from data it computes anew each
// time, never from its own result.
func (l reading) node(n chat.Node) chat.Node {
	switch n.Kind {
	case chat.KindPhrase:
		return l.phrase(n)
	case chat.KindNumber:
		return chat.Text(l.tongue.number(n.Minor))
	case chat.KindText:
		n.Text = l.tongue.apart(n.Text)
	case chat.KindSaid:
		// A name with a line break in it must not pass for the next line of a card.
		n.Text = isolate(fsi, strings.ReplaceAll(clean(n.Text), "\n", " "))
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
		// Text gets the words, so the day itself moves to Unit.
		if n.Unit == "" {
			n.Unit = n.Text
		}
		n.Text = l.flow(l.date(n.Unit))
	case chat.KindTime:
		n.Text = l.flow(l.time(n))
	case chat.KindQuote:
		n.Nodes = l.quoted(n.Nodes)
	case chat.KindLink:
		if l.tongue.rtl && len(n.Nodes) == 1 && n.Nodes[0].Kind == chat.KindText && n.Nodes[0].Text == n.URL {
			n.Style = chat.StyleApart // an address is copied: nothing invisible inside it
			return n
		}
		n.Nodes = l.directed(n.Kind, l.nodes(n.Nodes))
	default:
		n.Nodes = l.directed(n.Kind, l.nodes(n.Nodes))
	}
	return n
}

// quoted is nodes for a quote, the one place where what a person said keeps its
// lines: all of them are marked as theirs.
func (l reading) quoted(nodes []chat.Node) []chat.Node {
	out := l.nodes(nodes)
	for i, n := range nodes {
		if n.Kind == chat.KindSaid {
			out[i].Text = isolate(fsi, clean(n.Text))
		}
	}
	return out
}

// flow keeps the parts of an amount or a date in the reader's order.
func (l reading) flow(s string) string {
	if !l.tongue.rtl {
		return s
	}
	return isolate(rli, s)
}

// date returns a civil date in words; one that cannot be read stays as it is.
func (l reading) date(iso string) string {
	d, err := civil.Parse(iso)
	if err != nil {
		return iso
	}
	return d.Display(l.tongue.tag)
}

// time returns an instant in words, in the style of its node.
func (l reading) time(n chat.Node) string {
	at := time.UnixMilli(n.At)
	if n.Style == chat.StyleDate {
		return civil.Of(at, l.zone).Display(l.tongue.tag)
	}
	date := civil.DisplayTime(at, l.zone, l.tongue.tag)
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
	lines := 0
	switch kind {
	case chat.KindTitle, chat.KindParagraph:
		return startRTL(nodes)
	case chat.KindField: // name and value may stand each in a box of their own
		lines = min(2, len(nodes))
	case chat.KindList:
		lines = len(nodes)
	}
	for i, n := range nodes[:lines] {
		// Span keeps the slice it is given: it must not be one of nodes itself.
		if line := startRTL([]chat.Node{n}); len(line) > 1 {
			nodes[i] = chat.Span(line...)
		}
	}
	return nodes
}
