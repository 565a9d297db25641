package deals

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

// runSweep runs the minute's job and whatever it leaves for later.
func (r *rig) runSweep() {
	r.t.Helper()
	var handlers []jobs.Handler
	for _, j := range r.app.Jobs {
		handlers = append(handlers, jobs.Handler{Kind: j.Kind, Do: j.Do})
	}
	r.write(func(tx *store.Tx) error {
		_, err := jobs.Schedule(tx, jobs.Job{Kind: jobSweep, Due: tx.Now()})
		return err
	})
	runner := jobs.New(jobs.Options{Store: r.store, Handlers: handlers, Now: r.clock.Now})
	for {
		n, err := runner.RunDue(r.t.Context())
		if err != nil {
			r.t.Fatal(err)
		}
		if n == 0 {
			return
		}
		r.clock.Advance(time.Second)
	}
}

func TestSweepAtItsInstant(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	r.clock.Set(start)
	waiting, _ := r.propose(ann, &ben, nil)
	active := r.active(ann, ben)
	r.deliver()

	r.clock.Set(start.Add(TTL - tick))
	r.runSweep()
	if d := r.deal(waiting); d.Status != Pending {
		t.Fatalf("expired a millisecond early: %s", d.Status)
	}
	r.clock.Set(start.Add(TTL))
	r.runSweep()
	if d := r.deal(waiting); d.Status != Cancelled || d.ClosedAt.Before(start.Add(TTL)) {
		t.Fatalf("not expired: %s", d.Status)
	}
	told := r.deliver()
	contains(t, told[ann.id.Ref][0], "was not confirmed by both in time")
	offers(t, told[ann.id.Ref][0], "Edit and propose again", "Add a note", "View")
	if len(told[ben.id.Ref]) != 0 {
		t.Error("an expiry is no news for whoever never answered")
	}

	due := r.deal(active).DueAt
	if want := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC); !due.Equal(want) {
		t.Fatalf("due at %v, want %v", due, want)
	}
	r.do(ben, pathComplete, "deal_id", active)
	r.deliver()
	r.clock.Set(due)
	r.runSweep()
	r.runSweep()
	if d := r.deal(active); d.Status != Overdue || !d.Late || d.Version != 5 {
		t.Fatalf("%+v", d)
	}
	told = r.deliver()
	contains(t, told[ann.id.Ref][0], "Mark your side complete", "overdue")
	offers(t, told[ann.id.Ref][0], "Mark complete", "Dispute", "Add a note", "View")
	contains(t, told[ben.id.Ref][0], "your side is marked complete, Ann's is not")
	if len(told[ann.id.Ref]) != 1 || len(told[ben.id.Ref]) != 1 {
		t.Error("told more than once")
	}
	contains(t, r.do(ann, pathComplete, "deal_id", active), "✅ Completed by both sides.", "completed late")
}

func TestSweepRunsBeforeACommand(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.clock.Set(r.deal(handle).DueAt)
	view := r.do(ann, pathView, "deal_id", handle)
	contains(t, view, "overdue since")
	if r.deal(handle).Status != Active {
		t.Fatal("looking recorded something")
	}
	r.do(ann, pathComplete, "deal_id", handle)
	if d := r.deal(handle); d.Status != Marked || !d.Late || d.Version != 5 || d.LateMarkAt.IsZero() {
		t.Errorf("a late mark without the overdue before it: %+v", d)
	}
	r.clock.Advance(Grace)
	r.refused("deals.refuse.again", ann, pathComplete, "deal_id", handle)
	if d := r.deal(handle); d.Version != 5 {
		t.Error("a refused command left the sweep behind")
	}
	r.runSweep()
	if d := r.deal(handle); d.Status != Overdue || d.Version != 6 || !d.LateMarkAt.IsZero() {
		t.Errorf("%+v", d)
	}
}

func TestConfirmedCounterpartyHearsOfExpiry(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, nil)
	r.do(ben, pathConfirm, "!", true, "deal_id", handle)
	r.deliver()
	r.clock.Advance(TTL)
	r.refused("deals.refuse.status", ann, pathConfirm, "!", true, "deal_id", handle)
	r.runSweep()
	contains(t, r.last(ben), "was not confirmed by both in time")
}

func TestSweepCatchesUp(t *testing.T) {
	t.Parallel()
	const many = sweepBatch + 50
	r := newRig(t, Options{MaxOpen: 500})
	ann := r.meet("x", "Ann")
	for range many {
		r.propose(ann, nil, map[string]string{stepAmount: "1"})
	}
	r.clock.Advance(30 * dayLong)
	r.runSweep()
	for _, d := range r.listed(ann) {
		if d.Status != Cancelled {
			t.Fatalf("%s is still %s", d.Handle, d.Status)
		}
	}
	if n := len(r.listed(ann)); n != many {
		t.Errorf("%d deals", n)
	}
}

// One deal that cannot be moved on holds up none of the others, however many such
// there are: they stay due, and the sweep comes back to them.
func TestSweepPassesByWhatFails(t *testing.T) {
	t.Parallel()
	const bad = sweepBatch + 1
	failing, tries := map[string]bool{}, 0
	var log bytes.Buffer
	r := newRig(t, Options{MaxOpen: 500, Logger: slog.New(slog.NewTextHandler(&log, nil)), Subscribers: []func(*store.Tx, Happening) error{
		func(_ *store.Tx, h Happening) error {
			if !failing[h.After.Handle] {
				return nil
			}
			tries++
			return errors.New("this deal is cursed")
		},
	}})
	ann := r.meet("x", "Ann")
	for range bad {
		handle, _ := r.propose(ann, nil, map[string]string{stepAmount: "1"})
		failing[handle] = true
	}
	r.clock.Advance(time.Second) // the good one falls due last
	good, _ := r.propose(ann, nil, map[string]string{stepAmount: "1"})
	r.clock.Advance(TTL)
	r.runSweep()
	if d := r.deal(good); d.Status != Cancelled {
		t.Errorf("the good one is %s", d.Status)
	}
	if n := strings.Count(log.String(), "level=ERROR"); tries != bad || n != bad {
		t.Errorf("%d tries, %d reported; want %d", tries, n, bad)
	}
	for handle := range failing {
		if d := r.deal(handle); d.Status != Pending || d.Version != 1 {
			t.Fatalf("half of it is recorded: %+v", d)
		}
	}
	clear(failing)
	r.runSweep()
	for _, d := range r.listed(ann) {
		if d.Status != Cancelled {
			t.Fatalf("%s was forgotten", d.Handle)
		}
	}
}
