package deals

import (
	"strconv"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

func TestI23CapHoldsUnderConcurrency(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	var wait sync.WaitGroup
	errs := make([]error, 64)
	for i := range errs {
		wait.Go(func() { _, errs[i] = r.tryPropose(ann, nil, answers(nil)) })
	}
	wait.Wait()
	created := 0
	for _, err := range errs {
		switch {
		case err == nil:
			created++
		case !fault.Is(err, fault.Limit):
			t.Errorf("got %v", err)
		}
	}
	if created != 10 || len(r.listed(ann)) != 10 {
		t.Errorf("%d created, %d kept, want 10", created, len(r.listed(ann)))
	}
}

// TestI19BothConfirmAtOnce has both parties of a thousand deals confirm at the
// same instant.
func TestI19BothConfirmAtOnce(t *testing.T) {
	t.Parallel()
	const many, pairs = 1000, 10
	r := newRig(t, Options{MaxOpen: 500})
	var people [2][pairs]someone
	for i := range pairs {
		people[0][i] = r.meet("x", "Ann"+strconv.Itoa(i))
		people[1][i] = r.meet("y", "Ben"+strconv.Itoa(i))
	}
	handles := make([]string, many)
	r.write(func(tx *store.Tx) error {
		for i := range handles {
			d, err := r.seed(tx, people[0][i%pairs].id, people[1][i%pairs].id)
			if err != nil {
				return err
			}
			handles[i] = d.Handle
		}
		return nil
	})
	var wait sync.WaitGroup
	for side := range people {
		for worker := range 8 {
			wait.Go(func() {
				for i := worker; i < many; i += 8 {
					if _, err := r.try(people[side][i%pairs], pathConfirm, "!", true, "deal_id", handles[i]); err != nil {
						t.Errorf("deal %d, side %d: %v", i, side, err)
					}
				}
			})
		}
	}
	wait.Wait()
	for _, handle := range handles {
		d := r.deal(handle)
		if d.Status != Active || d.Version != 3 || !d.A.Confirmed || !d.B.Confirmed {
			t.Fatalf("%+v", d)
		}
		r.oneActivation(d)
	}
}

// oneActivation checks that a deal became active once and that each party got
// one message about every confirmation of the other.
func (r *rig) oneActivation(d Deal) {
	r.t.Helper()
	activations, told := 0, map[string]int{}
	err := r.store.Read(r.t.Context(), func(tx *store.Tx) error {
		events, err := audit.OfDeal(tx, d.ID)
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.To == string(Active) {
				activations++
			}
		}
		outcomes, err := outbox.Status(tx, d.ID)
		for _, o := range outcomes {
			told[o.Person+o.Kind]++
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if activations != 1 || len(told) != 2 {
		r.t.Fatalf("%d activations, told %v", activations, told)
	}
	for kind, n := range told {
		if n != 1 {
			r.t.Fatalf("%s: %d messages", kind, n)
		}
	}
}

// seed makes a deal as the wizard would, without asking and telling.
func (r *rig) seed(tx *store.Tx, a, b accounts.Identity) (Deal, error) {
	return r.book.open(tx, origin{person: a.PersonID, via: "x", key: "seed"}, seedProposal(a, b), [2]string{"ann_live", "ben_live"})
}

func seedProposal(a, b accounts.Identity) Proposal {
	p := Proposal{Terms: usdTerms()}
	p.A, p.B = Party{Person: a.PersonID, Identity: a.Ref}, Party{Person: b.PersonID, Identity: b.Ref}
	return p
}
