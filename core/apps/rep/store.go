package rep

import (
	"fmt"

	"github.com/parleybot/parley/core/store"
)

// state tells which versions there are.
type state struct {
	newest, current, building int64
	cause                     string // what asked for the newest, and when
	askedAt                   int64
}

// version is one way in which history was, or is being, read.
type version struct {
	number int64
	policy Policy
	seq    int64 // last event taken, -1 for none
}

func readState(tx *store.Tx) (s state, err error) {
	err = tx.SQL().Row(`SELECT version, current, building, cause, asked_at FROM rep_state`, nil,
		&s.newest, &s.current, &s.building, &s.cause, &s.askedAt)
	return s, wrap("read the state", err)
}

func writeState(tx *store.Tx, s state) error {
	_, err := tx.SQL().Exec(`UPDATE rep_state SET version = ?, current = ?, building = ?, cause = ?, asked_at = ?`,
		s.newest, s.current, s.building, s.cause, s.askedAt)
	return wrap("write the state", err)
}

func readVersion(tx *store.Tx, number int64) (version, error) {
	v := version{number: number}
	err := tx.SQL().Row(`SELECT policy, seq FROM rep_versions WHERE version = ?`, []any{number}, &v.policy, &v.seq)
	return v, wrap("read a version", err)
}

// inForce returns the version that people see.
func inForce(tx *store.Tx) (v version, err error) {
	err = tx.SQL().Row(`SELECT v.version, v.policy, v.seq FROM rep_state s JOIN rep_versions v ON v.version = s.current`, nil,
		&v.number, &v.policy, &v.seq)
	return v, wrap("read the version in force", err)
}

func addVersion(tx *store.Tx, v version) error {
	_, err := tx.SQL().Exec(`INSERT INTO rep_versions (version, policy, formula, seq) VALUES (?, ?, ?, ?)`,
		v.number, string(v.policy), formula, v.seq)
	return wrap("add a version", err)
}

// formulaOf returns the formula by which a version is, or will be, built.
func formulaOf(tx *store.Tx, number int64) (n int, err error) {
	err = tx.SQL().Row(`SELECT formula FROM rep_versions WHERE version = ?`, []any{number}, &n)
	return n, wrap("read a formula", err)
}

// taken notes the last event that a version has taken.
func taken(tx *store.Tx, number, seq int64) error {
	_, err := tx.SQL().Exec(`UPDATE rep_versions SET seq = ? WHERE version = ?`, seq, number)
	return wrap("note the last event", err)
}

// portion is how many rows of a table one transaction removes.
const portion = 500

// clearBefore removes a portion of what versions before the given one left behind. It
// reports whether there may be more.
func clearBefore(tx *store.Tx, before int64) (more bool, err error) {
	for _, query := range []string{
		`DELETE FROM rep_buckets WHERE (version, person, network, epoch) IN
			(SELECT version, person, network, epoch FROM rep_buckets WHERE version < ? LIMIT ?)`,
		`DELETE FROM rep_contributions WHERE (version, person, seq, n) IN
			(SELECT version, person, seq, n FROM rep_contributions WHERE version < ? LIMIT ?)`,
		`DELETE FROM rep_pairs WHERE (version, a, b, day, network) IN
			(SELECT version, a, b, day, network FROM rep_pairs WHERE version < ? LIMIT ?)`,
		`DELETE FROM rep_counts WHERE (version, person, network) IN
			(SELECT version, person, network FROM rep_counts WHERE version < ? LIMIT ?)`,
		`DELETE FROM rep_days WHERE (version, person, day) IN
			(SELECT version, person, day FROM rep_days WHERE version < ? LIMIT ?)`,
	} {
		n, err := tx.SQL().Exec(query, before, portion)
		if err != nil {
			return false, wrap("clear an old version", err)
		}
		more = more || n == portion
	}
	return more, nil
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("rep: %s: %w", action, err)
}
