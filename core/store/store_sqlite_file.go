package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// sqlitePrepare looks at the file before the driver does, because the driver's
// words ("unable to open database file") do not help anybody.
func sqlitePrepare(ctx context.Context, o Options) (place string, release func() error, err error) {
	if place, err = sqlitePlace(o.Path); err != nil {
		return "", nil, err
	}
	release, err = takeLease(ctx, place)
	return place, release, err
}

// sqlitePlace makes sure that there is a file to work on and returns its name
// with every link followed: all files beside it, the lease's above all, are named
// after it, and a second name would make a second set of them.
func sqlitePlace(path string) (string, error) {
	if path == "" {
		return "", errors.New("store: open: no path given")
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return "", fmt.Errorf("store: open %s: there is no folder %s", path, folder)
	}
	// Only the owner may read what people agreed on. The log files copy the mode.
	if err := createFile(path); err != nil {
		return "", err
	}
	place, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("store: open: %w", err)
	}
	info, err := os.Stat(place)
	if err != nil {
		return "", fmt.Errorf("store: open: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("store: open %s: not a regular file", path)
	}
	// The superuser could write to it all the same, but was asked not to.
	if info.Mode().Perm()&0o222 == 0 {
		refused := &Error{Kind: ReadOnly, Err: errors.New("the mode of the file says so")}
		return "", fmt.Errorf("store: open %s: %w", path, refused)
	}
	return filepath.Abs(place)
}

// createFile makes an empty file that only its owner may read, if there is none.
// An existing one is never opened here: closing it again would drop every lock
// that this process holds on it, which is how POSIX defines them.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: create: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("store: create: %w", err)
	}
	return nil
}

func sqliteOpen(_ Options, path string) (*sql.DB, error) { return sqliteOpenWith(path, sqliteOptions) }

func sqliteOpenWith(path, options string) (*sql.DB, error) {
	name, err := sqliteName(path, options)
	if err != nil {
		return nil, err
	}
	return sql.Open(sqliteDriver, name)
}

// sqliteName is the URI of a path, so that no character in it is taken for an option.
func sqliteName(path, options string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	full = filepath.ToSlash(full)
	if !strings.HasPrefix(full, "/") {
		full = "/" + full // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: full, RawQuery: options}).String(), nil
}
