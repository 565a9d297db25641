package transcript

import "strings"

// step is one act with the lines around it.
type step struct {
	before []string // comments and blank lines in front of it
	act    string
	line   int // of the act in the file, from 1
	want   []string
}

// parse reads a script. The lines that follow the last act and belong to
// nothing are returned as the rest.
func parse(text string) (steps []step, rest []string) {
	var before []string
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			before = append(before, line)
		case isExpectation(line) && len(steps) > 0:
			last := &steps[len(steps)-1]
			last.want = append(last.want, line)
			before = nil // a blank line amid what is seen is not kept
		default:
			steps = append(steps, step{before: before, act: line, line: i + 1})
			before = nil
		}
	}
	return steps, before
}

func isExpectation(line string) bool {
	for _, p := range []string{indent, "bot → ", "form → ", "!"} {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	return false
}

// indent stands before what a message reads like.
const indent = "    "

// format writes a script with what was really seen.
func format(steps []step, seen [][]string, rest []string) string {
	var b strings.Builder
	for i, s := range steps {
		for _, line := range append(append(append([]string{}, s.before...), s.act), seen[i]...) {
			b.WriteString(line + "\n")
		}
	}
	for _, line := range rest {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// difference shows two texts line by line: "-" is missing, "+" is new.
func difference(want, got []string) string {
	// longest[i][j] is the length of the longest common part of want[i:], got[j:].
	longest := make([][]int, len(want)+1)
	for i := range longest {
		longest[i] = make([]int, len(got)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if want[i] == got[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	var b strings.Builder
	i, j := 0, 0
	for i < len(want) || j < len(got) {
		switch {
		case i < len(want) && j < len(got) && want[i] == got[j]:
			b.WriteString("  " + want[i] + "\n")
			i, j = i+1, j+1
		case j == len(got) || i < len(want) && longest[i+1][j] >= longest[i][j+1]:
			b.WriteString("- " + want[i] + "\n")
			i++
		default:
			b.WriteString("+ " + got[j] + "\n")
			j++
		}
	}
	return b.String()
}
