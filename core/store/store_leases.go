package store

import (
	"context"
	"errors"
)

// leaseBell is rung when a name is given back.
func leaseBell(name string) string { return "store.lease." + name }

// isFree reports a name that nobody holds, or nobody but this process or one that
// is no more.
func (s *Store) isFree(ctx context.Context, name string) (free bool, err error) {
	err = s.Read(ctx, func(tx *Tx) error {
		var holder string
		err := tx.SQL().Row(`SELECT l.process FROM store_leases l JOIN store_processes p ON p.id = l.process WHERE l.name = ?`,
			[]any{name}, &holder)
		free = errors.Is(err, ErrNotFound) || err == nil && holder == tx.store.processes.self
		if free {
			return nil
		}
		return err
	})
	return free, err
}

// reach takes a name, or reports false where another process was quicker. The
// processes that are taken out are so in a transaction: two cannot both think
// that a name is free.
func (s *Store) reach(ctx context.Context, name string) (got bool, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		n, err := tx.SQL().Exec(`INSERT INTO store_leases (name, process, since) VALUES (?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET process = excluded.process, since = excluded.since
			WHERE store_leases.process = excluded.process
				OR NOT EXISTS (SELECT 1 FROM store_processes p WHERE p.id = store_leases.process)`,
			name, s.processes.self, Millis(tx.Now()))
		got = n == 1
		return err
	})
	return got && err == nil, err
}

func free(tx *Tx, name string) error {
	if _, err := tx.SQL().Exec("DELETE FROM store_leases WHERE name = ? AND process = ?", name, tx.store.processes.self); err != nil {
		return err
	}
	tx.Ring(leaseBell(name))
	return nil
}
