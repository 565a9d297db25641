package chat

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// page is a stretch of a flow, in bytes, and the isolates open where it begins.
type page struct {
	start, end int
	open       isolates
}

// all returns the whole flow as one page.
func (f *flow) all() page { return f.trim(page{end: len(f.text)}) }

// pages cuts the flow into stretches that fit the limit, none of them blank.
func (f *flow) pages(limit int) []page {
	var out []page
	rest := f.all()
	for rest.start < rest.end {
		p := rest
		if limit > 0 && !f.surelyFits(rest, limit) {
			p.end = f.fill(rest, limit)
		}
		p = f.trim(p)
		if visible(f.text[p.start:p.end]) {
			out = append(out, p)
		}
		rest = f.trim(page{start: p.end, end: rest.end, open: f.openAt(p)})
	}
	return out
}

// surelyFits spares the usual short message the search for its end: no
// character takes more units than bytes.
func (f *flow) surelyFits(p page, limit int) bool {
	return f.caps.TextUnit != Bytes && len(p.open) == 0 && p.end-p.start <= limit
}

// trim leaves space out at both ends.
func (f *flow) trim(p page) page {
	text := bytes.TrimLeftFunc(f.text[p.start:p.end], unicode.IsSpace)
	p.start = p.end - len(text)
	p.end = p.start + len(bytes.TrimRightFunc(text, unicode.IsSpace))
	return p
}

// openAt returns the isolates open where p ends.
func (f *flow) openAt(p page) isolates {
	open := append(isolates(nil), p.open...)
	for _, r := range string(f.text[p.start:p.end]) {
		open.see(r)
	}
	return open
}

// breaks are the last places where a page may end, by how natural they are.
type breaks struct{ paragraph, line, word, character, any int }

// fill returns where a page that begins as rest does ends. It looks for the end
// of a paragraph, then of a line, as long as that leaves the page at least half
// full; then for the end of a word, of a character, of anything.
func (f *flow) fill(rest page, limit int) int {
	unit := f.caps.TextUnit
	open := append(isolates(nil), rest.open...)
	used := open.cost(unit)
	half := rest.start // the last place that leaves the page at most half full
	_, first := utf8.DecodeRune(f.text[rest.start:])
	least := rest.start + first
	atoms := f.atoms(limit)
	var at breaks
	var before rune
	for i := rest.start; i < rest.end; {
		r, size := utf8.DecodeRune(f.text[i:])
		if used+open.cost(unit) > limit {
			return at.best(half, least)
		}
		if i > rest.start {
			for len(atoms) > 0 && atoms[0].end <= i {
				atoms = atoms[1:]
			}
			inside := len(atoms) > 0 && atoms[0].start < i
			at.note(f.text, i, before, r, inside)
		}
		if used <= limit/2 {
			half = i
		}
		open.see(r)
		used += unit.size(r)
		before = r
		i += size
	}
	if used+open.cost(unit) > limit {
		return at.best(half, least)
	}
	return rest.end
}

// note takes in the place before r as one where a page may end; inside says that
// it lies within something that is never cut.
func (b *breaks) note(text []byte, i int, before, r rune, inside bool) {
	b.any = i
	if inside || joins(before, r) {
		return
	}
	b.character = i
	if !unicode.IsSpace(r) {
		return
	}
	b.word = i
	if r != '\n' {
		return
	}
	b.line = i
	if i+1 < len(text) && text[i+1] == '\n' {
		b.paragraph = i
	}
}

// best returns the most natural place; least is where a page ends at the
// earliest, so that every page takes something in.
func (b breaks) best(half, least int) int {
	for _, at := range []int{b.paragraph, b.line} {
		if at > half {
			return at
		}
	}
	for _, at := range []int{b.word, b.character, b.any} {
		if at >= least {
			return at
		}
	}
	return least
}

// atoms returns what is never cut, because half of it would mean nothing: code,
// mentions and times, unless they fill a page on their own.
func (f *flow) atoms(limit int) []page {
	unit := f.caps.TextUnit
	room := 4 * unit.size(popIsolate) // for two isolates around it
	var out []page
	for _, m := range f.marks {
		atom := m.Kind == KindCode || m.Kind == KindMention || m.Kind == KindTime
		if atom && unit.Len(string(f.text[m.Start:m.End]))+room <= limit {
			out = append(out, page{start: m.Start, end: m.End})
		}
	}
	return out
}
