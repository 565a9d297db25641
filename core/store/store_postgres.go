package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	postgresgorm "gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgres serves several processes on one database.
var postgres = dialect{
	name:     Postgres,
	readers:  4,
	prepare:  postgresPrepare,
	open:     postgresOpen,
	setup:    postgresSetup,
	isolated: postgresIsolated,

	founded:    "SELECT count(*) FROM (SELECT to_regclass('store_leases') AS oid) AS t WHERE oid IS NOT NULL",
	foundation: postgresFoundation,
	script:     postgresScript,
	rewrite:    numbered,
	argument:   postgresArgument,
	single:     true,

	control:   postgresControl,
	begin:     postgresBegin,
	beginRead: postgresBeginRead,
	commit:    postgresCommit,

	gorm:    postgresGorm,
	inspect: postgresInspect,
	lost:    postgresLost,
	listen:  postgresListen,
	join:    postgresJoin,
}

// postgresFoundation makes the record of migrations and the time that all
// processes share. That is a sequence, because reading and setting one costs
// next to nothing and leaves no old rows behind. All of the text is one transaction.
var postgresFoundation = fmt.Sprintf("SELECT pg_advisory_xact_lock(%d);", writeLock) + `
CREATE TABLE IF NOT EXISTS schema_migrations (
	package    text COLLATE "C" NOT NULL,
	number     bigint           NOT NULL,
	name       text COLLATE "C" NOT NULL,
	sha256     text COLLATE "C" NOT NULL,
	applied_at bigint           NOT NULL,
	PRIMARY KEY (package, number)
);
CREATE SEQUENCE IF NOT EXISTS store_clock MINVALUE -9007199254740991 START -9007199254740991;` + membersFoundation

// postgresPrepare reads the address. What it returns names the database without
// a password.
func postgresPrepare(_ context.Context, o Options) (place string, release func() error, err error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		// The driver's words leave out the password only where it can find it.
		return "", nil, errors.New("store: open: the address of the database cannot be read; it should look like postgres://user:password@host/database")
	}
	if config.Database == "" {
		return "", nil, errors.New("store: open: the address of the database does not name one")
	}
	place = fmt.Sprintf("postgres://%s@%s:%d/%s", config.User, config.Host, config.Port, config.Database)
	return place, func() error { return nil }, nil
}

func postgresOpen(o Options, _ string) (*sql.DB, error) {
	config, err := postgresConfig(o.URL)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxIdleConns(-1) // every connection is pinned; what comes back is spent
	return db, nil
}

func postgresGorm(pool gorm.ConnPool) gorm.Dialector {
	return postgresgorm.New(postgresgorm.Config{Conn: pool})
}

// truth is a bool that a column which holds 0 or 1 takes too.
type truth bool

// BoolValue is what a condition takes.
func (t truth) BoolValue() (pgtype.Bool, error) { return pgtype.Bool{Bool: bool(t), Valid: true}, nil }

// Int64Value is what a column takes.
func (t truth) Int64Value() (pgtype.Int8, error) {
	n := pgtype.Int8{Valid: true}
	if t {
		n.Int64 = 1
	}
	return n, nil
}

func postgresArgument(value any) any {
	if b, ok := value.(bool); ok {
		return truth(b)
	}
	return value
}

// postgresIsolated refuses what is checked at the commit only, since a batch has
// one commit.
func postgresIsolated(ctx context.Context, c *sql.Conn) error {
	var table string
	err := c.QueryRowContext(ctx, `SELECT conrelid::regclass::text FROM pg_constraint
		WHERE condeferred AND connamespace = current_schema()::regnamespace LIMIT 1`).Scan(&table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("table %s has a deferred constraint, which could fail a whole batch of transactions", table)
}

// postgresInspect reads every row of every table. References need no look: the
// database refuses to break them.
func postgresInspect(ctx context.Context, c *sql.Conn) error {
	var tables string
	err := c.QueryRowContext(ctx, `SELECT coalesce(string_agg(format('%I', tablename), ' ' ORDER BY tablename), '')
		FROM pg_tables WHERE schemaname = current_schema()`).Scan(&tables)
	if err != nil {
		return err
	}
	for _, table := range strings.Fields(tables) {
		var n int64
		if err := c.QueryRowContext(ctx, "SELECT count(t.*) FROM "+table+" AS t").Scan(&n); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return nil
}

// postgresLost tells a transaction that is over from one that merely failed and
// can be taken back to a savepoint.
func postgresLost(c *conn) bool {
	return c.native == nil || c.native.IsClosed() || c.native.PgConn().TxStatus() == 'I'
}

// simple runs a text in the protocol that takes several statements in one round.
func (c *conn) simple(ctx context.Context, text string) ([]*pgconn.Result, error) {
	if c.native == nil || c.native.IsClosed() {
		return nil, errGone
	}
	results, err := c.native.PgConn().Exec(ctx, text).ReadAll()
	if err == nil {
		for _, r := range results {
			err = errors.Join(err, r.Err)
		}
	}
	return results, c.mapped(err)
}
