package chat

import (
	"bytes"
	"strings"
	"unicode"
)

// flow is a document laid out as one text. Its marks count bytes; they become
// units when a page is cut out.
type flow struct {
	text  []byte
	marks []Mark
	caps  Capabilities
	plain bool // links show their address: there will be no marks
	depth map[Kind]int
}

const bullet = "• "

// newFlow lays documents out one below the other.
func newFlow(caps Capabilities, docs ...Document) *flow {
	f := &flow{caps: caps}
	f.blocks(docs...)
	return f
}

// blocks writes the nodes of documents one after the other.
func (f *flow) blocks(docs ...Document) {
	for _, doc := range docs {
		for _, n := range doc {
			f.block(n)
		}
	}
}

// block writes a node after an empty line, or nothing if the node is empty.
func (f *flow) block(n Node) {
	before, marks := len(f.text), len(f.marks)
	if before > 0 {
		f.write("\n\n")
	}
	start := len(f.text)
	f.node(n)
	// An empty node must not leave a gap where it would have stood.
	if !visible(f.text[start:]) {
		f.text, f.marks = f.text[:before], f.marks[:marks]
	}
}

// node writes any node.
func (f *flow) node(n Node) {
	switch n.Kind {
	case KindTitle, KindBold:
		f.marked(Mark{Kind: n.Kind}, func() { f.nodes(n.Nodes) })
	case KindQuote:
		f.newLine()
		f.marked(Mark{Kind: KindQuote}, func() { f.nodes(n.Nodes) })
	case KindLink:
		f.link(n)
	case KindList:
		for _, item := range n.Nodes {
			f.newLine()
			f.write(bullet)
			f.node(item)
		}
	case KindFields:
		for _, field := range n.Nodes {
			f.newLine()
			f.node(field)
		}
	case KindField:
		f.field(n)
	case KindParagraph, KindSpan:
		f.nodes(n.Nodes)
	default:
		f.leaf(n)
	}
}

// nodes writes nodes side by side, blocks among them each on a new line.
func (f *flow) nodes(nodes []Node) {
	for i, n := range nodes {
		if i > 0 && (n.Kind == KindParagraph || n.Kind == KindTitle) {
			f.newLine()
		}
		f.node(n)
	}
}

// field writes "name: value".
func (f *flow) field(n Node) {
	name, value := fieldNodes(n)
	f.marked(Mark{Kind: KindBold}, func() { f.node(name) })
	f.write(": ")
	start := len(f.text)
	f.nodes(value)
	if !visible(f.text[start:]) {
		f.write(noValue)
	}
}

// link writes the words of a link, or its address where it has none.
func (f *flow) link(n Node) {
	if n.Style == StyleApart {
		f.write(string(leftIsolate))
		defer f.write(string(popIsolate))
	}
	start := len(f.text)
	f.marked(Mark{Kind: KindLink, URL: n.URL}, func() {
		f.nodes(n.Nodes)
		if !visible(f.text[start:]) {
			f.write(n.URL)
		}
	})
	if f.plain && string(f.text[start:]) != n.URL {
		f.write(" (" + n.URL + ")")
	}
}

// marked runs fn and marks what it wrote. A mark inside another of its kind
// says nothing new and is left out.
func (f *flow) marked(m Mark, fn func()) {
	if f.depth[m.Kind] > 0 {
		fn()
		return
	}
	if f.depth == nil {
		f.depth = map[Kind]int{}
	}
	f.depth[m.Kind]++
	// The place is taken before fn runs: an outer mark comes before an inner one.
	i := len(f.marks)
	m.Start = len(f.text)
	f.marks = append(f.marks, m)
	fn()
	f.marks[i].End = len(f.text)
	f.depth[m.Kind]--
}

// write appends s. Whatever comes in, what goes out is valid UTF-8: a platform
// would refuse the whole message.
func (f *flow) write(s string) {
	f.text = append(f.text, strings.ToValidUTF8(s, "\ufffd")...)
}

// newLine begins a new line unless one has just begun, bullet and all.
func (f *flow) newLine() {
	line := f.text[bytes.LastIndexByte(f.text, '\n')+1:]
	if len(line) > 0 && string(line) != bullet {
		f.write("\n")
	}
}

// visible reports whether anything in a text can be seen.
func visible(text []byte) bool {
	return bytes.ContainsFunc(text, func(r rune) bool {
		return unicode.IsGraphic(r) && !unicode.IsSpace(r)
	})
}
