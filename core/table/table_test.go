package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/table"
)

func TestRows(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := table.New(&out, "id", "note")
	for _, row := range [][]string{{"1", "plain"}, {"2", `say "hi", twice`}, {"3", "two\nlines"}, {"4", " spaces "}, {"5", ""}} {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "id,note\r\n1,plain\r\n2,\"say \"\"hi\"\", twice\"\r\n3,\"two\nlines\"\r\n4, spaces \r\n5,\r\n"
	if out.String() != want {
		t.Errorf("got %q", out.String())
	}
	if w.Size() != int64(out.Len()) {
		t.Errorf("size %d, want %d", w.Size(), out.Len())
	}
}

func TestWordsAreNoFormulas(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"=HYPERLINK(\"x\")": "'=HYPERLINK(\"x\")", "+1": "'+1", "-1": "'-1", "@SUM": "'@SUM", "\tx": "'\tx", "\rx": "'\rx",
		"": "", "a=b": "a=b", "'=1": "'=1", " =1": " =1",
	} {
		if got := table.Words(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestErrorsStay(t *testing.T) {
	t.Parallel()
	w := table.New(full{}, "a")
	for range 5000 {
		_ = w.Row("some words")
	}
	if err := w.Row("more"); !errors.Is(err, errFull) {
		t.Errorf("a row: %v", err)
	}
	if err := w.Flush(); !errors.Is(err, errFull) {
		t.Errorf("the end: %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// FuzzCSV reads back, with another program's reader, what was written.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"", "=1+1", `"`, "a,b", "\r\n", "\r", "\u202ex", "\x00", `\.`, "'"} {
		f.Add(seed, "x")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		var out bytes.Buffer
		w := table.New(&out, "one", "two", "three")
		_ = w.Row("id", table.Words(one), table.Words(two))
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 3 {
			t.Fatalf("%q, %q: %v %q", one, two, err, rows)
		}
		for i, said := range []string{one, two} {
			got := rows[1][i+1]
			// The reader takes the ends of lines within a cell for "\n".
			if want := strings.ReplaceAll(table.Words(said), "\r\n", "\n"); got != want {
				t.Errorf("%q came back as %q", want, got)
			}
			if got != "" && strings.IndexByte("=+-@\t\r", got[0]) >= 0 {
				t.Errorf("%q is a formula", got)
			}
		}
	})
}
