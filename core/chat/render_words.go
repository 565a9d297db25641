package chat

import "strconv"

// StyleApart on a KindCode or KindLink node asks for its text to be set apart from the
// right-to-left text around it. Render puts the invisible marks outside the
// code or link, so that what is copied out of it is exact.
const StyleApart = "apart"

// Words are what Render itself says, in the reader's language. Where one is
// empty, Render does without it.
type Words struct {
	Attached  string // the full text is in the attached file
	Answer    string // stands above numbered choices
	Elsewhere string // stands above the names of files that cannot be sent
}

// Words returns what Render says to a reader with this locale.
func (c Catalog) Words(locale string) Words {
	if c.Text == nil {
		return Words{}
	}
	return Words{
		Attached:  c.Text(locale, "core.attached_as_file"),
		Answer:    c.Text(locale, "core.answer_number"),
		Elsewhere: c.Text(locale, "core.files_elsewhere"),
	}
}

// numberedLines lists buttons for people who answer with a number.
func numberedLines(words Words, buttons []Button) Document {
	if len(buttons) == 0 {
		return nil
	}
	lines := []Node{Text(words.Answer)}
	for i, b := range buttons {
		label := b.Label
		if b.URL != "" {
			label = Link(b.URL, label)
		}
		// Always ASCII digits: they are what every keyboard can answer.
		lines = append(lines, Text("\n"+strconv.Itoa(i+1)+". "), label)
	}
	if words.Answer == "" {
		lines[1] = Text("1. ")
	}
	return Document{Paragraph(lines...)}
}

// filesNote names the files that cannot be sent.
func filesNote(words Words, files []File) Document {
	if len(files) == 0 {
		return nil
	}
	names := make([]Node, len(files))
	for i, f := range files {
		names[i] = Code(f.Name)
	}
	return Document{Paragraph(Text(words.Elsewhere)), List(names...)}
}
