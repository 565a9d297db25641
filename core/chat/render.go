package chat

// Rendered is a message as one place will see it: what the place cannot do has
// been turned into something it can. Nothing in it exceeds the Capabilities it
// was rendered for, but for a single character or number list too long for them.
type Rendered struct {
	Parts []Part // sent in order; at least one
	Files []File // sent with the last part
}

// Part is one message to send. Text holds no markup: the frontend escapes it
// and adds its own from Marks. Components are on the last part only.
type Part struct {
	Text   string
	Marks  []Mark
	Fields []RenderedField // only where Capabilities.Fields is Native
	Rows   []Row           // labels are plain KindText nodes, cut to fit
	// Numbered are the buttons for which there was no room. Text lists them from
	// 1: whoever answers "2" presses Numbered[1].
	Numbered []Button
}

// RenderedField is one named value that the platform lays out itself. Neither
// of its texts is empty; Marks count from the beginning of Value.
type RenderedField struct {
	Name  string
	Value string
	Marks []Mark
}

// Mark says what a stretch of text is. Start and End are in the TextUnit of the
// place. Marks come in the order of their starts; one that begins inside
// another ends inside it, and none is empty.
type Mark struct {
	Kind       Kind // bold, code, link, mention, time, quote or title
	Start, End int
	URL        string   // of a link
	User       *UserRef // of a mention
	At         int64    // of a time, Unix milliseconds (UTC)
	Style      string   // of a time
}

// ellipsis stands for what was left out, and for a text where there is none:
// platforms refuse an empty message.
const ellipsis = "…"

// FullTextName is the name of the file that takes a text too long to send.
const FullTextName = "message.txt"

// Render lays a localised message out for a place. All degradation is decided
// here: selects become buttons, buttons numbered lines, fields lines of text,
// and a long text pages, or a short beginning with the whole in a file. Selects
// and fields stay only where they are Native: emulating them is what this does.
// Where a frontend's markup makes text longer, it renders again with a lower
// TextLimit.
func Render(m Message, caps Capabilities, words Words) Rendered {
	rows, numbered := caps.components(m.Rows)
	files, elsewhere := caps.files(m.Files)
	body, fields := caps.fields(m.Document)

	// What cannot be shown as it is becomes text first, so that all text is laid
	// out and paged in one way.
	tail := append(caps.prompts(m.Rows), filesNote(words, elsewhere)...)
	tail = append(tail, numberedLines(words, numbered)...)
	layout := newFlow(caps, body, tail)
	out := Rendered{Parts: layout.parts(caps, fields), Files: files}

	if file, ok := caps.fullText(m.Document, body, len(out.Parts)); ok {
		layout = newFlow(caps, body).beginning()
		layout.blocks(Document{Paragraph(Text(words.Attached))}, tail)
		out.Parts = layout.parts(caps, fields)
		out.Files = append([]File{file}, files...)
	}
	if len(out.Parts) == 0 {
		out.Parts = []Part{{Text: placeholder(out.Files)}}
	}
	last := &out.Parts[len(out.Parts)-1] // components belong below everything
	last.Rows, last.Numbered = rows, numbered
	return out
}

// parts cuts the layout into pages; the fields go with the last one if there is
// room beside its text, else on one of their own.
func (f *flow) parts(caps Capabilities, fields []RenderedField) []Part {
	var parts []Part
	for _, c := range f.pages(caps.TextLimit) {
		text, marks := f.cut(c)
		parts = append(parts, Part{Text: text, Marks: marks})
	}
	if fields == nil {
		return parts
	}
	// Fields count against the length of their part. Platforms bound them apart
	// from the text, but also both together.
	if len(parts) == 0 || over(caps.TextLimit, caps.TextUnit.Len(parts[len(parts)-1].Text)+caps.size(fields)) {
		return append(parts, Part{Fields: fields})
	}
	parts[len(parts)-1].Fields = fields
	return parts
}

// fullText returns the file for a document that takes too many parts, where the
// place takes such a file and the document's own text is what is long.
func (c Capabilities) fullText(doc, body Document, parts int) (File, bool) {
	if !over(c.Parts, parts) || c.Files == Absent || len(newFlow(c, body).pages(c.TextLimit)) < 2 {
		return File{}, false
	}
	// The file holds the whole document, fields included: it may be all that is
	// kept of it.
	data := []byte(PlainText(doc) + "\n")
	if c.FileBytes > 0 && int64(len(data)) > c.FileBytes {
		return File{}, false
	}
	return File{Name: FullTextName, Media: "text/plain; charset=utf-8", Data: data}, true
}

// files parts those that can be sent from those that cannot.
func (c Capabilities) files(files []File) (sent, elsewhere []File) {
	for _, f := range files {
		if c.Files == Absent || c.FileBytes > 0 && int64(len(f.Data)) > c.FileBytes {
			elsewhere = append(elsewhere, f)
			continue
		}
		sent = append(sent, f)
	}
	return sent, elsewhere
}

// over reports whether n exceeds a limit; a limit of zero is none.
func over(limit, n int) bool { return limit > 0 && n > limit }

// placeholder is the text of a message that has none.
func placeholder(files []File) string {
	if len(files) == 0 {
		return ellipsis
	}
	return files[0].Name
}
