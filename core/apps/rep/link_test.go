package rep

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// links makes one person of two, or moves an account back.
func (r *rig) links(account, from, to string) {
	r.t.Helper()
	r.mu.Lock()
	r.now[account] = to
	r.mu.Unlock()
	r.write(func(tx *store.Tx) error {
		return r.service.Moved(tx, chat.UserRef{Platform: "x", ID: account}, from, to)
	})
	r.settle()
}

// Two people who link end where one person with both histories would be, and
// undoing the link brings both back.
func TestI22LinkAsIfAlwaysOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(22, seed))
		policy := []Policy{Open, Rooted}[seed%2]
		two, one := newRig(t), newRig(t)
		for _, r := range []*rig{two, one} {
			r.verify("a")
			r.ask("test", policy)
			r.settle()
		}
		for _, event := range story(random, []string{"a", "b", "c", "d", "e"}, 30) {
			two.clock.Set(event[0].At)
			two.happen(slices.Clone(event)...)
			one.clock.Set(event[0].At)
			for i := range event {
				if event[i].Person == "e" {
					event[i].Person = "d"
				}
				if event[i].Other == "e" {
					event[i].Other = "d"
				}
			}
			one.happen(event...)
		}
		before := two.dump()
		two.links("e", "e", "d")
		if got, want := two.dump(), one.dump(); !slices.Equal(got, want) {
			t.Errorf("seed %d: linked differs from always one:\n%v\n%v", seed, got, want)
		}
		two.links("e", "d", "e")
		if got := two.dump(); !slices.Equal(got, before) {
			t.Errorf("seed %d: undoing the link does not bring back what was", seed)
		}
	}
}

// Past deals between the two lose what is good about them, and nothing else.
func TestLinkedPartners(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	r.happen(both(usd(Activated, "ann", "alt"))...)
	r.happen(both(usd(Completed, "ann", "alt"))...)
	r.happen(usd(Defaulted, "alt", "ann"))
	r.links("alt", "alt", "ann")
	if v := r.stands("ann"); v.mass != (Mass{Neg: 8122710}) || v.counts != (counts{Defaulted: 1}) {
		t.Errorf("%+v", v)
	}
}

// A verified account takes its person's standing along, and gives it back.
func TestVerifiedMoves(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.verify("vera")
	verified := func(person string) (found bool) {
		r.read(func(l ledger) (err error) {
			found, err = isVerified(l.tx, person)
			return err
		})
		return found
	}
	r.links("vera", "vera", "old")
	if verified("vera") || !verified("old") {
		t.Error("the link lost who is verified")
	}
	r.links("vera", "old", "vera")
	if !verified("vera") || verified("old") {
		t.Error("undoing it left the wrong one verified")
	}
}

// Where nothing is known of who gives up an account, nothing is read again.
func TestLinkOfAStranger(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	r.happen(both(usd(Completed, "ann", "ben"))...)
	r.links("new", "new", "ann")
	r.read(func(l ledger) error {
		if l.version != first {
			t.Errorf("version %d", l.version)
		}
		return nil
	})
}

// After an owner's unlink both keep what stood against the one they were, and
// what is taken back later is taken back from both.
func TestUnlinkKeepsNegatives(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	r.happen(usd(Defaulted, "ann", "ben"))
	r.happen(usd(Penalised, "alt", "cat"))
	r.links("alt", "alt", "ann")
	if v := r.stands("ann"); v.mass.Neg != 8122710+2707570 {
		t.Errorf("linked: %+v", v)
	}
	r.mu.Lock()
	delete(r.now, "alt")
	r.mu.Unlock()
	r.write(func(tx *store.Tx) error {
		if err := r.service.Inherit(tx, "alt", "ann"); err != nil {
			return err
		}
		if err := r.service.Inherit(tx, "ann", "ann"); err != nil {
			return err
		}
		return r.service.Moved(tx, chat.UserRef{Platform: "x", ID: "alt"}, "ann", "alt")
	})
	r.settle()
	for _, name := range []string{"ann", "alt"} {
		if v := r.stands(name); v.mass.Neg != 8122710+2707570 || v.counts.Defaulted != 1 || v.counts.Overdue != 1 {
			t.Errorf("%s after the unlink: %+v", name, v)
		}
	}
	r.happen(append(both(usd(Completed, "alt", "cat")), usd(Reversed, "alt", "cat"))...)
	for _, name := range []string{"ann", "alt"} {
		if v := r.stands(name); v.mass.Neg != 8122710 || v.counts.Overdue != 0 {
			t.Errorf("%s after the penalty was taken back: %+v", name, v)
		}
	}
	// What happens from now on is each one's own.
	r.happen(usd(Defaulted, "alt", "dan"))
	if got := r.stands("ann").mass.Neg; got != 8122710 {
		t.Errorf("ann bears a new default of alt: %d", got)
	}
	// Whoever inherited takes it along into another link.
	r.happen(both(usd(Activated, "ann", "eve"))...)
	r.links("ann", "ann", "eve")
	if got := r.stands("eve").mass.Neg; got != 8122710 {
		t.Errorf("eve, who is ann now, has %d", got)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.settle()
	r.verify("vera")
	r.ask("test", Rooted)
	r.happen(both(usd(Completed, "ann", "vera"))...)
	r.settle()
	if got := r.stands("ann").mass; got != (Mass{Est: 2707570, Direct: 2707570}) {
		t.Errorf("%+v", got)
	}
	for range 2 { // a second time there is nothing left
		r.write(func(tx *store.Tx) error { return r.service.Forget(tx, "vera") })
	}
	r.settle()
	if got := r.stands("ann").mass; got != (Mass{New: 676892}) {
		t.Errorf("%+v", got)
	}
	if got := r.stands("vera").mass; got.positive() == 0 {
		t.Error("the deals went with the accounts")
	}
}
