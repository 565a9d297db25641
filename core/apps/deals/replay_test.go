package deals

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// TestI15ReplayEqualsTables does random things to a few deals through the app and
// then rebuilds every deal from its events alone.
func TestI15ReplayEqualsTables(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 500})
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++ // every run has people of its own
		n := strconv.Itoa(runs)
		ann, ben := r.in(r.meet("x", "Ann"+n), "Harbor", false), r.meet("y", "Ben"+n)
		mia := r.in(r.meet("x", "Mia"+n), "Harbor", true)
		people := []someone{ann, ben}
		var handles []string
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			r.clock.Advance(time.Duration(rapid.SampledFrom([]int{1, 1, 3600, 86400, 4 * 86400}).Draw(rt, "seconds")) * time.Second)
			if len(handles) == 0 || rapid.IntRange(0, 4).Draw(rt, "new") == 0 {
				handles = append(handles, r.proposeSomehow(rt, ann, ben))
				continue
			}
			who := rapid.SampledFrom(people).Draw(rt, "who")
			handle := rapid.SampledFrom(handles).Draw(rt, "deal")
			path := rapid.SampledFrom([]string{
				pathConfirm, pathConfirm, pathComplete, pathComplete, pathCancel, pathNote, pathSuggest, pathDispute, pathDispute,
				pathWithdraw, pathResolve,
			}).Draw(rt, "path")
			args := []any{"!", true, "deal_id", handle, "note", "some words", "reason", "some reason"}
			if path == pathResolve {
				who = r.in(mia, "Harbor", true)
				args = append(args, "result", string(rapid.SampledFrom(results()).Draw(rt, "result")))
			}
			before := r.logSize()
			_, err := r.try(who, path, args...)
			if err != nil && r.logSize() != before {
				rt.Fatalf("%s was refused (%v) and logged", path, err)
			}
			if rapid.IntRange(0, 3).Draw(rt, "sweep") == 0 {
				r.runSweep()
			}
		}
		for _, handle := range handles {
			stored := r.deal(handle)
			if got, want := fmt.Sprintf("%+v", r.replay(stored)), fmt.Sprintf("%+v", stored); got != want {
				rt.Fatalf("replayed %s\nstored   %s", got, want)
			}
		}
		for _, check := range []func(*store.Tx) error{audit.Verify, CheckReplay} {
			if err := r.store.Read(t.Context(), check); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func (r *rig) proposeSomehow(rt *rapid.T, ann, ben someone) string {
	changed := map[string]string{
		stepDue:    civil.Of(r.clock.Now(), time.UTC).AddDays(rapid.IntRange(0, 9).Draw(rt, "days")).String(),
		stepAmount: rapid.SampledFrom([]string{"1 USD", "12 diamonds"}).Draw(rt, "amount"),
	}
	if rapid.Bool().Draw(rt, "invitation") {
		handle, said := r.propose(ann, nil, changed)
		if rapid.Bool().Draw(rt, "claimed") {
			r.do(ben, pathClaim, "code", codePattern.FindString(said.words))
		}
		return handle
	}
	// Three proposals may wait for Ben: start afresh rather than stop there.
	r.runSweep()
	for _, d := range r.listed(ann) {
		if d.Status == Pending && d.Claimed() && !d.B.Confirmed {
			r.do(ann, pathCancel, "deal_id", d.Handle)
		}
	}
	changed[stepReview] = rapid.SampledFrom([]string{reviewCreate, reviewConfirm}).Draw(rt, "review")
	handle, _ := r.propose(ann, &ben, changed)
	return handle
}

// replay rebuilds a deal from its events. Handles and accounts stand in no
// event and are taken over.
func (r *rig) replay(stored Deal) (d Deal) {
	r.t.Helper()
	err := r.store.Read(r.t.Context(), func(tx *store.Tx) error {
		events, err := audit.OfDeal(tx, stored.ID)
		for _, e := range events {
			d = replayed(d, e)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	d.Handle, d.A.Identity, d.B.Identity = stored.Handle, stored.A.Identity, stored.B.Identity
	return d
}

// replayed is written from the specification of the events, not from Apply.
func replayed(d Deal, e audit.Record) Deal {
	d.Version, d.Status = e.DealSeq, Status(e.To)
	person := func(name string) string {
		actor := e.Detail(name)
		return actor[min(len("p:"), len(actor)):]
	}
	switch e.Type {
	case "deal.created":
		minor, _ := strconv.ParseInt(e.Detail("amount"), 10, 64)
		points, err := strconv.ParseInt(e.Detail("points"), 10, 64)
		due, _ := civil.Parse(e.Detail("due_date"))
		d.ID, d.Community, d.CreatedAt = e.Deal, e.Community, e.At
		d.Terms = Terms{
			Network: e.Detail("network"), Type: e.Detail("type"), Rated: err == nil, Points: points, DueDate: due,
			Amount: money.Amount{Minor: minor, Unit: e.Detail("unit"), Scale: int(number(e, "scale"))},
			Zone:   e.Detail("zone"), DueAt: store.Time(number(e, "due_at")),
		}
		d.A.Person, d.B.Person = person("a"), person("b")
	case "deal.claimed":
		d.B.Person, d.B.Confirmed = person("b"), true
	case "deal.confirmed":
		d.party(Side(e.Detail("party"))).Confirmed = true
	case "deal.marked":
		d.party(Side(e.Detail("party"))).Done, d.party(Side(e.Detail("party"))).Penalised = true, false
		if e.From == "overdue" {
			d.LateMarkAt = e.At
		}
	case "deal.overdue":
		if !d.Late {
			d.Late, d.OverdueAt = true, e.At
		}
		d.LateMarkAt = time.Time{}
		d.penalties(e)
	case "deal.disputed":
		d.Dispute = Dispute{By: Side(e.Detail("party")), At: e.At, From: Status(e.From)}
		d.party(d.Dispute.By.Other()).Penalised = false
	case "deal.withdrawn":
		took := e.At.Sub(d.Dispute.At)
		d.DueAt = store.Time(number(e, "due_at"))
		d.OverdueAt, d.LateMarkAt = later(d.OverdueAt, took), later(d.LateMarkAt, took)
		d.party(d.Dispute.By).Withdrawals++
		d.Dispute = Dispute{}
		d.penalties(e)
	case "deal.resolved":
		d.Dispute, d.LateMarkAt = Dispute{}, time.Time{}
	}
	if e.Type == "deal.noted" {
		return d
	}
	switch {
	case e.To == "completed":
		outcome := OnTime
		if d.Late {
			outcome = Late
		}
		d.A.Outcome, d.B.Outcome, d.LateMarkAt = outcome, outcome, time.Time{}
	case e.To == "defaulted":
		d.A.Outcome, d.B.Outcome = map[bool]Outcome{true: AtFault, false: NotAtFault}[strings.Contains(e.Detail("at_fault"), "a")],
			map[bool]Outcome{true: AtFault, false: NotAtFault}[strings.Contains(e.Detail("at_fault"), "b")]
	case e.Type == "deal.resolved":
		d.DueDate, _ = civil.Parse(e.Detail("due_date"))
		d.DueAt, d.Late, d.OverdueAt = store.Time(number(e, "due_at")), false, time.Time{}
		d.A.Done, d.B.Done, d.A.Penalised, d.B.Penalised = false, false, false, false
	}
	if e.To == "completed" || e.To == "cancelled" || e.To == "defaulted" {
		d.ClosedAt, d.A.Penalised, d.B.Penalised = e.At, false, false
	}
	return d
}

// penalties lets stand what an event says, beside what stood before.
func (d *Deal) penalties(e audit.Record) {
	d.A.Penalised = d.A.Penalised || strings.Contains(e.Detail("penalty"), "a")
	d.B.Penalised = d.B.Penalised || strings.Contains(e.Detail("penalty"), "b")
}

func number(e audit.Record, name string) int64 {
	for _, f := range e.D {
		if f.Name == name {
			n, _ := f.Value.(int64)
			return n
		}
	}
	return 0
}
