package conform

import (
	"cmp"
	"slices"
	"strings"
)

// best picks, among the branches of a union that all failed, the one that was
// meant: first whose "type" fits, then the one whose keys fit better, then the one
// in which the failure lies deepest. depth is that of the union. Where
// no branch fits, what they want is put together.
func best(branches [][]finding, depth int) []finding {
	if len(branches) == 0 {
		return nil
	}
	distances := make([]distance, len(branches))
	nearest := 0
	for i, branch := range branches {
		distances[i] = measure(branch, depth)
		if distances[i].compare(distances[nearest]) < 0 {
			nearest = i
		}
	}
	if distances[nearest].clash == 0 {
		return branches[nearest]
	}
	var clashing []finding
	for i, branch := range branches {
		if distances[i].clash == distances[nearest].clash {
			clashing = append(clashing, clashes(branch, depth)...)
		}
	}
	return []finding{merged(clashing)}
}

// distance says how far a branch is from what was sent; the smaller, the nearer.
type distance struct {
	clash       int // 0 none, 1 the value or its "type" names another branch, 2 not even the JSON type fits
	keys, depth int // keys counts the unknown and the missing
	count       int
}

func measure(branch []finding, depth int) distance {
	d := distance{count: len(branch)}
	for _, f := range clashes(branch, depth) {
		d.clash = max(d.clash, 1)
		if len(f.path) == depth && f.flaw == typed {
			d.clash = 2
		}
	}
	for _, f := range branch {
		d.depth = max(d.depth, len(f.path))
		if f.flaw == unknown || f.flaw == missing {
			d.keys++
		}
	}
	return d
}

func (d distance) compare(other distance) int {
	return cmp.Or(
		cmp.Compare(d.clash, other.clash), cmp.Compare(d.keys, other.keys),
		cmp.Compare(other.depth, d.depth), cmp.Compare(d.count, other.count),
	)
}

// clashes are the findings that show that a branch was not the one meant.
func clashes(branch []finding, depth int) []finding {
	var found []finding
	for _, f := range branch {
		discriminator := len(f.path) == depth+1 && f.path[depth] == "type"
		if (f.flaw == typed || f.flaw == value) && (len(f.path) == depth || discriminator) {
			found = append(found, f)
		}
	}
	return found
}

// merged puts clashes at one place into one finding.
func merged(all []finding) finding {
	first := all[0]
	var wants []string
	for _, f := range all {
		if f.flaw == first.flaw {
			wants = append(wants, f.wants...)
		}
	}
	slices.SortFunc(wants, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	first.wants = slices.Compact(wants)
	if first.flaw == value {
		first.what = wrongValue(first.wants)
		return first
	}
	_, got, _ := strings.Cut(first.what, gotMark)
	first.what = wrongType(first.wants, got)
	return first
}
