package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync/atomic"
)

// ErrFenced is returned by Write and Read once the other processes of a database
// have taken this one for dead, which it was not: it stood still, or was cut off,
// for too long. Nothing was recorded, and nothing will be: what it had in hand is
// others' by now. It has to end; started again it is a new process.
var ErrFenced = errors.New("store: the other processes took this one for dead")

// processes is what a store knows of those that work on its database.
type processes struct {
	self   string        // this process, or rather this opening of the database
	fenced chan struct{} // closed once the others have taken it for dead
	struck atomic.Bool   // somebody closes fenced
	living atomic.Int64  // how many there are, this one included
	left   atomic.Uint64 // how often one was seen to be gone
}

// begin gives the process a name that nobody else has. It comes from outside
// Options.Rand, which tests seed: two processes must differ all the same.
func (p *processes) begin() {
	var name [8]byte
	rand.Read(name[:])
	p.self, p.fenced = hex.EncodeToString(name[:]), make(chan struct{})
	p.living.Store(1)
}

// Process names this opening of the database; no other one, at any time or
// place, has the same name.
func (s *Store) Process() string { return s.processes.self }

// Processes is how many processes have the database open now, as far as known.
// On SQLite it is 1.
func (s *Store) Processes() int { return int(s.processes.living.Load()) }

// Departures counts the processes that were seen to end since this one began.
// Whenever it grows, every Bell is rung: what they had in hand can be taken over.
func (s *Store) Departures() uint64 { return s.processes.left.Load() }

// Fenced is closed when ErrFenced begins.
func (s *Store) Fenced() <-chan struct{} { return s.processes.fenced }

// Standing returns nil while this process counts among those of the database, so
// far as it knows, ErrFenced once it does not, and another error where it has just
// been woken, say, and does not know. Whoever has an effect outside the database on
// the strength of what was recorded earlier asks right before.
func (s *Store) Standing() error {
	if s.isFenced() {
		return ErrFenced
	}
	if s.member.doubtful() {
		return errDoubtful
	}
	return nil
}

// fence ends this process's part in the database.
func (s *Store) fence() {
	if s.processes.struck.CompareAndSwap(false, true) {
		s.log.Error("store: the other processes took this one for dead, because it stood still for too long; it records nothing any more and has to be started again",
			"process", s.processes.self)
		close(s.processes.fenced)
	}
}

func (s *Store) isFenced() bool { return s.processes.struck.Load() }
