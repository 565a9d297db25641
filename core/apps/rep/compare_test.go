package rep

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// checks compares what people see with the log.
func (r *rig) checks() error {
	r.t.Helper()
	return r.store.Read(r.t.Context(), func(tx *store.Tx) error { return CheckReplay(tx, r.after) })
}

// TestI15ReputationIsWhatTheLogGives takes random stories event by event.
func TestI15ReputationIsWhatTheLogGives(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		r := newRig(t)
		r.verify("a")
		r.ask("test", []Policy{Open, Rooted}[seed%2])
		if err := r.checks(); err != nil {
			t.Errorf("while a version is on its way: %v", err)
		}
		r.settle()
		for _, event := range story(rand.New(rand.NewPCG(22, seed)), []string{"a", "b", "c", "d"}, 40) {
			r.clock.Set(event[0].At)
			r.happen(event...)
		}
		if err := r.checks(); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// Whoever edits what people see is found out, by the table and the person.
func TestCheckReplayFindsChanges(t *testing.T) {
	t.Parallel()
	for query, table := range map[string]string{
		`UPDATE rep_contributions SET weight = weight + 1 WHERE person = 'ann'`:              "rep_contributions",
		`UPDATE rep_contributions SET handle = '00000000' WHERE person = 'ann'`:              "rep_contributions",
		`DELETE FROM rep_contributions WHERE person = 'ann' AND seq = 2`:                     "rep_contributions",
		`UPDATE rep_buckets SET neg = 0 WHERE person = 'ann'`:                                "rep_buckets",
		`UPDATE rep_counts SET defaulted = 0 WHERE person = 'ann'`:                           "rep_counts",
		`DELETE FROM rep_pairs WHERE a = 'ann'`:                                              "rep_pairs",
		`UPDATE rep_days SET est = est + 1 WHERE person = 'ann'`:                             "rep_days",
		`INSERT INTO rep_days SELECT version, 'zoe', day, est, fresh, neg FROM rep_days`:     "rep_days of person zoe",
		`INSERT INTO rep_buckets SELECT current, 'zoe', '', 3, 0, 0, 0, 0, 0 FROM rep_state`: "",
		`INSERT INTO rep_inherited SELECT seq, n, 'ann' FROM rep_contributions WHERE n = 77`: "",
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.settle()
			r.happen(both(usd(Completed, "ann", "ben"))...)
			r.happen(usd(Defaulted, "ann", "ben"))
			if strings.HasPrefix(query, "INSERT INTO rep_days") {
				query = fmt.Sprint(query, ` LIMIT 1`)
			}
			r.write(func(tx *store.Tx) error { _, err := tx.SQL().Exec(query); return err })
			err := r.checks()
			if table == "" && err == nil {
				return
			}
			if err == nil || !strings.Contains(err.Error(), table) {
				t.Errorf("got %v", err)
			}
		})
	}
}
