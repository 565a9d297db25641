package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
)

// Options say which database to open and where time and chance come from.
type Options struct {
	Path       string           // SQLite: database file; its folder must exist
	URL        string           // PostgreSQL: address of the database, instead of Path
	Alone      bool             // PostgreSQL: no other process is listened to, nor told
	Readers    int              // connections for reading; 0 takes the driver's best number
	Now        func() time.Time // default time.Now
	Rand       io.Reader        // default crypto/rand
	Logger     *slog.Logger     // default slog.Default
	Busy       time.Duration    // wait for another process's lock; default 5 s
	Migrations []Migrations     // applied by Open, in this order
	Fault      Fault            // tests only: makes commits fail
	Observe    func(Commit)     // is told of every commit; nil: nobody
}

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	path    string // fit for a log
	url     string // PostgreSQL
	dialect *dialect
	clock   *clock
	random  source
	log     *slog.Logger
	busy    time.Duration
	release func() error

	db      *sql.DB
	conns   []*conn
	writer  *writer
	readers chan *conn
	keeper  *keeper
	bells   bells
	observe func(Commit)

	processes processes
	member    *membership // nil where there can be no other process
	leases    leases

	memory *sql.DB // holds results that are read while something else is asked

	mu       sync.RWMutex // guards closed against a Close that has begun waiting
	closed   bool
	inflight sync.WaitGroup
	closing  sync.Once
	closeErr error
}

// Open opens the database at o.Path, creating the file where it is missing, or at
// o.URL, applies the migrations and starts the writer. It fails with a message for the
// operator when the folder is missing, the file is read-only, not a database,
// in use by another process (ErrInUse), migrated by a newer program (ErrNewer),
// or was migrated with files that have changed since. The context bounds the
// opening only.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, s.shut())
	}
	return s, nil
}

// prepare chooses the dialect and makes sure of the place.
func prepare(ctx context.Context, o Options) (s *Store, err error) {
	d := &sqlite
	if o.URL != "" {
		d = &postgres
	}
	if o.URL != "" && o.Path != "" {
		return nil, errors.New("store: open: both a file and the address of a server are given")
	}
	s = newStore(o, d)
	s.path, s.release, err = d.prepare(ctx, o)
	return s, err
}

func newStore(o Options, d *dialect) *Store {
	s := &Store{dialect: d, log: o.Logger, busy: o.Busy, url: o.URL, observe: o.Observe}
	s.processes.begin()
	s.bells.local = o.Alone || d.listen == nil
	s.random.r = o.Rand
	if s.random.r == nil {
		s.random.r = rand.Reader
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.busy <= 0 {
		s.busy = 5 * time.Second
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	s.clock = newClock(now, s.log)
	return s
}

func (s *Store) start(ctx context.Context, o Options) error {
	writing, _, err := s.bringUp(ctx, o)
	if err != nil {
		return err
	}
	if s.dialect.join != nil && !o.Alone {
		if err := s.dialect.join(ctx, s); err != nil {
			return fmt.Errorf("store: open %s: %w", s.path, err)
		}
	}
	count := o.Readers
	if count <= 0 {
		count = s.dialect.readers
	}
	s.readers = make(chan *conn, count)
	for range count {
		c, err := s.connect(ctx, roleReader)
		if err != nil {
			return err
		}
		s.readers <- c
	}
	if s.dialect.checkpoint != nil {
		keeping, err := s.connect(ctx, roleCheckpoint)
		if err != nil {
			return err
		}
		s.keeper = startKeeper(s, keeping)
	}
	s.writer = startWriter(s, writing, o.Fault)
	s.member.begin()
	return nil
}

// bringUp opens the database, makes the writer's connection and applies what is
// pending, which it returns.
func (s *Store) bringUp(ctx context.Context, o Options) (writing *conn, applied []string, err error) {
	s.memory = openMemory()
	s.db, err = s.dialect.open(o, s.path)
	if err != nil {
		return nil, nil, fmt.Errorf("store: open %s: %w", s.path, Mapped(err))
	}
	if writing, err = s.connect(ctx, roleWriter); err != nil {
		return nil, nil, err
	}
	applied, err = s.migrate(ctx, writing, o.Migrations)
	return writing, applied, err
}

func (s *Store) connect(ctx context.Context, r role) (*conn, error) {
	c := newConn(s, r)
	s.conns = append(s.conns, c)
	if err := c.dial(ctx); err != nil {
		return nil, fmt.Errorf("store: open %s: %w", s.path, c.mapped(err))
	}
	return c, nil
}

// Close refuses new transactions with ErrClosed, finishes those that wait or
// run, moves everything into the database file and gives it up. It leaves no
// goroutine behind. Called from inside a transaction it would wait for ever.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		s.inflight.Wait()
		s.writer.stop()
		s.keeper.stop()
		s.closeErr = s.shut()
	})
	return s.closeErr
}

// shut closes what start opened. The last connection to go writes the log back
// into the database file.
func (s *Store) shut() error {
	s.member.leave()
	s.bells.stop()
	var errs []error
	for _, c := range s.conns {
		errs = append(errs, c.close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.memory != nil {
		errs = append(errs, s.memory.Close())
	}
	errs = append(errs, s.release())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("store: close %s: %w", s.path, Mapped(err))
	}
	return nil
}

// enter admits one transaction; the caller owes inflight a Done.
func (s *Store) enter(ctx context.Context) error {
	if ctx.Value(insideKey{}) == s {
		return ErrNested
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("store: not started: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return ErrClosed
	}
	if s.isFenced() {
		return ErrFenced
	}
	if s.member.doubtful() {
		return fmt.Errorf("store: not started: %w", errDoubtful)
	}
	s.inflight.Add(1)
	return nil
}
