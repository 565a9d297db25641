package store

import (
	"context"
	"errors"
	"fmt"
)

const historyTable = `CREATE TABLE IF NOT EXISTS schema_migrations (
	package    TEXT    NOT NULL,
	number     INTEGER NOT NULL,
	name       TEXT    NOT NULL,
	sha256     TEXT    NOT NULL,
	applied_at INTEGER NOT NULL,
	PRIMARY KEY (package, number)
)`

// migrate brings every package's tables up to date. Packages that the database
// knows and this program does not are left alone: an app may have been taken out.
func (s *Store) migrate(ctx context.Context, c *conn, packages []Migrations) error {
	if _, err := c.sql.ExecContext(ctx, historyTable); err != nil {
		return fmt.Errorf("store: open %s: %w", s.path, Mapped(err))
	}
	// Everything is looked at before anything is changed: a program that must not
	// touch this database leaves it as it found it.
	var pending []step
	seen := map[string]bool{}
	for _, m := range packages {
		if m.Name == "" || seen[m.Name] {
			return fmt.Errorf("store: migrations of %q are listed twice or have no name", m.Name)
		}
		seen[m.Name] = true
		files, err := m.load(s.dialect.name)
		if err != nil {
			return err
		}
		applied, err := s.compare(ctx, c, m.Name, files)
		if err != nil {
			return err
		}
		for _, file := range files[applied:] {
			pending = append(pending, step{m.Name, file})
		}
	}
	for _, next := range pending {
		if err := s.apply(ctx, c, next); err != nil {
			return fmt.Errorf("store: migration %s %04d_%s: %w", next.owner, next.number, next.name, Mapped(err))
		}
	}
	return nil
}

// step is a migration that has not been applied yet, and its package.
type step struct {
	owner string
	migration
}

// compare returns how many of the files have been applied, unchanged.
func (s *Store) compare(ctx context.Context, c *conn, name string, files []migration) (int, error) {
	rows, err := c.sql.QueryContext(ctx,
		"SELECT number, name, sha256 FROM schema_migrations WHERE package = ? ORDER BY number", name)
	if err != nil {
		return 0, fmt.Errorf("store: migrations of %s: %w", name, Mapped(err))
	}
	defer func() { _ = rows.Close() }() // Err tells what went wrong
	applied := 0
	for rows.Next() {
		var row migration
		if err := rows.Scan(&row.number, &row.name, &row.sum); err != nil {
			return 0, fmt.Errorf("store: migrations of %s: %w", name, Mapped(err))
		}
		if row.number > len(files) {
			return 0, fmt.Errorf("%w: %s has %s at %04d_%s, this program knows %d; run the newer program or restore a backup",
				ErrNewer, s.path, name, row.number, row.name, len(files))
		}
		if files[row.number-1].sum != row.sum {
			return 0, fmt.Errorf("store: migration %s %04d_%s was changed after it had been applied to %s; add a new file instead",
				name, row.number, row.name, s.path)
		}
		applied = row.number
	}
	return applied, Mapped(rows.Err())
}

// apply runs one file and records it, or does neither.
func (s *Store) apply(ctx context.Context, c *conn, next step) (err error) {
	if err := c.control(s.dialect.beginWrite); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = c.control(s.dialect.rollback)
		}
	}()
	if _, err := c.sql.ExecContext(ctx, next.text); err != nil {
		return err
	}
	if s.dialect.lost(c) {
		return errors.New("the file ends its own transaction")
	}
	if err := s.dialect.isolated(ctx, c.sql); err != nil {
		return err
	}
	_, err = c.sql.ExecContext(ctx,
		"INSERT INTO schema_migrations (package, number, name, sha256, applied_at) VALUES (?, ?, ?, ?, ?)",
		next.owner, next.number, next.name, next.sum, Millis(s.Now()))
	if err != nil {
		return err
	}
	return c.control(s.dialect.commit)
}
