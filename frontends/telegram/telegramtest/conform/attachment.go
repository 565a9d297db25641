package conform

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

const attachPrefix = "attach://"

// checkText judges a text and, where it may name an upload, that upload.
func (w *walk) checkText(s *shape, f *field, v string) {
	name, attached := strings.CutPrefix(v, attachPrefix)
	if f.attach && attached {
		w.checkAttached(f, name)
		return
	}
	if f.fresh {
		w.report("must be an upload")
		return
	}
	// Where a chat may be left out, an empty text leaves it out, inside objects
	// too: telego sends reply parameters so.
	leftOut := v == "" && !f.required
	if s.integer && !leftOut && !isInteger(v) && !username.MatchString(v) {
		w.report("is neither a number nor @username")
		return
	}
	w.apply(f, v)
}

func (w *walk) checkAttached(f *field, name string) {
	i := slices.IndexFunc(w.files, func(file File) bool { return file.Field == name })
	if i < 0 {
		w.report("names the attachment " + strconv.Quote(name) + ", which is not in the request")
		return
	}
	w.take(f, i)
}

// take marks an upload as the one that a field means.
func (w *walk) take(f *field, i int) {
	w.used[i] = true
	if f.bytes > 0 && w.files[i].Size > f.bytes {
		w.report("has " + strconv.FormatInt(w.files[i].Size, 10) + " bytes, may have " + strconv.FormatInt(f.bytes, 10))
	}
}

// uploads gives the parameters with the files that stand for parameters
// themselves in place, written as if they had been attached by their own name.
func (w *walk) uploads(params *object, given map[string]any) map[string]any {
	all := given
	for i, file := range w.files {
		f := params.fields[file.Field]
		if f == nil || !f.shape.upload {
			continue
		}
		if _, ok := all[f.name]; ok {
			// The server prefers the upload to a text of the same name.
			w.used[i] = true
			continue
		}
		if len(all) == len(given) {
			all = make(map[string]any, len(given)+len(w.files))
			maps.Copy(all, given)
		}
		all[f.name] = attachPrefix + f.name
	}
	return all
}

// unused reports the files that no parameter means.
func (w *walk) unused() {
	for i, file := range w.files {
		if !w.used[i] {
			w.reportAt(file.Field, "is a file that no parameter means")
		}
	}
}

func isInteger(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}
