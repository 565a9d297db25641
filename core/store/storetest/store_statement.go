package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

var statementTests = []test{
	{"exec counts the rows it changed", testAffected},
	{"rows stop at an error of their caller", testRowsStop},
	{"a query may run inside its own loop", testSameQuery},
	{"more queries than are kept prepared", testManyQueries},
	{"transactions are ended by the store alone", testControlRefused},
	{"a time is refused as an argument", testTimeRefused},
	{"nothing works after the end", testAfterEnd},
	{"a truth is a condition and a 0 or 1", testTruth},
}

func testAffected(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		if err := errors.Join(insert(tx, "a"), insert(tx, "b")); err != nil {
			return err
		}
		all, err := tx.SQL().Exec("UPDATE suite_items SET amount = 5")
		none, err2 := tx.SQL().Exec(updateWorth, 6, "absent")
		if all != 2 || none != 0 {
			t.Errorf("%d and %d rows changed, want 2 and 0", all, none)
		}
		return errors.Join(err, err2)
	})
}

func testRowsStop(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error { return errors.Join(insert(tx, "a"), insert(tx, "b")) })
	calls := 0
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(selectNames, nil, func(func(dest ...any) error) error { calls++; return errRefused })
	})
	if err != errRefused || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
	err = s.Read(t.Context(), func(tx *store.Tx) error {
		var number int
		return tx.SQL().Row(selectNames, nil, &number)
	})
	if err == nil {
		t.Error("a name was scanned into a number")
	}
}

func testSameQuery(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error { return errors.Join(insert(tx, "a"), insert(tx, "b")) })
	for range 2 { // the second time, with what the first has kept prepared
		mustWrite(t, s, func(tx *store.Tx) error {
			var seen []string
			err := tx.SQL().Rows(selectNames, nil, func(scan func(dest ...any) error) error {
				inner, err := namesIn(tx)
				var outer string
				seen = append(seen, strings.Join(inner, "+"))
				return errors.Join(err, scan(&outer))
			})
			if strings.Join(seen, " ") != "a+b a+b" {
				t.Errorf("the inner loop saw %q", seen)
			}
			return err
		})
	}
}

func testManyQueries(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		for i := range 1200 {
			var n int
			if err := tx.SQL().Row(fmt.Sprintf("SELECT %d", i), nil, &n); err != nil || n != i {
				return fmt.Errorf("query %d gave %d: %w", i, n, err)
			}
		}
		return insert(tx, "a")
	})
	wantNames(t, s, "a")
}

func testControlRefused(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		for _, query := range []string{"COMMIT", " rollback;", "Begin\nimmediate", "SAVEPOINT x", "RELEASE x", "PRAGMA foreign_keys = OFF", "VACUUM"} {
			if _, err := tx.SQL().Exec(query); err == nil {
				t.Errorf("%q was allowed", query)
			}
			if err := tx.Gorm().Exec(query).Error; err == nil {
				t.Errorf("%q was allowed through gorm", query)
			}
			var got string
			if err := tx.Gorm().Raw(query).Row().Scan(&got); err == nil {
				t.Errorf("%q was allowed through gorm and gave %q", query, got)
			}
		}
		return insert(tx, "a")
	})
	wantNames(t, s, "a")
}

func testTimeRefused(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(insertWorth, "a", time.Now())
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "argument 2") {
		t.Errorf("write: %v", err)
	}
}

func testAfterEnd(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	var kept *store.Tx
	keep := func(tx *store.Tx) error { kept = tx; return nil }
	refused := func(when string) {
		t.Helper()
		_, err := count(kept)
		for _, err := range []error{err, insert(kept, "a"), kept.Savepoint(func() error { return nil }), kept.Gorm().Exec(insertItem, "a").Error} {
			if !errors.Is(err, store.ErrDone) {
				t.Errorf("after %s: %v, want ErrDone", when, err)
			}
		}
	}
	mustWrite(t, s, keep)
	refused("a write")
	if err := s.Read(t.Context(), keep); err != nil {
		t.Error(err)
	}
	refused("a read")
	_ = s.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(keep(tx), errRefused) })
	refused("a rollback")
	wantNames(t, s)
}

func testTruth(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("INSERT INTO suite_items (name, amount) VALUES (?, ?)", "a", true)
		var amount, chosen int
		var again bool
		err2 := tx.SQL().Row("SELECT amount, CASE WHEN ? THEN 3 ELSE 4 END, amount FROM suite_items WHERE amount = ?",
			[]any{true, true}, &amount, &chosen, &again)
		if amount != 1 || chosen != 3 || !again {
			t.Errorf("read %d, %d and %t", amount, chosen, again)
		}
		return errors.Join(err, err2)
	})
}
