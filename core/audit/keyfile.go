package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A key file holds one key a line and is only ever added to: a key that took
// over stands below the one before it, and a log restored under a new name finds
// its place in the file of the old one. A line that a crash cut short is skipped,
// since no log names a key before its line is on the disk.

// FindKey returns the key of a file whose public half is public. A file that
// others may read is refused, as is, with ErrNoKey, one that lacks the key.
func FindKey(path, public string) (Key, error) {
	content, err := readPrivate(path)
	if err != nil {
		return Key{}, err
	}
	for line := range strings.Lines(string(content)) {
		if k, err := readKey(strings.TrimSpace(line)); err == nil && k.public == public {
			return k, nil
		}
	}
	name, _, _ := strings.Cut(public, "+")
	return Key{}, fmt.Errorf("audit: %w: %s does not hold the key that signs %s; put the file back that was made with the log (its line for this key is public as %s)",
		ErrNoKey, path, name, public)
}

// AddKey makes a key of that name and appends it to a file, which it makes where
// it is missing, for its owner's eyes only. When it returns, the key is durable.
func AddKey(path, name string, random io.Reader) (Key, error) {
	k, line, err := newKey(random, name)
	if err != nil {
		return Key{}, err
	}
	content, err := readPrivate(path)
	if err != nil && !errors.Is(err, ErrNoKey) {
		return Key{}, err
	}
	if len(content) > 0 && !bytes.HasSuffix(content, []byte("\n")) {
		line = "\n" + line
	}
	return k, wrap("write "+path, appendLine(path, line))
}

// readPrivate reads a file that only its owner may read.
func readPrivate(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("audit: %w: there is no file %s; put it back, or restore a backup, which begins a log of its own", ErrNoKey, path)
	}
	if err != nil {
		return nil, wrap("read the key", err)
	}
	// Windows keeps its permissions elsewhere.
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("audit: others than its owner may read the key in %s (mode %04o); run: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	content, err := os.ReadFile(path)
	return content, wrap("read the key", err)
}

func appendLine(path, line string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString(line + "\n"); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}

// SyncFolder makes the names in a folder durable, where the system can.
func SyncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if runtime.GOOS == "windows" {
		err = nil // folders cannot be synced there, and need not be
	}
	return errors.Join(err, d.Close())
}
