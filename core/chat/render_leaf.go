package chat

import (
	"strconv"
	"strings"
	"time"
)

// leaf writes a node that has words of its own. Those that Localize would have
// filled in are shown in machine form, so that logs can show any document.
func (f *flow) leaf(n Node) {
	switch n.Kind {
	case KindCode:
		f.code(n)
	case KindMention:
		f.markedIf(f.caps.Mentions, Mark{Kind: KindMention, User: n.User}, mentioned(n))
	case KindTime:
		f.markedIf(f.caps.Times, Mark{Kind: KindTime, At: n.At, Style: n.Style}, told(n))
	case KindAmount:
		f.write(amounted(n))
	case KindNumber:
		f.write(strconv.FormatInt(n.Minor, 10))
	case KindPhrase:
		f.write(n.Key)
	default:
		f.write(n.Text)
	}
}

// code writes text in fixed width. An isolate ends with its line, so code of
// several lines goes without.
func (f *flow) code(n Node) {
	apart := n.Style == StyleApart && n.Text != "" && !strings.Contains(n.Text, "\n")
	if apart {
		f.write(string(leftIsolate))
	}
	f.marked(Mark{Kind: KindCode}, func() { f.write(n.Text) })
	if apart {
		f.write(string(popIsolate))
	}
}

// markedIf writes s, marked only where the place can do something with the mark.
func (f *flow) markedIf(level Level, m Mark, s string) {
	if level == Absent {
		f.write(s)
		return
	}
	f.marked(m, func() { f.write(s) })
}

// mentioned returns the name of a mention, or the reference if it has none.
func mentioned(n Node) string {
	if n.Text == "" && n.User != nil {
		return n.User.String()
	}
	return n.Text
}

// told returns the words of an instant, or its machine form in UTC.
func told(n Node) string {
	if n.Text == "" {
		return time.UnixMilli(n.At).UTC().Format(time.RFC3339)
	}
	return n.Text
}

// amounted returns the words of an amount, or its machine form: exact, ungrouped.
func amounted(n Node) string {
	if n.Text != "" {
		return n.Text
	}
	digits := strconv.FormatInt(n.Minor, 10)
	if n.Scale > 0 {
		digits = strings.Repeat("0", max(0, n.Scale+1-len(digits))) + digits
		point := len(digits) - n.Scale
		digits = digits[:point] + "." + digits[point:]
	}
	return digits + " " + n.Unit
}

// PlainText returns a document as plain text: a heading, fields and lists as
// lines, links with their address. It is for files and logs.
func PlainText(doc Document) string {
	f := &flow{plain: true}
	f.blocks(doc)
	return strings.TrimSpace(string(f.text))
}

// Line returns a node's words in one line, for labels and titles.
func Line(n Node) string {
	var f flow
	f.node(n)
	return strings.Join(strings.Fields(string(f.text)), " ")
}
