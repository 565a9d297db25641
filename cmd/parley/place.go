package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/store"
)

// ledgerAt is where the settings keep the ledger: in PostgreSQL where
// DATABASE_URL is set, else in a file.
func ledgerAt(c config.Config) store.Options {
	if c.DatabaseURL != "" {
		return store.Options{URL: c.DatabaseURL}
	}
	return store.Options{Path: c.DatabasePath}
}

// named is the name of a place that people may see: no password.
func named(o store.Options) string {
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

// placeOf reads a place from the command line.
func placeOf(text string) (store.Options, error) {
	if path, file := strings.CutPrefix(text, "sqlite:"); file && path != "" {
		return store.Options{Path: path}, nil
	}
	if strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://") {
		return store.Options{URL: text}, nil
	}
	return store.Options{}, fmt.Errorf("a place is sqlite:PATH or a postgres:// address")
}
