package rep

import (
	"strings"

	"github.com/parleybot/parley/core/store"
)

// begin gives the empty tables what does not come of facts: who is verified, what
// is held against others, and the version to build.
func (c *comparison) begin(tx *store.Tx) error {
	if _, err := tx.SQL().Exec(`DELETE FROM rep_versions`); err != nil {
		return err
	}
	if err := addVersion(tx, version{number: c.version.number, policy: c.version.policy, seq: -1}); err != nil {
		return err
	}
	for _, t := range []table{
		{"rep_verified", "platform, account, person, at", 4, "", ""},
		{"rep_inherited", "seq, n, person", 3, "", ""},
	} {
		insert := `INSERT INTO ` + t.name + ` (` + t.columns + `) VALUES (?` + strings.Repeat(", ?", t.width-1) + `)`
		err := t.rows(c.tx, nil, func(row []any) error {
			_, err := tx.SQL().Exec(insert, row...)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
