package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/parleybot/parley/core/store"
)

// made remembers the templates that this process has seen to.
var made sync.Map

// template returns the name of a database that holds the tables of the given
// migrations and nothing else. Copying it is quicker than running them. It stays
// on the server for the tests after this one.
func template(t testing.TB, server string, migrations []store.Migrations) string {
	t.Helper()
	name := "parley_template_" + fingerprint(t, migrations)
	if _, ok := made.Load(name); ok {
		return name
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	// Other test programs make the same one at the same time.
	if err := makeTemplate(ctx, c, server, name, migrations); err != nil {
		t.Fatalf("make a template: %v", err)
	}
	made.Store(name, true)
	return name
}

func makeTemplate(ctx context.Context, c *pgx.Conn, server, name string, migrations []store.Migrations) error {
	if _, err := c.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return err
	}
	var ready bool
	err := c.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", name).Scan(&ready)
	if err != nil || ready {
		return err
	}
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name} {
		if _, err := c.Exec(ctx, statement); err != nil {
			return err
		}
	}
	address, err := named(server, name)
	if err != nil {
		return err
	}
	// No instant of its own is left in it: a test's clock may stand anywhere.
	_, err = store.Migrate(ctx, store.Options{URL: address, Migrations: migrations, Now: func() time.Time { return time.UnixMilli(0) }})
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, "ALTER DATABASE "+name+" IS_TEMPLATE true")
	return err
}

func named(server, database string) (string, error) {
	place, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("PARLEY_TEST_POSTGRES is not an address")
	}
	place.Path = "/" + database
	return place.String(), nil
}

// fingerprint names the text of all migrations.
func fingerprint(t testing.TB, migrations []store.Migrations) string {
	t.Helper()
	h := sha256.New()
	for _, m := range migrations {
		files, err := fs.Glob(m.FS, string(store.Postgres)+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := fs.ReadFile(m.FS, file)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = fmt.Fprintf(h, "%s %s %d\n%s", m.Name, file, len(text), text)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:24]
}
