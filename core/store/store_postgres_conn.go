package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"
)

// idleLimit is how long a transaction may stand still before the database ends
// it: a process that is frozen in the middle of a batch must not hold up all
// others. A batch is 2 ms of work.
const idleLimit = 3 * time.Second

// connectLimit bounds the opening of one connection.
const connectLimit = 5 * time.Second

func postgresConfig(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	if config.ConnectTimeout == 0 || config.ConnectTimeout > connectLimit {
		config.ConnectTimeout = connectLimit
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "parley"
	}
	// A reader whose caller gives up asks the server to stop, and keeps its
	// connection if the server does.
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: time.Second}
	}
	return config, nil
}

func postgresSetup(ctx context.Context, c *conn, busy time.Duration) error {
	err := c.sql.Raw(func(driver any) error {
		c.native = driver.(*stdlib.Conn).Conn()
		return nil
	})
	if err != nil {
		return err
	}
	settings := fmt.Sprintf(`SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d;`,
		busy.Milliseconds(), idleLimit.Milliseconds())
	if c.role == roleWriter {
		c.store.bells.own.Store(c.native.PgConn().PID())
		// Whatever the server is set to: what people were told is done stays done.
		settings += `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';`
	}
	_, err = c.simple(ctx, settings)
	return err
}

func postgresScript(ctx context.Context, c *conn, text string) error {
	_, err := c.simple(ctx, text)
	return err
}

func postgresControl(c *conn, query string) error {
	_, err := c.simple(context.Background(), query)
	return err
}
