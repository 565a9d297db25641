package communities

import (
	"embed"

	"github.com/parleybot/parley/core/store"
)

//go:embed migrations
var files embed.FS

// Migrations returns the tables of this package.
func Migrations() store.Migrations { return store.Folder("communities", files) }
