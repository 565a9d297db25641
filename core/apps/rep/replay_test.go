package rep

import (
	"errors"
	"fmt"
	"testing"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

// portion runs the job once and reports whether it wants to go on.
func (r *rig) portion() (more bool) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		err := r.service.replay(tx, jobs.Job{}, nil)
		more = errors.Is(err, jobs.ErrMore)
		if more {
			return nil
		}
		return err
	})
	return more
}

func (r *rig) inForce() (number int64) {
	r.t.Helper()
	r.read(func(l ledger) error { number = l.version; return nil })
	return number
}

// A new version is built in portions beside the one that people see, takes in
// what happens meanwhile, and comes into force at once and whole.
func TestReplayInTheBackground(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	const deals = 150
	for i := range deals {
		r.happen(both(usd(Completed, "ann", fmt.Sprint("p", i)))...)
	}
	r.verify("p0")
	r.ask("test", Rooted)
	before := r.stands("ann").mass
	portions := 0
	for r.inForce() == first {
		if got := r.stands("ann").mass; got.New != 0 || got.Est < before.Est {
			t.Fatalf("a half-built version shows: %+v", got)
		}
		if !r.portion() {
			t.Fatal("it ended before it was in force")
		}
		if portions++; portions == 2 {
			before = r.stands("ann").mass
			r.happen(both(usd(Completed, "ann", "while"))...)
		}
	}
	if portions < deals*2/events {
		t.Errorf("built in %d portions", portions)
	}
	want := Mass{Est: 2707570, Direct: 2707570, New: deals * (2707570 / 4)}
	if v := r.stands("ann"); v.mass != want || v.counts.Completed != deals+1 || v.counts.Verified != 1 {
		t.Errorf("%+v", v)
	}
	r.settle()
	left := 0
	r.read(func(l ledger) error {
		return l.tx.SQL().Row(`SELECT count(*) FROM (SELECT version FROM rep_contributions UNION ALL SELECT version FROM rep_buckets
			UNION ALL SELECT version FROM rep_pairs UNION ALL SELECT version FROM rep_counts UNION ALL SELECT version FROM rep_days) AS kept
			WHERE version < ?`, []any{l.version}, &left)
	})
	if left != 0 {
		t.Errorf("%d rows of the old version are left", left)
	}
}

// A change that comes while a version is built is taken in by another one, and
// the one under way still comes into force: many changes cannot hold it up.
func TestAskedAgainMeanwhile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	for i := range 100 {
		r.happen(both(usd(Completed, "ann", fmt.Sprint("p", i)))...)
	}
	r.ask("one", "")
	r.portion()
	r.ask("two", "")
	r.ask("three", Rooted)
	seen := map[int64]bool{}
	for r.portion() {
		seen[r.inForce()] = true
	}
	if !seen[2] || seen[3] || r.inForce() != 4 {
		t.Errorf("in force were %v, then %d", seen, r.inForce())
	}
	if got := r.stands("ann").mass; got.Est != 0 || got.New == 0 {
		t.Errorf("%+v", got)
	}
}

// The steps of one change ask once.
func TestOneChangeAsksOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	r.write(func(tx *store.Tx) error {
		for range 3 {
			if err := ask(tx, change{cause: "same", actor: "system", as: "system"}); err != nil {
				return err
			}
		}
		return nil
	})
	r.settle()
	if got := r.inForce(); got != 2 {
		t.Errorf("version %d", got)
	}
}

// An installation that had deals before it kept reputation reads them.
func TestHistoryBeforeTheApp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for i := range 100 {
		for _, f := range both(usd(Completed, "ann", fmt.Sprint("p", i))) {
			f.Seq, f.At = int64(i+1), r.clock.Now()
			r.facts = append(r.facts, f)
		}
	}
	r.seq = 100
	r.happen(both(usd(Completed, "ann", "now"))...)
	r.settle()
	if got := r.stands("ann").counts.Completed; got != 101 || r.inForce() != first {
		t.Errorf("%d deals in version %d", got, r.inForce())
	}
	planned := 0
	r.read(func(l ledger) error {
		return l.tx.SQL().Row(`SELECT count(*) FROM jobs WHERE kind = 'rep.replay'`, nil, &planned)
	})
	if planned != 1 {
		t.Errorf("%d jobs planned", planned)
	}
}

// A program that computes otherwise reads history again, once.
func TestFormulaChanges(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(both(usd(Completed, "ann", "ben"))...)
	r.settle()
	r.write(func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`UPDATE rep_versions SET formula = ?`, formula-1)
		return err
	})
	r.settle()
	r.settle()
	if got := r.inForce(); got != 2 {
		t.Errorf("version %d", got)
	}
	r.scores("ann", 607)
}

func TestTakeRefusesDisorder(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(usd(Defaulted, "ann", "ben"))
	old, mixed := usd(Defaulted, "ann", "ben"), usd(Defaulted, "ann", "ben")
	old.Seq, old.At = 1, r.clock.Now()
	mixed.Seq, mixed.At = 3, r.clock.Now()
	for name, facts := range map[string][]Fact{"twice": {old}, "two events": {mixed, old}} {
		err := r.store.Write(t.Context(), func(tx *store.Tx) error { return r.service.Take(tx, facts...) })
		if err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	r.write(func(tx *store.Tx) error { return r.service.Take(tx) })
	r.scores("ann", 276)
}
