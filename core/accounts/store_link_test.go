package accounts

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

// offer makes a code for an account.
func (d desk) offer(id Identity) (text string) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) {
		var expires time.Time
		text, expires, err = OfferLink(tx, id)
		if !expires.Equal(tx.Now().Add(10 * time.Minute)) {
			d.Errorf("expires %v", expires)
		}
		return err
	})
	return text
}

// accept types a code and returns what came of it.
func (d desk) accept(id Identity, text string) (l Link, err error) {
	d.Helper()
	d.do(func(tx *store.Tx) error { l, err = AcceptCode(tx, id, text); return nil })
	return l, err
}

// now reads an account as it is.
func (d desk) now(id Identity) (now Identity) {
	d.Helper()
	d.do(func(tx *store.Tx) (err error) { now, err = Lookup(tx, id.Ref); return err })
	return now
}

func (d desk) confirm(linkID string, by Identity) (l Link, err error) {
	d.Helper()
	d.do(func(tx *store.Tx) error { l, err = ConfirmLink(tx, linkID, by); return nil })
	return l, err
}

func (d desk) undo(linkID, personID string) (l Link, err error) {
	d.Helper()
	d.do(func(tx *store.Tx) error { l, err = UndoLink(tx, linkID, personID); return nil })
	return l, err
}

// merged links two accounts.
func (d desk) merged(a, b Identity) Link {
	d.Helper()
	l, err := d.accept(b, d.offer(a))
	if err == nil {
		_, err = d.confirm(l.ID, a)
	}
	if err == nil {
		l, err = d.confirm(l.ID, b)
	}
	if err != nil || l.State != LinkMerged {
		d.Fatalf("link: %+v, %v", l, err)
	}
	return l
}

func two(t *testing.T) (d desk, a, b Identity) {
	d = open(t)
	a, _ = d.comes(user("discord", "1", "Alice"), false)
	d.clock.Advance(time.Minute)
	b, _ = d.comes(user("telegram", "1", "Alicia"), true)
	return d, a, b
}

