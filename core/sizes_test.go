package core_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Small files keep one idea each: none over 400 lines, half of them under 120.
func TestSizes(t *testing.T) {
	t.Parallel()
	const most, median = 400, 120
	var sizes []int
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" {
			return err
		}
		source, err := fs.ReadFile(root, file)
		lines := bytes.Count(source, []byte("\n"))
		sizes = append(sizes, lines)
		if lines > most {
			t.Errorf("%s has %d lines: it has outgrown its room", file, lines)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(sizes)
	if middle := sizes[len(sizes)/2]; middle >= median {
		t.Errorf("half of the %d files have %d lines or more", len(sizes), middle)
	}
}
