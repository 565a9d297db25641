package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// historyTable is what SQLite keeps the record in.
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
func (s *Store) migrate(ctx context.Context, c *conn, packages []Migrations) (applied []string, err error) {
	if err := s.found(ctx, c); err != nil {
		return nil, fmt.Errorf("store: open %s: %w", s.path, s.forOwner(Mapped(err)))
	}
	// Everything is looked at before anything is changed: a program that must not
	// touch this database leaves it as it found it.
	var pending []step
	seen := map[string]bool{}
	for _, m := range packages {
		if m.Name == "" || seen[m.Name] {
			return nil, fmt.Errorf("store: migrations of %q are listed twice or have no name", m.Name)
		}
		seen[m.Name] = true
		files, err := m.load(s.dialect.name)
		if err != nil {
			return nil, err
		}
		done, err := s.compare(ctx, c, m.Name, files)
		if err != nil {
			return nil, err
		}
		for _, file := range files[done:] {
			pending = append(pending, step{m.Name, file})
		}
	}
	for _, next := range pending {
		if err := s.apply(ctx, c, next); err != nil {
			return applied, fmt.Errorf("store: migration %s: %w", next, s.forOwner(c.mapped(err)))
		}
		applied = append(applied, next.String())
	}
	return applied, nil
}

// found makes the store's own tables where they are missing; a role that may not
// is not asked to where they are there.
func (s *Store) found(ctx context.Context, c *conn) error {
	var there int
	if err := c.sql.QueryRowContext(ctx, s.dialect.founded).Scan(&there); err != nil || there > 0 {
		return err
	}
	return s.inTurn(ctx, func() error { return s.dialect.script(ctx, c, s.dialect.foundation) })
}

// inTurn tries again for as long as another process is at it: one that migrates a
// large database has the writers' lock for longer than a transaction waits.
func (s *Store) inTurn(ctx context.Context, begin func() error) error {
	for {
		err := begin()
		if s.dialect.name != Postgres || !errors.Is(err, ErrBusy) {
			return err
		}
		s.log.Info("store: waiting for another process that changes the database", "err", err)
		if err := pause(ctx, nil, time.Second); err != nil {
			return err
		}
	}
}

// forOwner says what to do where the role may use the tables but not make them.
func (s *Store) forOwner(err error) error {
	if s.dialect.name == Postgres && errors.Is(err, ErrGuard) {
		return fmt.Errorf("this role may not change the schema; run \"parley migrate\" with the owner's: %w", err)
	}
	return err
}

// step is a migration that has not been applied yet, and its package.
type step struct {
	owner string
	migration
}

func (s step) String() string { return fmt.Sprintf("%s %04d_%s", s.owner, s.number, s.name) }

// compare returns how many of the files have been applied, unchanged.
func (s *Store) compare(ctx context.Context, c *conn, name string, files []migration) (int, error) {
	rows, err := c.sql.QueryContext(ctx,
		c.words("SELECT number, name, sha256 FROM schema_migrations WHERE package = ? ORDER BY number"), name)
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

// apply runs one file and records it, or does neither. Another process may have
// done so since compare looked; it held the writer's lock meanwhile.
func (s *Store) apply(ctx context.Context, c *conn, next step) (err error) {
	var latest int64
	err = s.inTurn(ctx, func() (err error) { latest, err = s.dialect.begin(ctx, c); return err })
	if err != nil {
		return err
	}
	s.clock.notBefore(Time(latest))
	kept := false
	defer func() {
		if !kept {
			_ = c.control(rollback)
		}
	}()
	var done int
	err = c.sql.QueryRowContext(ctx, c.words("SELECT count(*) FROM schema_migrations WHERE package = ? AND number = ? AND sha256 = ?"),
		next.owner, next.number, next.sum).Scan(&done)
	if err != nil || done > 0 {
		return err
	}
	if err := s.dialect.script(ctx, c, next.text); err != nil {
		return err
	}
	if s.dialect.lost(c) {
		return errors.New("the file ends its own transaction")
	}
	if err := s.dialect.isolated(ctx, c.sql); err != nil {
		return err
	}
	now := s.Now()
	_, err = c.sql.ExecContext(ctx,
		c.words("INSERT INTO schema_migrations (package, number, name, sha256, applied_at) VALUES (?, ?, ?, ?, ?)"),
		next.owner, next.number, next.name, next.sum, Millis(now))
	if err == nil {
		err = s.dialect.commit(c, ending{at: Millis(now)})
	}
	kept = err == nil
	return err
}

// Migrate applies what is pending to the database, without starting anything, and
// returns what it applied as "package 0001_name". Open does the same by itself,
// where its role may.
func Migrate(ctx context.Context, o Options) (applied []string, err error) {
	s, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	_, applied, err = s.bringUp(ctx, o)
	return applied, errors.Join(err, s.shut())
}
