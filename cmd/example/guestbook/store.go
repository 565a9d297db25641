package guestbook

import "github.com/parleybot/parley/core/store"

// entry is one line of the book.
type entry struct{ Name, Words string }

func write(tx *store.Tx, person, name, words string) error {
	_, err := tx.SQL().Exec(`INSERT INTO guestbook_entries (id, person, name, words) VALUES (?, ?, ?, ?)`,
		tx.NewID(), person, name, words)
	return err
}

func read(tx *store.Tx) ([]entry, error) {
	var all []entry
	err := tx.SQL().Rows(`SELECT name, words FROM guestbook_entries ORDER BY id DESC LIMIT 20`, nil,
		func(scan func(dest ...any) error) error {
			var e entry
			defer func() { all = append(all, e) }()
			return scan(&e.Name, &e.Words)
		})
	return all, err
}
