package backup

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Made is a backup that was made and verified.
type Made struct {
	Name   string // of the file, without its folder
	Size   int64  // in bytes
	SHA256 string // of the file, in hexadecimal
	Header Header
	// Removed are the names of older backups that were let go.
	Removed []string
}

// Make writes a backup of s into o.Dir while others read and write, reads it back
// and checks all of it, and lets go of backups that are no longer to be kept. On
// an error there is no new file. ErrBusy means that another one is being made.
func Make(ctx context.Context, s *store.Store, o Options) (Made, error) {
	o = o.ready()
	if s.Dialect() == store.Postgres {
		return o.make(ctx, func(ctx context.Context, to string) error { return o.export(ctx, s, to) })
	}
	return o.make(ctx, s.Snapshot)
}

// MakeFile is Make of a database that another process may be serving.
func MakeFile(ctx context.Context, path string, o Options) (Made, error) {
	return o.ready().make(ctx, func(ctx context.Context, to string) error {
		return store.SnapshotFile(ctx, path, to)
	})
}

// work is the folder, within that of the backups, of everything that is not yet
// or must never be seen. Only who has its lease may touch it.
const work = ".parley-work"

func (o Options) make(ctx context.Context, snapshot func(ctx context.Context, to string) error) (made Made, err error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return Made{}, fmt.Errorf("backup: %w", err)
	}
	place, release, err := clean(ctx, o.Dir)
	if err != nil {
		return Made{}, err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := os.Mkdir(place, 0o700); err != nil {
		return Made{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(place)) }()
	made, err = o.prepare(ctx, snapshot, place)
	if err != nil {
		return Made{}, err
	}
	if made.Name, err = o.publish(filepath.Join(place, part), made.Header.Created()); err != nil {
		return Made{}, err
	}
	made.Removed, err = Rotate(o.Dir, made.Header.Created())
	return made, err
}

// Clean removes what a killed process left of a backup, which may be a ledger in
// the clear. Make does so too; a bot that starts need not wait for that. It does
// nothing while a backup is being made.
func Clean(ctx context.Context, folder string) error {
	if there, err := exists(filepath.Join(folder, work)); err != nil || !there {
		return err
	}
	_, release, err := clean(ctx, folder)
	if errors.Is(err, ErrBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	return release()
}

// clean takes the lease of the working folder and makes sure that it is gone.
func clean(ctx context.Context, folder string) (place string, release func() error, err error) {
	place, release, err = store.Reserve(ctx, filepath.Join(folder, work))
	if errors.Is(err, store.ErrInUse) {
		return "", nil, ErrBusy
	}
	if err != nil {
		return "", nil, fmt.Errorf("backup: %w", err)
	}
	if err := os.RemoveAll(place); err != nil {
		return "", nil, errors.Join(fmt.Errorf("backup: %w", err), release())
	}
	return place, release, nil
}

// The files of the working folder.
const (
	plainName = "plain.db" // the snapshot
	part      = "part.bak" // the backup until it is verified
	readBack  = "read.db"  // what was read back from it
)

// prepare makes a verified backup in the working folder.
func (o Options) prepare(ctx context.Context, snapshot func(ctx context.Context, to string) error, place string) (Made, error) {
	plain := filepath.Join(place, plainName)
	if err := snapshot(ctx, plain); err != nil {
		return Made{}, fmt.Errorf("backup: %w", err)
	}
	h, err := o.describe(ctx, plain)
	if err != nil {
		return Made{}, err
	}
	made, err := o.write(ctx, plain, filepath.Join(place, part), h)
	// It has done its service, and the disk may need the room.
	if err = errors.Join(err, os.Remove(plain)); err != nil {
		return Made{}, err
	}
	if _, err := o.readBack(ctx, filepath.Join(place, part), filepath.Join(place, readBack)); err != nil {
		return Made{}, fmt.Errorf("backup: verify what was written: %w", err)
	}
	return made, nil
}

// describe returns the header of a backup of a snapshot.
func (o Options) describe(ctx context.Context, plain string) (h Header, err error) {
	h = Header{V: version, KDF: kdf{Name: none}, CreatedAt: o.Now().UnixMilli()}
	if o.Passphrase != "" {
		h.KDF = o.cost
		h.KDF.Salt = make([]byte, saltSize)
		if _, err := io.ReadFull(o.Rand, h.KDF.Salt); err != nil {
			return Header{}, fmt.Errorf("backup: make a salt: %w", err)
		}
	}
	err = o.with(ctx, plain, func(s *store.Store) error {
		if h.Schema, err = s.Schema(ctx); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		h.Head, err = o.head(ctx, s)
		return err
	})
	return h, err
}

func (o Options) head(ctx context.Context, s *store.Store) (head Head, err error) {
	if o.Head == nil {
		return Head{}, nil
	}
	err = s.Read(ctx, func(tx *store.Tx) error {
		head, err = o.Head(tx)
		return err
	})
	if err != nil {
		return Head{}, fmt.Errorf("backup: read the end of the log: %w", err)
	}
	return head, nil
}

// write makes a file of a snapshot, safe on the disk when it returns.
func (o Options) write(ctx context.Context, plain, to string, h Header) (Made, error) {
	source, err := os.Open(plain)
	if err != nil {
		return Made{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = source.Close() }() // it was only read
	file, err := o.Disk.Create(to)
	if err != nil {
		return Made{}, fmt.Errorf("backup: %w", err)
	}
	out := newSum(file)
	if err := finish(file, pack(ctx, out, h, o.Passphrase, source)); err != nil {
		return Made{}, fmt.Errorf("backup: %w", err)
	}
	return Made{Size: out.size, SHA256: hex.EncodeToString(out.hash.Sum(nil)), Header: h}, nil
}

// publish gives a verified file its name, under which it is complete or absent.
func (o Options) publish(from string, at time.Time) (string, error) {
	name := FileName(at)
	to := filepath.Join(o.Dir, name)
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: %s", ErrExists, to)
	}
	if err := o.Disk.Rename(from, to); err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	if err := o.Disk.Sync(o.Dir); err != nil {
		return "", errors.Join(fmt.Errorf("backup: %w", err), os.Remove(to))
	}
	return name, nil
}
