package storetest

import (
	"testing"

	"github.com/parleybot/parley/core/store"
)

const (
	insertItem  = "INSERT INTO suite_items (name) VALUES (?)"
	insertOwned = "INSERT INTO suite_items (name, owner) VALUES (?, ?)"
	insertWorth = "INSERT INTO suite_items (name, amount) VALUES (?, ?)"
	deleteItem  = "DELETE FROM suite_items WHERE name = ?"
	updateWorth = "UPDATE suite_items SET amount = ? WHERE name = ?"
	selectWorth = "SELECT amount FROM suite_items WHERE name = ?"
	selectNames = "SELECT name FROM suite_items ORDER BY id"
	countItems  = "SELECT count(*) FROM suite_items"
	// endless never ends by itself; counting on is all it does.
	endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
)

// add returns a transaction function that inserts one item.
func add(name string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { return insert(tx, name) }
}

func insert(tx *store.Tx, name string) error {
	_, err := tx.SQL().Exec(insertItem, name)
	return err
}

func names(t testing.TB, s *store.Store) []string {
	t.Helper()
	var list []string
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		var err error
		list, err = namesIn(tx)
		return err
	})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return list
}

func namesIn(tx *store.Tx) ([]string, error) {
	var list []string
	err := tx.SQL().Rows(selectNames, nil, func(scan func(dest ...any) error) error {
		var name string
		if err := scan(&name); err != nil {
			return err
		}
		list = append(list, name)
		return nil
	})
	return list, err
}

func count(tx *store.Tx) (n int, err error) {
	err = tx.SQL().Row(countItems, nil, &n)
	return n, err
}

func worth(tx *store.Tx, name string) (n int, err error) {
	err = tx.SQL().Row(selectWorth, []any{name}, &n)
	return n, err
}

func setWorth(tx *store.Tx, name string, n int) error {
	_, err := tx.SQL().Exec(updateWorth, n, name)
	return err
}

func countForEver(tx *store.Tx) error {
	var n int64
	return tx.SQL().Row(endless, nil, &n)
}
