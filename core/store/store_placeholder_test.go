package store

import "testing"

func TestNumbered(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"SELECT 1":                          "SELECT 1",
		"a = ? AND b IN (?, ?)":             "a = $1 AND b IN ($2, $3)",
		"'?' || ? || 'it''s ?'":             "'?' || $1 || 'it''s ?'",
		`"odd?" = ?`:                        `"odd?" = $1`,
		"?||'x'":                            "$1||'x'",
		"doc ?| list AND doc ?& list":       "doc ?| list AND doc ?& list",
		"? -- why?\n, ?":                    "$1 -- why?\n, $2",
		"? /* a ? /* b ? */ c ? */, ?":      "$1 /* a ? /* b ? */ c ? */, $2",
		"$$ ? $$, ?, $tag$ ? $$ ? $tag$, ?": "$$ ? $$, $1, $tag$ ? $$ ? $tag$, $2",
		"$1 + ? * $2":                       "$1 + $1 * $2",
		"'never closed ?":                   "'never closed ?",
	} {
		if got := numbered(query); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}
