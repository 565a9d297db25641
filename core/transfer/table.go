package transfer

import (
	"slices"
	"strings"
)

// table is one table as a database describes it. Key are the columns of its
// primary key, in order. The columns are in the order of their names, since two
// databases that came to the same table on different ways need not agree on theirs.
type table struct {
	name    string
	columns []column
	key     []string
}

type column struct {
	name string
	kind kind
	// counts reports whether the database numbers rows by itself where a statement
	// gives no value.
	counts bool
}

func find(all []table, name string) (table, bool) {
	i := slices.IndexFunc(all, func(t table) bool { return t.name == name })
	if i < 0 {
		return table{}, false
	}
	return all[i], true
}

// like reports whether rows of the other one fit.
func (t table) like(other table) bool {
	same := func(a, b column) bool { return a.name == b.name && a.kind == b.kind }
	return slices.EqualFunc(t.columns, other.columns, same) && slices.Equal(t.key, other.key)
}

// names are the columns as a statement lists them.
func (t table) names() string {
	var all []string
	for _, c := range t.columns {
		all = append(all, c.name)
	}
	return strings.Join(all, ", ")
}
