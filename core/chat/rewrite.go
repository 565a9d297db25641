package chat

// Rewrite returns a message in which every node that change replaces is another
// one, wherever it stands: in the document, in a phrase's arguments, on buttons.
// change is asked about a node before what is within it, and reports false to
// leave it. It also reports whether anything was replaced.
func (m Message) Rewrite(change func(Node) (Node, bool)) (out Message, replaced bool) {
	w := rewriter{change: change}
	out = m
	out.Document = w.nodes(m.Document)
	out.Rows = make([]Row, len(m.Rows))
	for i, row := range m.Rows {
		out.Rows[i] = w.row(row)
	}
	if !w.replaced {
		return m, false
	}
	return out, true
}

type rewriter struct {
	change   func(Node) (Node, bool)
	replaced bool
}

func (w *rewriter) nodes(list []Node) []Node {
	if list == nil {
		return nil
	}
	out := make([]Node, len(list))
	for i, n := range list {
		out[i] = w.node(n)
	}
	return out
}

func (w *rewriter) node(n Node) Node {
	if other, found := w.change(n); found {
		w.replaced = true
		return other
	}
	n.Nodes = w.nodes(n.Nodes)
	if n.Args == nil {
		return n
	}
	args := make(Args, len(n.Args))
	for name, arg := range n.Args {
		args[name] = w.node(arg)
	}
	n.Args = args
	return n
}

func (w *rewriter) row(row Row) Row {
	buttons := make([]Button, len(row.Buttons))
	for i, b := range row.Buttons {
		b.Label = w.node(b.Label)
		buttons[i] = b
	}
	row.Buttons = buttons
	if row.Select == nil {
		return row
	}
	s := *row.Select
	s.Placeholder = w.node(s.Placeholder)
	s.Choices = append([]Choice(nil), s.Choices...)
	for i, c := range s.Choices {
		s.Choices[i].Label = w.node(c.Label)
	}
	row.Select = &s
	return row
}
