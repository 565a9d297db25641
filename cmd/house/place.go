package house

import (
	"net/url"
	"strings"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/store"
)

// Ledger is where the settings keep the ledger: in PostgreSQL where
// DATABASE_URL is set, else in a file.
func Ledger(c config.Config) store.Options {
	if c.DatabaseURL != "" {
		return store.Options{URL: c.DatabaseURL}
	}
	return store.Options{Path: c.DatabasePath}
}

// Named is the name of a place that people may see: no password.
func Named(o store.Options) string {
	if o.URL == "" {
		return o.Path
	}
	u, err := url.Parse(o.URL)
	if err != nil {
		return "the PostgreSQL database"
	}
	name := "postgres://" + u.Host + "/" + strings.TrimPrefix(u.Path, "/")
	if u.User.Username() != "" {
		name = "postgres://" + u.User.Username() + "@" + u.Host + "/" + strings.TrimPrefix(u.Path, "/")
	}
	return name
}
