package deals

import (
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// TestGuards tries, behind the app's back, what the database itself must refuse.
func TestGuards(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	open, closed := r.active(ann, ben), r.active(ann, ben)
	r.do(ann, pathComplete, "deal_id", closed)
	r.do(ben, pathComplete, "deal_id", closed)
	for _, query := range []string{
		`DELETE FROM deals_deals WHERE handle = ?`,
		`DELETE FROM deals_parties WHERE deal = (SELECT id FROM deals_deals WHERE handle = ?)`,
		`UPDATE deals_deals SET minor = 1 WHERE handle = ?`,
		`UPDATE deals_deals SET handle = '00000000' WHERE handle = ?`,
		`UPDATE deals_parties SET account = 'other' WHERE deal = (SELECT id FROM deals_deals WHERE handle = ?)`,
		`INSERT OR REPLACE INTO deals_deals SELECT * FROM deals_deals WHERE handle = ?`,
	} {
		if r.store.Dialect() == store.Postgres && strings.HasPrefix(query, "INSERT OR REPLACE") {
			continue // it has no such thing
		}
		for _, handle := range []string{open, closed} {
			r.guarded(query, handle)
		}
	}
	for _, column := range []string{
		"status", "due_date", "due_at", "conf_a", "conf_b", "done_a", "done_b", "outcome_a", "outcome_b", "late",
		"overdue_at", "late_mark_at", "sweep_at", "closed_at", "dispute_by", "dispute_at", "dispute_from", "pen_a", "pen_b",
		"withdrawn_a", "withdrawn_b",
	} {
		r.guarded(`UPDATE deals_deals SET `+column+` = `+column+` WHERE handle = ?`, closed)
		r.allowed(`UPDATE deals_deals SET `+column+` = `+column+` WHERE handle = ?`, open)
	}
	r.allowed(`UPDATE deals_deals SET version = version WHERE handle = ?`, closed)
	r.allowed(`UPDATE deals_parties SET person = person WHERE deal = (SELECT id FROM deals_deals WHERE handle = ?)`, closed)
}

func (r *rig) guarded(query, handle string) {
	r.t.Helper()
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(query, handle)
		return err
	})
	if !errors.Is(err, store.ErrGuard) {
		r.t.Errorf("%s: %v", query, err)
	}
}

func (r *rig) allowed(query, handle string) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		n, err := tx.SQL().Exec(query, handle)
		if err == nil && n == 0 {
			r.t.Errorf("%s: no row", query)
		}
		return err
	})
}

func TestStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	stale := r.deal(handle)
	r.do(ann, pathNote, "deal_id", handle, "note", "one more event")
	err := r.store.Write(t.Context(), func(tx *store.Tx) error {
		_, _, err := r.book.act(tx, origin{person: ann.id.PersonID}, stale, Command{Act: ActComplete, By: SideA})
		return err
	})
	if !store.Unavailable(err) {
		t.Errorf("got %v", err)
	}
	if d := r.deal(handle); d.Status != Active || d.Version != 4 {
		t.Errorf("%+v", d)
	}
}

func TestHandlesThatAreTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	err := r.store.Read(t.Context(), func(tx *store.Tx) error {
		taken, err := handleTaken(tx, handle)
		if free, _ := handleTaken(tx, "00000000"); !taken || free {
			t.Errorf("taken %v, free %v", taken, free)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestHostileWords has people called, and writing, what tries to be something
// else: markup, a mention of everybody, text that turns around.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	const hostile = "@everyone *_`~||<b>[x](https://evil.example)\u202eevil\u2066\u0000"
	ann, ben := r.meet("x", "Ann "+hostile), r.meet("y", "Ben "+hostile)
	username := strings.TrimRight(hostile, "\u0000") // refused in usernames, dropped elsewhere
	handle, said := r.propose(ann, &ben, map[string]string{stepMine: username, stepTheirs: username})
	r.do(ben, pathConfirm, "!", true, "deal_id", handle)
	r.do(ben, pathNote, "deal_id", handle, "note", hostile)
	screens := []screen{said, r.do(ann, pathView, "deal_id", handle), r.do(ann, pathView, "deal_id", handle, "audit", true), r.do(ann, "deal list")}
	for _, told := range r.deliver() {
		screens = append(screens, told...)
	}
	for _, s := range screens {
		if strings.ContainsAny(s.words, "\u202e\u202d\u0000") {
			t.Errorf("an invisible control came through:\n%q", s.words)
		}
		if opens, closes := strings.Count(s.words, "\u2068")+strings.Count(s.words, "\u2066"), strings.Count(s.words, "\u2069"); opens != closes {
			t.Errorf("%d isolates opened, %d closed:\n%q", opens, closes, s.words)
		}
		if strings.Count(s.words, "@everyone") != strings.Count(s.words, "@everyone *_`~||<b>[x](https://evil.example)evil") {
			t.Errorf("words were changed:\n%q", s.words)
		}
	}
}