func TestCodesThatAreNotAccepted(t *testing.T) {
	t.Parallel()
	d, a, b := two(t)
	second, _ := d.comes(user("discord", "2", "Second"), false)
	text := d.offer(a)
	for name, test := range map[string]struct {
		by   Identity
		code string
		want error
	}{
		"unreadable":    {b, "hello", ErrCodeWrong},
		"unknown":       {b, "00000000", ErrCodeWrong},
		"own":           {a, text, ErrCodeOwn},
		"same platform": {second, text, ErrSamePlatform},
	} {
		if _, err := d.accept(test.by, test.code); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	replaced := text
	text = d.offer(a)
	if _, err := d.accept(b, replaced); !errors.Is(err, ErrCodeWrong) {
		t.Errorf("a replaced code: %v", err)
	}
	d.clock.Advance(10*time.Minute - time.Millisecond)
	l, err := d.accept(b, text)
	if err != nil || l.A != a || l.B != b || l.State != LinkAsked {
		t.Errorf("the last moment: %+v, %v", l, err)
	}
	if _, err := d.accept(b, text); !errors.Is(err, ErrCodeUsed) {
		t.Errorf("a used code: %v", err)
	}
	text = d.offer(a)
	d.clock.Advance(10 * time.Minute)
	if _, err := d.accept(b, text); !errors.Is(err, ErrCodeExpired) {
		t.Errorf("an expired code: %v", err)
	}
	d.merged(a, b)
	if _, err := d.accept(d.now(b), d.offer(d.now(a))); !errors.Is(err, ErrSamePerson) {
		t.Errorf("one person already: %v", err)
	}
}

func TestLinkMergesIntoTheOlder(t *testing.T) {
	t.Parallel()
	d, a, b := two(t)
	_, x := d.comes(user("discord", "8", "X"), false)
	_, y := d.comes(user("discord", "9", "Y"), false)
	d.do(func(tx *store.Tx) error {
		_, err := Block(tx, b.PersonID, x.ID)
		_, err2 := Block(tx, y.ID, b.PersonID)
		_, err3 := Block(tx, a.PersonID, b.PersonID)
		return errors.Join(err, err2, err3, SetLocale(tx, a.PersonID, "en"), SetLocale(tx, b.PersonID, "ar"),
			SetZone(tx, b.PersonID, "Asia/Amman"))
	})
	l, err := d.accept(a, d.offer(b)) // the younger one asks
	if err != nil {
		t.Fatal(err)
	}
	first, err := d.confirm(l.ID, a)
	if err != nil || first.State != LinkAsked || first.AConfirmed || !first.BConfirmed || first.Moved != nil {
		t.Errorf("one side: %+v, %v", first, err)
	}
	if _, err := d.confirm(l.ID, a); !errors.Is(err, ErrLinkAgain) {
		t.Errorf("the same side again: %v", err)
	}
	if _, err := d.confirm(l.ID, Identity{PersonID: x.ID}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := d.confirm("none", a); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such link: %v", err)
	}
	l, err = d.confirm(l.ID, b)
	if err != nil || l.State != LinkMerged || len(l.Moved) != 1 || l.Moved[0] != (Move{b.Ref, b.PersonID, a.PersonID}) {
		t.Fatalf("both sides: %+v, %v", l, err)
	}
	now := d.now(b)
	if now.PersonID != a.PersonID || !now.LinkedAt.Equal(d.clock.Now()) || d.now(a) != a {
		t.Errorf("after: %+v and %+v", now, d.now(a))
	}
	d.do(func(tx *store.Tx) error {
		p, err := Get(tx, a.PersonID)
		if p.Locale != "en" || p.Zone != "Asia/Amman" {
			t.Errorf("what was chosen: %+v", p)
		}
		for _, other := range []string{x.ID, y.ID} {
			if blocked, err := AnyBlock(tx, a.PersonID, other); !blocked || err != nil {
				t.Errorf("a block was lost: %v", err)
			}
		}
		self, err2 := AnyBlock(tx, a.PersonID, a.PersonID)
		if self {
			t.Error("a person blocks themselves")
		}
		return errors.Join(err, err2)
	})
	if _, err := d.confirm(l.ID, now); !errors.Is(err, ErrLinkOver) {
		t.Errorf("confirmed once more: %v", err)
	}
}

func TestLinkEnds(t *testing.T) {
	t.Parallel()
	d, a, b := two(t)
	l, err := d.accept(b, d.offer(a))
	if err != nil {
		t.Fatal(err)
	}
	d.do(func(tx *store.Tx) error {
		declined, err := DeclineLink(tx, l.ID, a.PersonID)
		if declined.State != LinkDeclined {
			t.Errorf("declined: %+v", declined)
		}
		if _, err := DeclineLink(tx, l.ID, b.PersonID); !errors.Is(err, ErrLinkOver) {
			t.Errorf("declined twice: %v", err)
		}
		return err
	})
	if _, err := d.confirm(l.ID, b); !errors.Is(err, ErrLinkOver) {
		t.Errorf("confirmed after: %v", err)
	}
	late, err := d.accept(b, d.offer(a))
	if err != nil {
		t.Fatal(err)
	}
	twin, err := d.accept(b, d.offer(a))
	if err != nil {
		t.Fatal(err)
	}
	d.merged(a, b)
	if _, err := d.confirm(twin.ID, a); !errors.Is(err, ErrSamePerson) {
		t.Errorf("a second link of the two: %v", err)
	}
	d.clock.Advance(ConfirmTime)
	if _, err := d.confirm(late.ID, a); !errors.Is(err, ErrLinkOver) {
		t.Errorf("too late: %v", err)
	}
}

func TestUndo(t *testing.T) {
	t.Parallel()
	d, a, b := two(t)
	_, x := d.comes(user("discord", "8", "X"), false)
	l := d.merged(a, b)
	d.do(func(tx *store.Tx) error {
		_, err := Block(tx, a.PersonID, x.ID)
		return errors.Join(err, SetBlocked(tx, a.PersonID, true), SetLocale(tx, a.PersonID, "ar"))
	})
	if _, err := d.undo(l.ID, x.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("undone by a stranger: %v", err)
	}
	d.clock.Advance(UndoTime - time.Millisecond)
	l, err := d.undo(l.ID, a.PersonID)
	if err != nil || l.State != LinkUndone || len(l.Moved) != 1 || l.Moved[0] != (Move{b.Ref, a.PersonID, b.PersonID}) ||
		l.A.PersonID != a.PersonID || l.B.PersonID != b.PersonID {
		t.Fatalf("undone: %+v, %v", l, err)
	}
	if d.now(a) != a || d.now(b) != b {
		t.Errorf("after: %+v and %+v", d.now(a), d.now(b))
	}
	d.do(func(tx *store.Tx) error {
		p, err := Get(tx, b.PersonID)
		blocked, err2 := AnyBlock(tx, b.PersonID, x.ID)
		if !p.Blocked || !blocked || p.Locale != "" {
			t.Errorf("refusals were shaken off: %+v, %v", p, blocked)
		}
		return errors.Join(err, err2)
	})
	if _, err := d.undo(l.ID, a.PersonID); !errors.Is(err, ErrLinkOver) {
		t.Errorf("undone twice: %v", err)
	}
	l = d.merged(a, b)
	d.clock.Advance(UndoTime)
	if _, err := d.undo(l.ID, a.PersonID); !errors.Is(err, ErrLinkOver) {
		t.Errorf("undone too late: %v", err)
	}
}

// Undoing the first of two links must leave the second one as it is.
func TestUndoInAChain(t *testing.T) {
	t.Parallel()
	d := open(t)
	eldest, _ := d.comes(user("third", "1", "Eldest"), false)
	d.clock.Advance(time.Minute)
	older, _ := d.comes(user("discord", "1", "Older"), false)
	d.clock.Advance(time.Minute)
	young, _ := d.comes(user("telegram", "1", "Young"), false)
	first := d.merged(older, young)
	second := d.merged(d.now(older), eldest)
	if len(second.Moved) != 2 {
		t.Errorf("moved: %+v", second.Moved)
	}
	if _, err := d.undo(first.ID, eldest.PersonID); err != nil {
		t.Fatal(err)
	}
	if d.now(young) != young || d.now(older).PersonID != eldest.PersonID {
		t.Errorf("after the first: %+v, %+v", d.now(young), d.now(older))
	}
	if _, err := d.undo(second.ID, eldest.PersonID); err != nil {
		t.Fatal(err)
	}
	if d.now(young) != young || d.now(older) != older || d.now(eldest) != eldest {
		t.Errorf("after both: %+v, %+v, %+v", d.now(young), d.now(older), d.now(eldest))
	}
}

func TestYounger(t *testing.T) {
	t.Parallel()
	at := time.Unix(1000, 0)
	a, b, late := Person{ID: "a", CreatedAt: at}, Person{ID: "b", CreatedAt: at}, Person{ID: "0", CreatedAt: at.Add(1)}
	for _, pair := range [][2]Person{{a, b}, {b, a}} {
		if from, to := younger(pair[0], pair[1]); from != b || to != a {
			t.Errorf("equal ages: %s to %s", from.ID, to.ID)
		}
	}
	for _, pair := range [][2]Person{{a, late}, {late, a}} {
		if from, to := younger(pair[0], pair[1]); from != late || to != a {
			t.Errorf("%s to %s", from.ID, to.ID)
		}
	}
}
