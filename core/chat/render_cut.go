package chat

import (
	"strings"
)

// cut returns a page's text and marks. Isolates open at its beginning are
// opened again, those open at its end closed, so that each page stands alone.
func (f *flow) cut(p page) (string, []Mark) {
	unit := f.caps.TextUnit
	var b strings.Builder
	open := append(isolates(nil), p.open...)
	at := 0 // in units
	for _, r := range open {
		b.WriteRune(r)
		at += unit.size(r)
	}
	// offsets[i] is where the i-th byte of the page begins, in units.
	offsets := make([]int, p.end-p.start+1)
	for i, r := range string(f.text[p.start:p.end]) {
		offsets[i] = at
		// A mark that closes nothing would reach into what stands around the text.
		if !open.see(r) {
			continue
		}
		b.WriteRune(r)
		at += unit.size(r)
	}
	offsets[p.end-p.start] = at
	b.WriteString(open.closers())
	return b.String(), f.clip(p, offsets)
}

// clip returns the marks of a page, their ends turned from bytes into units.
func (f *flow) clip(p page, offsets []int) []Mark {
	var out []Mark
	for _, m := range f.marks {
		start, end := max(m.Start, p.start), min(m.End, p.end)
		if start >= end {
			continue
		}
		m.Start, m.End = offsets[start-p.start], offsets[end-p.start]
		if m.Start < m.End {
			out = append(out, m)
		}
	}
	return out
}

// beginning returns a flow of the first words of f, as many as introduce a file
// that holds them all.
func (f *flow) beginning() *flow {
	const most = 400
	limit := most
	if f.caps.TextLimit > 0 {
		limit = max(1, min(most, f.caps.TextLimit/2))
	}
	pages := f.pages(limit)
	if len(pages) == 0 {
		return &flow{caps: f.caps}
	}
	// A flow counts bytes, so its beginning is cut as if the place did too.
	inBytes := flow{text: f.text, marks: f.marks, caps: Capabilities{TextUnit: Bytes}}
	text, marks := inBytes.cut(pages[0])
	if len(pages) > 1 {
		text += " " + ellipsis
	}
	return &flow{caps: f.caps, text: []byte(text), marks: marks}
}
