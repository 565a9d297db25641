package chat

import "time"

// Kind tells what a Node is.
type Kind string

// The kinds of inline nodes.
const (
	KindText    Kind = "text"    // words of ours, shown as they are
	KindSaid    Kind = "said"    // words of a person: isolated, never markup or mention
	KindPhrase  Kind = "phrase"  // a catalogue key with arguments; gone after localisation
	KindNumber  Kind = "number"  // Minor, an integer shown in the reader's digits
	KindAmount  Kind = "amount"  // Minor / 10^Scale Unit
	KindTime    Kind = "time"    // an instant, At in Unix milliseconds (UTC)
	KindDate    Kind = "date"    // a civil date in Text, YYYY-MM-DD
	KindBold    Kind = "bold"    // Nodes in bold
	KindCode    Kind = "code"    // Text in fixed width: handles, codes, commands
	KindLink    Kind = "link"    // Nodes leading to URL
	KindMention Kind = "mention" // the person User, Text as a fallback name
	KindSpan    Kind = "span"    // Nodes side by side
)

// The kinds of block nodes.
const (
	KindTitle     Kind = "title"     // Nodes as a heading
	KindParagraph Kind = "paragraph" // Nodes as a paragraph
	KindQuote     Kind = "quote"     // Nodes as words of somebody
	KindFields    Kind = "fields"    // Nodes are fields
	KindField     Kind = "field"     // Nodes[0] the name, Nodes[1:] the value
	KindList      Kind = "list"      // Nodes are items
)

// Styles of KindTime.
const (
	StyleDateTime = ""         // date and time of day
	StyleDate     = "date"     // date only
	StyleRelative = "relative" // "in 3 hours" where a platform can, else date and time
)

// Node is one piece of a document. It is a tree of plain data: it survives JSON,
// and it carries meaning, not looks. Use the constructors below.
type Node struct {
	Kind  Kind     `json:"k"`
	Text  string   `json:"t,omitempty"`
	Key   string   `json:"key,omitempty"`
	Args  Args     `json:"args,omitempty"`
	Nodes []Node   `json:"n,omitempty"`
	URL   string   `json:"url,omitempty"`
	User  *UserRef `json:"u,omitempty"`
	At    int64    `json:"at,omitempty"`
	Style string   `json:"style,omitempty"`
	Minor int64    `json:"minor,omitempty"`
	Unit  string   `json:"unit,omitempty"`
	Scale int      `json:"scale,omitempty"`
}

// Args are the named arguments of a phrase.
type Args map[string]Node

// Document is a list of block nodes. Before localisation it may hold phrases;
// a frontend only ever sees localised documents, in which times, dates and
// amounts carry their words in Text.
type Document []Node

// Text returns words of ours. Never pass a person's words: use Said.
func Text(s string) Node { return Node{Kind: KindText, Text: s} }

// Said returns a person's words (a name, a note, a reason).
func Said(s string) Node { return Node{Kind: KindSaid, Text: s} }

// T returns the phrase of a catalogue key. At most one Args is used.
func T(key string, args ...Args) Node {
	n := Node{Kind: KindPhrase, Key: key}
	if len(args) > 0 {
		n.Args = args[0]
	}
	return n
}

// Number returns an integer; the argument "count" of a phrase chooses its plural.
func Number(n int) Node { return Node{Kind: KindNumber, Minor: int64(n)} }

// Amount returns minor/10^scale units.
func Amount(minor int64, unit string, scale int) Node {
	return Node{Kind: KindAmount, Minor: minor, Unit: unit, Scale: scale}
}

// Time returns an instant in one of the styles above.
func Time(t time.Time, style string) Node {
	return Node{Kind: KindTime, At: t.UnixMilli(), Style: style}
}

// Date returns a civil date, YYYY-MM-DD.
func Date(ymd string) Node { return Node{Kind: KindDate, Text: ymd} }

// Bold returns its nodes in bold.
func Bold(nodes ...Node) Node { return Node{Kind: KindBold, Nodes: nodes} }

// Code returns text in fixed width, shown exactly.
func Code(s string) Node { return Node{Kind: KindCode, Text: s} }

// Link returns nodes leading to an https address.
func Link(url string, nodes ...Node) Node { return Node{Kind: KindLink, URL: url, Nodes: nodes} }

// Mention names a person; name is shown where the platform cannot mention them.
func Mention(user UserRef, name string) Node {
	return Node{Kind: KindMention, User: &user, Text: name}
}

// Span joins inline nodes.
func Span(nodes ...Node) Node { return Node{Kind: KindSpan, Nodes: nodes} }

// Title returns a heading.
func Title(nodes ...Node) Node { return Node{Kind: KindTitle, Nodes: nodes} }

// Paragraph returns a paragraph.
func Paragraph(nodes ...Node) Node { return Node{Kind: KindParagraph, Nodes: nodes} }

// Quote returns somebody's words as a block.
func Quote(nodes ...Node) Node { return Node{Kind: KindQuote, Nodes: nodes} }

// Fields returns a block of fields.
func Fields(fields ...Node) Node { return Node{Kind: KindFields, Nodes: fields} }

// Field returns one named value of a Fields block.
func Field(name Node, value ...Node) Node {
	return Node{Kind: KindField, Nodes: append([]Node{name}, value...)}
}

// List returns a block of items.
func List(items ...Node) Node { return Node{Kind: KindList, Nodes: items} }

// Say returns a document of one paragraph, the commonest answer there is.
func Say(key string, args ...Args) Document { return Document{Paragraph(T(key, args...))} }
