package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Migrations are the numbered SQL files of one package. FS holds a folder for
// each database, with sqlite/0001_name.sql, sqlite/0002_name.sql and so on without
// a gap. A file that has been released is never changed: Open compares checksums.
type Migrations struct {
	Name string // of the package, as recorded in the database
	FS   fs.FS
}

// Folder returns the migrations of a package that embeds them in a folder named
// "migrations".
func Folder(name string, files fs.FS) Migrations {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic("store: " + name + " embeds no migrations: " + err.Error())
	}
	return Migrations{Name: name, FS: sub}
}

type migration struct {
	number int
	name   string
	text   string
	sum    string
}

// load reads the files for one dialect in the order of their numbers.
func (m Migrations) load(dialect Dialect) ([]migration, error) {
	entries, err := fs.ReadDir(m.FS, string(dialect)) // sorted by name
	if err != nil {
		return nil, fmt.Errorf("store: migrations of %s: %w", m.Name, err)
	}
	var list []migration
	for _, entry := range entries {
		name, found := strings.CutSuffix(entry.Name(), ".sql")
		if !found {
			continue
		}
		digits, name, _ := strings.Cut(name, "_")
		number, err := strconv.Atoi(digits)
		if err != nil || len(digits) != 4 || name == "" {
			return nil, fmt.Errorf("store: migrations of %s: %s is not named like 0001_name.sql", m.Name, entry.Name())
		}
		if number != len(list)+1 {
			return nil, fmt.Errorf("store: migrations of %s: %s comes where number %04d should", m.Name, entry.Name(), len(list)+1)
		}
		text, err := fs.ReadFile(m.FS, path.Join(string(dialect), entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("store: migrations of %s: %w", m.Name, err)
		}
		// A checkout may turn line ends into CR LF; that changes nothing.
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		sum := sha256.Sum256(text)
		list = append(list, migration{number: number, name: name, text: string(text), sum: hex.EncodeToString(sum[:])})
	}
	return list, nil
}
