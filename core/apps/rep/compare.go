package rep

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/store"
)

// CheckReplay reads all of history again, beside the ledger, and compares what
// people see with what comes of it: every contribution, sum, count and day. It
// fails with the table and the person of the first row that differs. While a new
// version is on its way there is nothing to compare: what people see is made of
// yesterday's links, and the new version of today's. It changes nothing and holds
// up nobody: what it needs for a while lies in a folder of its own.
func CheckReplay(tx *store.Tx, facts func(tx *store.Tx, after int64, limit int) ([]Fact, error)) (err error) {
	v, settled, err := settledVersion(tx)
	if err != nil || !settled {
		return err
	}
	folder, err := os.MkdirTemp("", "parley-reputation-*")
	if err != nil {
		// That there is no room for a check says nothing about what is checked.
		return wrap("check", &store.Error{Kind: store.IO, Err: err})
	}
	defer func() {
		if failed := os.RemoveAll(folder); failed != nil {
			err = errors.Join(err, wrap("tidy", &store.Error{Kind: store.IO, Err: failed}))
		}
	}()
	scratch, err := store.Open(tx.Context(), store.Options{
		Path: filepath.Join(folder, "reputation.db"), Migrations: []store.Migrations{store.Folder("rep", migrationFiles)},
	})
	if err != nil {
		return wrap("check", err)
	}
	c := comparison{tx: tx, scratch: scratch, version: v}
	c.service = &Service{o: Options{Facts: func(_ *store.Tx, after int64, limit int) ([]Fact, error) { return facts(tx, after, limit) }}}
	return errors.Join(c.run(), wrap("check", scratch.Close()))
}

// settledVersion returns the version that people see, and whether it is made of
// what is known today, by the formula of this program.
func settledVersion(tx *store.Tx) (v version, settled bool, err error) {
	st, err := readState(tx)
	if err != nil || st.current == 0 || st.current != st.newest || st.building != 0 {
		return version{}, false, err
	}
	if v, err = inForce(tx); err != nil {
		return version{}, false, err
	}
	built, err := formulaOf(tx, v.number)
	return v, built == formula, err
}

// comparison is one check under way.
type comparison struct {
	tx      *store.Tx    // of the ledger
	scratch *store.Store // where history is read again
	service *Service     // whose facts are those of the ledger
	version version
}

func (c *comparison) run() error {
	if err := c.scratch.Write(c.tx.Context(), c.begin); err != nil {
		return wrap("check", err)
	}
	for done := false; !done; {
		err := c.scratch.Write(c.tx.Context(), func(tx *store.Tx) (err error) {
			done, err = c.service.build(tx, c.version.number)
			return err
		})
		if err != nil {
			return wrap("check", err)
		}
	}
	return c.scratch.Read(c.tx.Context(), func(tx *store.Tx) error {
		for _, t := range ofFacts() {
			if err := c.compare(tx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// errDiffers names what is not as it should be.
func errDiffers(table string, person any) error {
	return fmt.Errorf("rep: %s of person %v is not what the log gives", table, person)
}
