package communities

import (
	"embed"
	"io/fs"

	"github.com/parleybot/parley/core/store"
)

//go:embed migrations
var files embed.FS

// Migrations returns the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return store.Migrations{Name: "communities", FS: sub}
}
