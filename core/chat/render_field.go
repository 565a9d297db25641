package chat

// noValue stands where a field has no value; platforms refuse empty ones.
const noValue = "–"

// fields takes the fields out of a document for a platform that lays them out
// itself. If they are too many or too long for it, they stay where they are and
// become lines: rather all of them below each other than some here, some there.
func (c Capabilities) fields(doc Document) (body Document, fields []RenderedField) {
	if c.Fields != Native {
		return doc, nil
	}
	for _, n := range doc {
		switch n.Kind {
		case KindFields:
			for _, field := range n.Nodes {
				fields = append(fields, c.field(field))
			}
		case KindField:
			fields = append(fields, c.field(n))
		default:
			body = append(body, n)
		}
	}
	if over(c.FieldLimit, len(fields)) || over(c.TextLimit, c.size(fields)) {
		return doc, nil
	}
	for _, f := range fields {
		if over(c.FieldName, c.TextUnit.Len(f.Name)) || over(c.FieldValue, c.TextUnit.Len(f.Value)) {
			return doc, nil
		}
	}
	return body, fields
}

// field lays one field out. Platforms refuse empty names as well as empty values.
func (c Capabilities) field(n Node) RenderedField {
	name, value := fieldNodes(n)
	f := flow{caps: c}
	f.nodes(value)
	out := RenderedField{Name: Line(name), Value: noValue}
	if visible(f.text) {
		out.Value, out.Marks = f.cut(f.all())
	}
	if !visible([]byte(out.Name)) {
		out.Name = noValue
	}
	return out
}

// fieldNodes parts a field; a node that is none is a value without a name.
func fieldNodes(n Node) (name Node, value []Node) {
	if n.Kind != KindField {
		return Node{}, []Node{n}
	}
	if len(n.Nodes) == 0 {
		return Node{}, nil
	}
	return n.Nodes[0], n.Nodes[1:]
}

// size returns the length of all fields together.
func (c Capabilities) size(fields []RenderedField) int {
	n := 0
	for _, f := range fields {
		n += c.TextUnit.Len(f.Name) + c.TextUnit.Len(f.Value)
	}
	return n
}
