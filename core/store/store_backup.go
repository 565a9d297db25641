package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Snapshot writes a compact copy of the database, as it stands at one instant,
// into the file to, which must not exist or be empty. Neither readers nor the
// writer wait for it; it ends early with ctx, leaving a file of no use. The copy
// is not yet safe on the disk when Snapshot returns.
func (s *Store) Snapshot(ctx context.Context, to string) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.inflight.Done()
	if s.dialect.snapshot == nil {
		return fmt.Errorf("store: snapshot %s: a database of several processes is exported table by table", s.path)
	}
	// While the copy reads, cutting the log back could only make writers wait.
	s.keeper.held.Add(1)
	defer s.keeper.held.Add(-1)
	return snapshot(ctx, s.db, s.dialect, s.path, to)
}

// SnapshotFile is Snapshot of a database that another process may have open and
// write to meanwhile. It never creates path. A process that has a Store on path
// must use the Store's method instead.
func SnapshotFile(ctx context.Context, path, to string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("store: snapshot: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("store: snapshot %s: not a regular file", path)
	}
	db, err := sqliteOpenWith(path, strings.TrimPrefix(sqliteOptions+"&mode=rw", "&"))
	if err != nil {
		return fmt.Errorf("store: snapshot %s: %w", path, Mapped(err))
	}
	return errors.Join(snapshot(ctx, db, &sqlite, path, to), db.Close())
}

func snapshot(ctx context.Context, db *sql.DB, d *dialect, path, to string) error {
	full, err := filepath.Abs(to)
	if err != nil {
		return fmt.Errorf("store: snapshot %s: %w", path, err)
	}
	// The driver would make the file readable for others.
	if err := createFile(full); err != nil {
		return err
	}
	c, err := db.Conn(ctx)
	if err == nil {
		err = errors.Join(d.snapshot(ctx, c, full), discard(c))
	}
	if err != nil {
		return fmt.Errorf("store: snapshot %s: %w", path, Mapped(err))
	}
	return nil
}

// discard closes a connection for good: what was set on it suits nobody else.
func discard(c *sql.Conn) error {
	err := c.Raw(func(any) error { return errDiscard })
	if errors.Is(err, errDiscard) {
		err = nil
	}
	if closed := c.Close(); closed != nil && !errors.Is(closed, sql.ErrConnDone) {
		return closed
	}
	return err
}

// Inspect reads the whole database and checks that its structure is sound and
// that every reference leads somewhere. The error is ErrCorrupt and names the
// first thing that is not so.
func (s *Store) Inspect(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.inflight.Done()
	c, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("store: inspect %s: %w", s.path, Mapped(err))
	}
	if err := errors.Join(s.dialect.inspect(ctx, c), discard(c)); err != nil {
		return fmt.Errorf("store: inspect %s: %w", s.path, Mapped(err))
	}
	return nil
}

// Schema returns the number of the newest migration of each package that was
// ever applied to the database.
func (s *Store) Schema(ctx context.Context) (map[string]int, error) {
	newest := map[string]int{}
	err := s.Read(ctx, func(tx *Tx) error {
		return tx.SQL().Rows("SELECT package, max(number) FROM schema_migrations GROUP BY package", nil,
			func(scan func(...any) error) error {
				var name string
				var number int
				err := scan(&name, &number)
				newest[name] = number
				return err
			})
	})
	return newest, err
}

// Reserve takes the lease of the database file at path without opening or making
// it, so that no Store can be opened on it until release is called. It returns
// the file's name with every link followed. The error is ErrInUse while somebody
// else has the lease.
func Reserve(ctx context.Context, path string) (place string, release func() error, err error) {
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", nil, fmt.Errorf("store: reserve %s: %w", path, err)
	}
	place, err = filepath.Abs(filepath.Join(folder, filepath.Base(path)))
	if err != nil {
		return "", nil, fmt.Errorf("store: reserve %s: %w", path, err)
	}
	if target, err := filepath.EvalSymlinks(place); err == nil {
		place = target
	}
	release, err = takeLease(ctx, place)
	return place, release, err
}
