package store

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// The rhythm of the processes of one database. A process holds a lock for as long
// as it lives, which the database drops with its connection, and writes down
// every beat that it is there. So a death shows at once, and a standstill does,
// too. All times are the database's, so that no clock of a machine counts.
const (
	memberBeat = 500 * time.Millisecond
	// beatLimit ends a beat whose answer does not come.
	beatLimit = 3 * time.Second
	// deadAfter is for how long one whose lock is free must have been silent. It
	// may have lost the connection alone, and then comes back at once.
	deadAfter = 2 * time.Second
	// backWithin replaces it for those who were not seen since this process has
	// had its connection, or its sight: the database may have been away or stood
	// still, and all come back.
	backWithin = 8 * time.Second
	// frozenAfter is for one that holds its lock and is silent all the same.
	frozenAfter = 10 * time.Second
)

// bellProcesses is rung when a process comes or goes.
const bellProcesses = "store.processes"

// peer is another process as its row tells it; instants are the database's, in
// UTC milliseconds.
type peer struct {
	id   string
	host string
	seen int64
	held bool // its lock
}

// gone reports a process that will not come back, or must not. The observer has
// been able to see since an instant: before it, the silence was perhaps its own.
func (p peer) gone(now, since int64) bool {
	silent := time.Duration(now-max(p.seen, since)) * time.Millisecond
	switch {
	case silent >= frozenAfter:
		return true
	case p.held:
		return false
	case p.seen < since:
		return silent >= backWithin
	}
	return silent >= deadAfter
}

// membership is the part of a store that goes with other processes.
type membership struct {
	store  *Store
	link   memberLink
	wake   Bell
	taking atomic.Bool    // somebody is being taken out
	beside sync.WaitGroup // who does that

	last atomic.Int64 // when a beat last went well, since born
	born time.Time
	// sighted is since when beats have followed each other, by the database's clock.
	// Only run uses it.
	sighted int64

	quit    context.CancelFunc
	stopped chan struct{}
	known   map[string]bool // the others; only run uses it
}

// memberLink is what the dialect knows of the others, on a connection of its own.
type memberLink interface {
	// beat says that this process is there and looks for the others. connected is
	// since when it could have seen them; present is false where this process has
	// been taken out.
	beat(ctx context.Context) (others []peer, now, connected int64, present bool, err error)
	// leave takes this process's row away and hangs up.
	leave(ctx context.Context, farewell bool)
}

// join begins the membership with a first beat, which makes the row. The others
// follow with begin, once there is a writer.
func (s *Store) join(ctx context.Context, link memberLink) error {
	if _, _, _, _, err := link.beat(ctx); err != nil {
		link.leave(ctx, false)
		return err
	}
	s.member = &membership{store: s, link: link, wake: s.Bell(bellProcesses), born: time.Now(), known: map[string]bool{}}
	return nil
}

func (m *membership) begin() {
	if m == nil {
		return
	}
	ctx, quit := context.WithCancel(context.Background())
	m.quit, m.stopped = quit, make(chan struct{})
	go m.run(ctx)
}

func (m *membership) run(ctx context.Context) {
	defer close(m.stopped)
	rhythm := time.NewTicker(memberBeat)
	defer rhythm.Stop()
	silent := false
	for {
		err := m.round(ctx)
		if err != nil && !silent && ctx.Err() == nil {
			m.store.log.Warn("store: the other processes are out of sight until the database is there again", "err", err)
		}
		silent = err != nil
		select {
		case <-ctx.Done():
			return
		case <-m.store.Fenced():
			return
		case <-m.wake:
		case <-rhythm.C:
		}
	}
}

// round is one beat and what follows from what it saw.
func (m *membership) round(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(ctx, beatLimit)
	defer cancel()
	others, now, connected, present, err := m.link.beat(bounded)
	if err != nil {
		return err
	}
	if !present {
		m.store.fence()
		return nil
	}
	doubtful := m.doubtful()
	if m.silence() >= deadAfter {
		m.sighted = now // what kept this one from beating may have kept the others, too
	}
	m.last.Store(int64(time.Since(m.born)))
	if doubtful {
		m.store.bells.all() // whoever was refused meanwhile can go on
	}
	m.notice(others)
	dead := slices.DeleteFunc(others, func(p peer) bool { return !p.gone(now, max(connected, m.sighted)) })
	if len(dead) > 0 && m.taking.CompareAndSwap(false, true) {
		// Beside, because the writers' lock may be the dead one's for some seconds.
		m.beside.Go(func() {
			defer m.taking.Store(false)
			m.takeOut(ctx, dead)
		})
	}
	return nil
}

// doubtful reports that the others may have taken this process out meanwhile: it
// has just been woken, say, and no beat has told it yet.
func (m *membership) doubtful() bool {
	return m != nil && m.silence() >= frozenAfter
}

// silence is for how long no beat has gone well.
func (m *membership) silence() time.Duration {
	return time.Since(m.born) - time.Duration(m.last.Load())
}

// errDoubtful is told until the next beat.
var errDoubtful = &Error{Kind: IO, Err: errors.New("it is not known whether this process still counts")}

// notice rings everything when a process has come or gone: what it left can be
// taken over, and what is shared has to be divided anew.
func (m *membership) notice(others []peer) {
	now := make(map[string]bool, len(others))
	for _, p := range others {
		now[p.id] = true
	}
	if maps.Equal(now, m.known) {
		return
	}
	for id := range m.known {
		if !now[id] {
			m.store.processes.left.Add(1)
		}
	}
	m.known = now
	m.store.processes.living.Store(int64(len(now)) + 1)
	m.store.bells.all()
}

// takeOut fences processes, in a transaction like any other: after it they can
// commit nothing, and what they committed before is seen by whoever comes next.
func (m *membership) takeOut(ctx context.Context, dead []peer) {
	var out []peer
	err := m.store.Write(ctx, func(tx *Tx) error {
		for _, p := range dead {
			ok, err := strike(tx, p)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, p)
			}
		}
		if len(out) > 0 {
			tx.Ring(bellProcesses)
		}
		return nil
	})
	if err != nil {
		if ctx.Err() == nil {
			m.store.log.Warn("store: another process is gone and cannot be taken out yet", "err", err)
		}
		return
	}
	for _, p := range out {
		m.store.log.Warn("store: another process is gone; its work is taken over", "process", p.id, "host", p.host, "stood_still", p.held)
	}
}

// leave tells the others that this process goes, so that they need not find out.
func (m *membership) leave() {
	if m == nil {
		return
	}
	if m.quit != nil {
		m.quit()
		<-m.stopped
	}
	m.beside.Wait()
	bounded, cancel := context.WithTimeout(context.Background(), beatLimit)
	defer cancel()
	m.link.leave(bounded, !m.store.isFenced())
}
