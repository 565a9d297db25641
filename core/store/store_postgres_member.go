package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
)

// memberLock is the first half of the advisory locks of processes; the second is
// each one's own.
const memberLock = 0x7061726c // "parl"

// postgresNow is the database's clock in UTC milliseconds.
const postgresNow = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

// membersFoundation makes the list of processes, which fences them, and the names
// that they hold.
const membersFoundation = `
CREATE TABLE IF NOT EXISTS store_processes (
	id         text COLLATE "C" PRIMARY KEY,
	lock       integer          NOT NULL UNIQUE,
	host       text COLLATE "C" NOT NULL,
	started_at bigint           NOT NULL,
	seen_at    bigint           NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE IF NOT EXISTS store_leases (
	name    text COLLATE "C" PRIMARY KEY,
	process text COLLATE "C" NOT NULL,
	since   bigint           NOT NULL
)`

const (
	insertMember = `INSERT INTO store_processes (id, lock, host, started_at, seen_at)
		VALUES ($1, $2, $3, ` + postgresNow + `, ` + postgresNow + `)`
	renewMember = `UPDATE store_processes SET seen_at = ` + postgresNow + ` WHERE id = $1`
	deleteSelf  = `DELETE FROM store_processes WHERE id = $1`
)

var (
	lockMember = fmt.Sprintf("SELECT pg_try_advisory_lock(%d, $1)", memberLock)
	// selectOthers tells a free lock from a held one without touching it.
	selectOthers = fmt.Sprintf(`SELECT p.id, p.host, p.seen_at, `+postgresNow+`, EXISTS (
			SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
				AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				AND l.classid = %d AND l.objid = p.lock::oid)
		FROM store_processes p WHERE p.id <> $1`, memberLock)
)

// postgresMember is a process's connection for being seen. It does without the
// writer, which may have to wait, and without waiting for the disk.
type postgresMember struct {
	store     *Store
	lock      int32
	host      string
	conn      *pgx.Conn
	locked    bool
	entered   bool
	connected int64 // by the database's clock
}

func postgresJoin(ctx context.Context, s *Store) error {
	var number [4]byte
	rand.Read(number[:])
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	m := &postgresMember{store: s, host: host, lock: int32(binary.BigEndian.Uint32(number[:]) >> 1)}
	return s.join(ctx, m)
}

func (m *postgresMember) beat(ctx context.Context) (others []peer, now, connected int64, present bool, err error) {
	defer func() {
		if err != nil {
			err = Mapped(err)
			m.hangUp()
		}
	}()
	if err := m.dial(ctx); err != nil {
		return nil, 0, 0, false, err
	}
	if present, err = m.renew(ctx); err != nil || !present {
		return nil, 0, 0, false, err
	}
	rows, err := m.conn.Query(ctx, selectOthers, m.store.processes.self)
	if err != nil {
		return nil, 0, 0, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var p peer
		if err := rows.Scan(&p.id, &p.host, &p.seen, &now, &p.held); err != nil {
			return nil, 0, 0, false, err
		}
		others = append(others, p)
	}
	return others, now, m.connected, true, rows.Err()
}

// dial connects and takes the lock. While the server still thinks that an earlier
// connection of this process stands, that one holds it, which is as good.
func (m *postgresMember) dial(ctx context.Context) error {
	if m.conn == nil {
		config, err := postgresConfig(m.store.url)
		if err != nil {
			return err
		}
		config.RuntimeParams["synchronous_commit"] = "off" // a lost beat is as good as none
		if m.conn, err = pgx.ConnectConfig(ctx, config); err != nil {
			return err
		}
		if err := m.conn.QueryRow(ctx, "SELECT "+postgresNow).Scan(&m.connected); err != nil {
			return err
		}
	}
	if m.locked {
		return nil
	}
	return m.conn.QueryRow(ctx, lockMember, m.lock).Scan(&m.locked)
}

// renew makes the row at first. Later one that is not there has been taken away.
func (m *postgresMember) renew(ctx context.Context) (present bool, err error) {
	if !m.entered {
		_, err := m.conn.Exec(ctx, insertMember, m.store.processes.self, m.lock, m.host)
		m.entered = err == nil
		return m.entered, err
	}
	tag, err := m.conn.Exec(ctx, renewMember, m.store.processes.self)
	return tag.RowsAffected() == 1, err
}

func (m *postgresMember) leave(ctx context.Context, farewell bool) {
	if farewell && m.conn != nil {
		_, err := m.conn.Exec(ctx, deleteSelf, m.store.processes.self)
		if err == nil {
			_, err = m.conn.Exec(ctx, "SELECT pg_notify($1, $2)", bellChannel, bellProcesses)
		}
		if err != nil {
			m.store.log.Warn("store: the other processes will find out by themselves that this one is gone", "err", Mapped(err))
		}
	}
	m.hangUp()
}

func (m *postgresMember) hangUp() {
	if m.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = m.conn.Close(ctx) // what is gone can only fail
	m.conn, m.locked = nil, false
}
