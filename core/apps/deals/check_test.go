package deals

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// TestCheckReplayFindsChanges edits tables behind the app's back.
func TestCheckReplayFindsChanges(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		`UPDATE deals_deals SET late = 1 WHERE handle = ?`:                                                                   "is not what its events say",
		`UPDATE deals_deals SET due_at = due_at + 1 WHERE handle = ?`:                                                        "is not what its events say",
		`UPDATE deals_deals SET status = 'disputed', dispute_by = 'a' WHERE handle = ?`:                                      "is not what its events say",
		`UPDATE deals_deals SET pen_a = 1 WHERE handle = ?`:                                                                  "is not what its events say",
		`UPDATE deals_deals SET sweep_at = sweep_at + 1 WHERE handle = ?`:                                                    "is not listed as its events say",
		`UPDATE deals_parties SET slot = 0 WHERE side = 'a' AND deal = (SELECT id FROM deals_deals WHERE handle = ?)`:        "is not listed as its events say",
		`UPDATE deals_parties SET slot = NULL WHERE side = 'b' AND deal = (SELECT id FROM deals_deals WHERE handle = ?)`:     "is not listed as its events say",
		`UPDATE deals_parties SET disputed_at = 5 WHERE side = 'b' AND deal = (SELECT id FROM deals_deals WHERE handle = ?)`: "is not listed as its events say",
		`UPDATE deals_deals SET version = 2 WHERE handle = ?`:                                                                "is not what its events say",
		`UPDATE deals_parties SET person = 'eve' WHERE side = 'b' AND deal = (SELECT id FROM deals_deals WHERE handle = ?)`:  "is not kept for whom its events name",
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, Options{})
			ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
			handle := r.active(ann, ben)
			if err := r.store.Read(t.Context(), CheckReplay); err != nil {
				t.Fatal(err)
			}
			r.allowed(query, handle)
			if err := r.store.Read(t.Context(), CheckReplay); err == nil || !strings.Contains(err.Error(), handle+" "+want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Who is another person by links that the log knows of is no surprise, however
// many there were.
func TestCheckReplayFollowsLinks(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	r.active(ann, ben)
	r.logs("person.verified", "joint", ben.id.PersonID)
	r.logs("person.linked", "joint", ann.id.PersonID)
	r.logs("person.unlinked", "joint", "parted")
	for _, test := range []struct {
		from someone
		to   string
		good bool
	}{{ann, "parted", true}, {ben, "joint", false}} {
		r.write(func(tx *store.Tx) error { return r.app.Moved(tx, test.from.id.Ref, test.from.id.PersonID, test.to) })
		if err := r.store.Read(t.Context(), CheckReplay); (err == nil) != test.good {
			t.Errorf("kept for %s: %v", test.to, err)
		}
	}
}

// logs records what concerns two persons.
func (r *rig) logs(kind, person, other string) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		_, err := audit.Append(tx, audit.Event{Type: kind, Actor: audit.System, As: audit.System, D: []audit.Field{
			{Name: "person", Value: audit.Actor(person)}, {Name: "other", Value: audit.Actor(other)},
		}})
		return err
	})
}

// A deal that stands in no event is found, whoever smuggled it in.
func TestCheckReplayCountsDeals(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	r.write(func(tx *store.Tx) error { return r.others(tx, 1) })
	if err := r.store.Read(t.Context(), CheckReplay); err == nil || !strings.Contains(err.Error(), "has no events") {
		t.Errorf("got %v", err)
	}
}

// A ledger may hold a million deals: nothing that people ask for walks through
// them. What reads all of them on purpose goes by the key.
func TestNothingWalksThroughAllDeals(t *testing.T) {
	t.Parallel()
	for _, walk := range storetest.Walks(t, newRig(t, Options{}).store, ".") {
		if strings.Contains(walk, "WHERE ") { // else it is the beginning of statements
			t.Error(walk)
		}
	}
}
