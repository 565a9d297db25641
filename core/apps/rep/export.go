package rep

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/parleybot/parley/core/store"
)

// History writes what counted for and against a person as CSV (RFC 4180), with a
// header: one row for each contribution that stands, in the order of the log.
// Days are UTC dates, weights and masses millionths.
func (s *Service) History(tx *store.Tx, person string, w io.Writer) error {
	l, err := current(tx)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	header := []string{"deal_id", "network", "day", "outcome", "weight", "k", "p_est", "p_new", "n", "policy"}
	if err := out.Write(header); err != nil {
		return wrap("export", err)
	}
	err = l.walk(person, func(c contribution) error {
		if c.reversed != 0 {
			return nil
		}
		return out.Write([]string{
			c.Handle, c.Network, dateOf(c.day).Format("2006-01-02"), c.outcome, digits(c.weight), digits(c.k),
			digits(c.mass.Est), digits(c.mass.New), digits(c.mass.Neg), string(l.policy),
		})
	})
	if err != nil {
		return err
	}
	out.Flush()
	return wrap("export", out.Error())
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
