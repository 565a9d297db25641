package conform

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that the specification does not allow.
type Problem struct {
	// Path leads to the value: "sendMessage.reply_markup.inline_keyboard[0][1].text",
	// "getMe result.id", "update.message.chat".
	Path string
	// What is said about it, without quoting texts of people.
	What string
}

// String is the path and what is wrong there.
func (p Problem) String() string { return p.Path + ": " + p.What }

// File is one upload of a multipart request.
type File struct {
	// Field is the name of the form field that carried it.
	Field string
	// Name is the file's own name.
	Name string
	// Size in bytes.
	Size int64
}

// step is one element of a path: a field, or with an empty name an index.
type step struct {
	name  string
	index int
}

// walk goes through one value and remembers where it is and what it found.
type walk struct {
	root     string
	path     []step
	problems []Problem

	// loose holds for the parameters of a request themselves, which a form can
	// only carry as text; what is inside them is JSON and exact.
	loose bool
	// markup holds where the length of a text counts only after parsing.
	markup bool
	files  []File
	used   []bool
}

func (w *walk) report(what string) {
	var path strings.Builder
	path.WriteString(w.root)
	for _, s := range w.path {
		if s.name == "" {
			path.WriteString("[" + strconv.Itoa(s.index) + "]")
			continue
		}
		path.WriteString("." + s.name)
	}
	w.problems = append(w.problems, Problem{Path: path.String(), What: what})
}

func (w *walk) reportAt(name, what string) {
	w.path = append(w.path, step{name: name})
	w.report(what)
	w.path = w.path[:len(w.path)-1]
}

// done gives the problems in one order, since objects arrive in any.
func (w *walk) done() []Problem {
	slices.SortStableFunc(w.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What))
	})
	return w.problems
}
