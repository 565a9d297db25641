package console

import (
	"os"
	"strings"
)

// remembered is how many lines the history keeps.
const remembered = 500

// history is what was typed, newest last. With a file it outlives the sandbox.
type history struct {
	path  string
	lines []string
}

// openHistory reads the history of a file; without one, or where it cannot be
// read, it begins empty.
func openHistory(path string) *history {
	h := &history{path: path}
	if path == "" {
		return h
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return h
	}
	h.lines = strings.Split(strings.Trim(string(data), "\n"), "\n")
	h.lines = h.lines[max(len(h.lines)-remembered, 0):]
	return h
}

// Add keeps a line unless it is empty or the same as the one before.
func (h *history) Add(line string) {
	line = strings.TrimSpace(line)
	if line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	h.lines = h.lines[max(len(h.lines)-remembered, 0):]
	if h.path == "" {
		return
	}
	// A history that cannot be written is a pity and no more.
	_ = os.WriteFile(h.path, []byte(strings.Join(h.lines, "\n")+"\n"), 0o600)
}

// Len returns the number of lines.
func (h *history) Len() int { return len(h.lines) }

// At returns a line; 0 is the newest.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }
