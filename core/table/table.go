package table

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Writer writes one table. The first error ends it and is what every later call
// returns.
type Writer struct {
	out  *bufio.Writer
	size int64
}

// New begins a table with its header row. Nothing may have been written until
// Flush, errors of the header included.
func New(w io.Writer, header ...string) *Writer {
	t := &Writer{out: bufio.NewWriterSize(w, 32<<10)}
	_ = t.Row(header...) // a bufio.Writer keeps its error for the next call
	return t
}

// Row writes one row. Cells are written as they are, quoted where the format
// asks for it; those with a person's words need Words before.
func (t *Writer) Row(cells ...string) error {
	for i, cell := range cells {
		if i > 0 {
			t.put(",")
		}
		if strings.ContainsAny(cell, "\",\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		t.put(cell)
	}
	return t.done("\r\n")
}

// Size returns how many bytes the table has so far.
func (t *Writer) Size() int64 { return t.size }

// Flush hands over what is still in memory. The table ends with it.
func (t *Writer) Flush() error {
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("table: write: %w", err)
	}
	return nil
}

func (t *Writer) put(s string) {
	n, _ := t.out.WriteString(s) // the error comes back at the end of the row
	t.size += int64(n)
}

func (t *Writer) done(end string) error {
	n, err := t.out.WriteString(end)
	t.size += int64(n)
	if err != nil {
		return fmt.Errorf("table: write: %w", err)
	}
	return nil
}

// Words returns a cell for what a person wrote. What a spreadsheet could take
// for a formula gets a leading apostrophe, which spreadsheets read as "text".
func Words(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 {
		return "'" + s
	}
	return s
}
