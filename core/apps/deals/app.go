package deals

import (
	"embed"
	"time"

	"github.com/parleybot/parley/core/app"
)

//go:embed migrations
var migrationFiles embed.FS

//go:embed text
var textFiles embed.FS

// New returns the app. Zero options take the defaults that they document.
func New(o Options) app.App {
	b := newBook(o)
	return app.App{
		Name:       "deals",
		Texts:      textFiles,
		Migrations: migrationFiles,
		Commands:   b.commands(),
		Wizards:    []app.Wizard{b.wizard()},
		Jobs: []app.Job{
			{Kind: jobSweep, Every: time.Minute, Do: b.doSweep},
			{Kind: jobSweepOn, Do: b.doSweep},
		},
		Links:     []app.StartLink{{Prefix: linkPrefix, Path: pathAccept, Option: "code"}},
		Names:     b.counterpartyIn,
		MayLink:   mayLink,
		MayUnlink: mayUnlink,
		Moved:     follow,
		Export:    b.export,
		MayErase:  mayErase,
		Erase:     erase,
	}
}
