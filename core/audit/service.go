package audit

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Options say which log to sign and with what.
type Options struct {
	Store   *store.Store
	Name    string // of a new log; "" makes one up. A log that exists keeps its own
	KeyFile string // path of the file that holds its key
	// Guards are the migrations whose triggers must stand; nil means this package's.
	Guards []store.Migrations
	Rand   io.Reader                              // default crypto/rand
	After  func(d time.Duration) <-chan time.Time // default time.After
	Logger *slog.Logger                           // default slog.Default
}

// Service signs the log: it makes the key with the log, keeps a checkpoint for
// what was appended, and changes the key. Each process of a ledger has one; all of
// their files hold the same keys.
type Service struct {
	store   *store.Store
	keyFile string
	random  io.Reader
	after   func(time.Duration) <-chan time.Time
	log     *slog.Logger
	bell    store.Bell

	mu     sync.Mutex // one signature at a time, and none while the key changes
	key    Key
	origin string
}

// Start opens the log, or makes it together with its key, and refuses, saying
// why, a log whose guards are gone, whose newest events do not verify, whose key
// is missing or lies open, or that has another name than the one asked for. A log
// from before there was a tree is given one, and a key, here; that takes a few
// seconds for a million events, once.
func Start(ctx context.Context, o Options) (*Service, error) {
	s := &Service{
		store: o.Store, keyFile: o.KeyFile, random: o.Rand, after: o.After, log: cmp.Or(o.Logger, slog.Default()),
		bell: o.Store.Bell(bell),
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	if s.after == nil {
		s.after = time.After
	}
	if err := Complete(ctx, s.store); err != nil {
		return nil, err
	}
	public, err := s.look(ctx, o)
	if err != nil {
		return nil, err
	}
	if public == "" {
		return s, s.found(ctx, o)
	}
	s.key, err = FindKey(s.keyFile, public)
	return s, err
}

// found makes the key of a log that has none, in one process of several.
func (s *Service) found(ctx context.Context, o Options) error {
	release, err := s.store.Lease(ctx, "audit", "audit:key")
	if err != nil {
		return wrap("wait for others", err)
	}
	defer release()
	public, err := s.look(ctx, o)
	if err != nil {
		return err
	}
	if public == "" {
		return s.adopt(ctx, o.Name)
	}
	s.key, err = FindKey(s.keyFile, public)
	return err
}

// Complete gives a log from before there was a tree the nodes that it lacks, and
// does nothing else. Start does it too; whoever verifies a database that may be
// as old does it first.
func Complete(ctx context.Context, s *store.Store) error {
	for done := false; !done; {
		err := s.Write(ctx, func(tx *store.Tx) (err error) { done, err = backfill(tx, portion); return err })
		if err != nil {
			return err
		}
	}
	return nil
}

// look checks what is there and returns the public key that signs it, "" for none.
func (s *Service) look(ctx context.Context, o Options) (public string, err error) {
	err = s.store.Read(ctx, func(tx *store.Tx) error {
		if err := CheckGuards(tx, o.Guards...); err != nil {
			return err
		}
		if s.origin, err = origin(tx); errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err == nil {
			err = agree(s.origin, o.Name)
		}
		if err == nil {
			err = VerifyTail(tx)
		}
		if err == nil {
			public, err = signing(tx)
		}
		return err
	})
	return public, err
}

// adopt makes a key for a log that has none, and the log where there is none. The
// key is durable before the log names it: the other way about, a crash would
// leave a log that nobody can sign.
func (s *Service) adopt(ctx context.Context, name string) (err error) {
	fresh := s.origin == ""
	if fresh {
		s.origin = name
	}
	if s.origin == "" {
		s.origin = inventName(func(p []byte) { _, err = io.ReadFull(s.random, p) })
	}
	if err == nil && !validName(s.origin) {
		err = fmt.Errorf("audit: %q cannot name a log: a name has neither spaces nor a +", s.origin)
	}
	if err != nil {
		return err
	}
	if s.key, err = AddKey(s.keyFile, s.origin, s.random); err != nil {
		return err
	}
	return s.store.Write(ctx, func(tx *store.Tx) error {
		if fresh {
			return create(tx, s.origin, Field{Name: "key", Value: s.key.public})
		}
		return rotated(tx, "", s.key.public)
	})
}

func rotated(tx *store.Tx, old, next string) error {
	_, err := Append(tx, Event{Type: typeRotated, Actor: System, As: System, D: []Field{
		{Name: "old", Value: old}, {Name: "new", Value: next},
	}})
	return err
}

// Name returns the name of the log.
func (s *Service) Name() string { return s.origin }

// Key returns the public key of the log: what receipts are verified with.
func (s *Service) Key() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.key.public
}

// Checkpoint signs and keeps a checkpoint over the log as it stands, unless there
// is one, and returns the newest.
func (s *Service) Checkpoint(ctx context.Context) (signed []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := Checkpoint{Origin: s.origin}
	var last int64
	var public string
	err = s.store.Read(ctx, func(tx *store.Tx) (err error) {
		if last, signed, err = latest(tx); err != nil {
			return err
		}
		if c.Size, c.Root, err = Head(tx); err == nil {
			public, err = signing(tx)
		}
		return err
	})
	if err != nil || last == c.Size {
		return signed, err
	}
	if err := s.follow(public); err != nil {
		return nil, err
	}
	// Signed outside any transaction: the writer is everybody's.
	if signed, err = c.sign(s.key); err != nil {
		return nil, err
	}
	return signed, s.store.Write(ctx, func(tx *store.Tx) error { return keep(tx, c, signed) })
}

// follow takes the key that the log names by now: another process may have changed
// it. The file of this one must hold it, too.
func (s *Service) follow(public string) error {
	if public == s.key.public {
		return nil
	}
	next, err := FindKey(s.keyFile, public)
	if err == nil {
		s.key = next
	}
	return err
}

// Rotate makes a new key, has the log name it, and signs that with both keys, so
// that whoever trusts the old one can learn the new one from the checkpoint. It
// returns the new public key. The old one stays in its file; it is not needed
// any more.
func (s *Service) Rotate(ctx context.Context) (public string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.store.Read(ctx, func(tx *store.Tx) error { public, err = signing(tx); return err })
	if err == nil {
		err = s.follow(public)
	}
	if err != nil {
		return "", err
	}
	next, err := AddKey(s.keyFile, s.origin, s.random)
	if err != nil {
		return "", err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if now, err := signing(tx); err != nil || now != s.key.public {
			return errors.Join(err, errors.New("audit: another process has just changed the key"))
		}
		if err := rotated(tx, s.key.public, next.public); err != nil {
			return err
		}
		size, root, err := Head(tx)
		if err != nil {
			return err
		}
		c := Checkpoint{Origin: s.origin, Size: size, Root: root}
		signed, err := c.sign(s.key, next)
		if err != nil {
			return err
		}
		return keep(tx, c, signed)
	})
	if err != nil {
		return "", err
	}
	s.key = next
	return next.public, nil
}
