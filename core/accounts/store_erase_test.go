package accounts

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// register is a store in which people of two platforms act.
type register struct {
	t     *testing.T
	store *store.Store
	clock *storetest.Clock
}

func newRegister(t *testing.T) *register {
	t.Helper()
	clock := storetest.NewClock(storetest.Epoch)
	return &register{t, storetest.OpenWith(t, clock, 1, Migrations()), clock}
}

func (r *register) write(fn func(tx *store.Tx) error) {
	r.t.Helper()
	if err := r.store.Write(r.t.Context(), fn); err != nil {
		r.t.Fatal(err)
	}
}

// acts has an account act and returns its identity and person.
func (r *register) acts(ref chat.UserRef) (id Identity, p Person) {
	r.t.Helper()
	r.write(func(tx *store.Tx) (err error) {
		id, p, err = Refresh(tx, chat.User{Ref: ref, Name: "Name of " + ref.ID, Handle: "handle_" + ref.ID}, true)
		return err
	})
	return id, p
}

// links makes one person of two accounts.
func (r *register) links(a, b Identity) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		text, _, err := OfferLink(tx, a)
		if err != nil {
			return err
		}
		l, err := AcceptCode(tx, b, text)
		if err != nil {
			return err
		}
		for _, side := range []Identity{a, b} {
			if _, err := ConfirmLink(tx, l.ID, side); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *register) count(query string, args ...any) (n int) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error { return tx.SQL().Row(query, args, &n) })
	return n
}

var (
	annD = chat.UserRef{Platform: "d", ID: "100"}
	annT = chat.UserRef{Platform: "t", ID: "200"}
	benD = chat.UserRef{Platform: "d", ID: "300"}
)

// TestEraseTakesAllAccounts erases a person of two linked accounts, and looks for
// what is left in every table.
func TestEraseTakesAllAccounts(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	a, person := r.acts(annD)
	r.clock.Advance(time.Minute)
	b, was := r.acts(annT)
	ben, _ := r.acts(benD)
	r.links(a, b)
	r.write(func(tx *store.Tx) error {
		former, err := Former(tx, person.ID)
		if !slices.Equal(former, []string{was.ID}) {
			t.Errorf("former ids %q, want %q", former, was.ID)
		}
		if err == nil {
			err = SetZone(tx, person.ID, "Europe/Berlin")
		}
		if err == nil {
			_, err = Block(tx, person.ID, ben.PersonID)
		}
		if err == nil {
			_, _, err = OfferLink(tx, a)
		}
		return err
	})
	r.write(func(tx *store.Tx) error { return Erase(tx, person.ID) })
	for table, column := range map[string]string{
		"accounts_identities": "user_id", "accounts_codes": "user_id", "accounts_moves": "user_id", "accounts_links": "a_user_id",
	} {
		if n := r.count(`SELECT count(*) FROM ` + table + ` WHERE ` + column + ` IN ('100', '200')`); n > 0 {
			t.Errorf("%s still holds %d rows", table, n)
		}
	}
	if n := r.count(`SELECT count(*) FROM accounts_blocks`); n != 0 {
		t.Errorf("%d blocks are left", n)
	}
	r.write(func(tx *store.Tx) error {
		p, err := Get(tx, person.ID)
		if p.Zone != "" {
			t.Errorf("the person still has a zone: %+v", p)
		}
		ids, _ := Identities(tx, person.ID)
		if len(ids) > 0 {
			t.Errorf("still known: %+v", ids)
		}
		return err
	})
	if n := r.count(`SELECT count(*) FROM accounts_tombstones`); n != 2 {
		t.Errorf("%d tombstones, want 2", n)
	}
	r.write(func(tx *store.Tx) error { return Erase(tx, person.ID) }) // twice is once
}

func TestTombstoneHidesTheAccount(t *testing.T) {
	t.Parallel()
	one, two := bytes.Repeat([]byte{1}, secretBytes), bytes.Repeat([]byte{2}, secretBytes)
	if bytes.Equal(tombstone(one, annD), tombstone(two, annD)) || bytes.Equal(tombstone(one, annD), tombstone(one, benD)) {
		t.Error("a tombstone does not depend on the secret and the account")
	}
	if !bytes.Equal(tombstone(one, annD), tombstone(one, annD)) {
		t.Error("a tombstone changes")
	}
}

// TestReturnAfterErasure: whoever comes back is known again for 360 days, by what
// others refused them, and is told apart from everybody else.
func TestReturnAfterErasure(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	_, ann := r.acts(annD)
	_, ben := r.acts(benD)
	r.write(func(tx *store.Tx) error {
		if _, err := Block(tx, ben.ID, ann.ID); err != nil {
			return err
		}
		if err := SetBlocked(tx, ann.ID, true); err != nil {
			return err
		}
		return Erase(tx, ann.ID)
	})
	r.clock.Advance(Remembered - time.Second)
	_, again := r.acts(annD)
	if again.ID == ann.ID || !again.Blocked {
		t.Errorf("came back as %+v", again)
	}
	r.write(func(tx *store.Tx) error {
		if blocked, err := AnyBlock(tx, again.ID, ben.ID); err != nil || !blocked {
			t.Errorf("the block of another is gone: %v", err)
		}
		if list, err := TakeReturns(tx, ben.ID, 10); err != nil || len(list) > 0 {
			t.Errorf("Ben never left: %+v %v", list, err)
		}
		list, err := TakeReturns(tx, "", 10)
		if want := []Return{{Person: again.ID, Erased: ann.ID}}; !slices.Equal(list, want) {
			t.Errorf("returns %+v, want %+v", list, want)
		}
		if list, _ = TakeReturns(tx, "", 10); len(list) > 0 {
			t.Errorf("handed over twice: %+v", list)
		}
		return err
	})
	// Erased again, and away for longer than anything stands.
	r.write(func(tx *store.Tx) error { return Erase(tx, again.ID) })
	r.clock.Advance(Remembered)
	if _, late := r.acts(annD); late.Blocked {
		t.Error("still remembered after the time is over")
	}
	if list := r.returns(); len(list) > 0 {
		t.Errorf("returns %+v", list)
	}
}

func (r *register) returns() (list []Return) {
	r.t.Helper()
	r.write(func(tx *store.Tx) (err error) { list, err = TakeReturns(tx, "", 10); return err })
	return list
}

func TestPruneErased(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	_, ann := r.acts(annD)
	r.write(func(tx *store.Tx) error {
		if err := Bump(tx, "x", time.Hour); err != nil {
			return err
		}
		return Erase(tx, ann.ID)
	})
	r.write(PruneErased)
	if n := r.count(`SELECT (SELECT count(*) FROM accounts_tombstones) + (SELECT count(*) FROM accounts_counters)`); n != 2 {
		t.Errorf("%d of 2 rows are left too early", n)
	}
	r.clock.Advance(triesKept)
	r.write(PruneErased)
	if n := r.count(`SELECT count(*) FROM accounts_counters`); n != 0 {
		t.Error("old tries are kept")
	}
	r.clock.Advance(Remembered)
	r.write(PruneErased)
	if n := r.count(`SELECT count(*) FROM accounts_tombstones`); n != 0 {
		t.Error("old tombstones are kept")
	}
}
